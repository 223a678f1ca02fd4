"""Runs works: contestants take turns in each round, so that whatever the machine does hits them all."""

import datetime as dt
import gc
import sys
import time
import traceback
from collections.abc import Sequence

from bench.figures import Figures, Reading, Result, Run, Work
from bench.ground import Ground
from bench.machine import facts, noise


def run_works(ground: Ground, works: Sequence[Work], *, rounds: int, command: str) -> Run:
    began = time.monotonic()
    made = Run(command, rounds, dt.datetime.now(dt.UTC).astimezone(), facts=facts())
    made.facts |= {f"PostgreSQL {name}": value for name, value in ground.postgres.settings().items()}
    for work in works:
        say(f"\n{work.title} ({work.name})")
        made.results.append(_run(ground, work, rounds, made.noise))
    made.seconds = time.monotonic() - began
    return made


def _run(ground: Ground, work: Work, rounds: int, unrest: list[float]) -> Result:
    figures = Figures(work.name)
    for number in range(1, rounds + 1):
        unrest.append(noise())
        for contestant in work.contestants:
            say(f"  round {number} of {rounds}, {contestant}: ", end="")
            try:
                readings = work.measure(ground, contestant)
            except Exception as error:
                say("FAILED")
                traceback.print_exc()
                return Result(work, figures, f"{contestant}: {type(error).__name__}: {error}")
            gc.collect()
            for reading in readings:
                figures.take(contestant, reading)
            say(", ".join(shown(reading) for reading in readings) + client(readings))
    result = Result(work, figures)
    for mark in result.marks:
        # Tiny sizes say nothing about speed.
        verdict = "       " if ground.smoke else "reached" if mark.reached else "MISSED "
        say(f"  {verdict} {mark.text}: {mark.value:.2f} {mark.unit}")
    for remark in result.remarks:
        say(f"          {remark}")
    return result


def shown(reading: Reading) -> str:
    value = f"{reading.value:,.0f}" if reading.value >= 100 else f"{reading.value:.3g}"
    lost = f", {reading.lost} LOST" if reading.lost else ""
    return f"{reading.measure} {value} {reading.unit}{lost}"


def client(readings: Sequence[Reading]) -> str:
    """How busy the client was, and its core."""
    own = max((reading.client_cpu for reading in readings if reading.client_cpu is not None), default=0)
    core = max((reading.core_busy for reading in readings if reading.core_busy is not None), default=0)
    return f" (client {own:.0%}, its core {core:.0%})"


def say(text: str, *, end: str = "\n") -> None:
    sys.stdout.write(text + end)
    sys.stdout.flush()
