"""Runs works. Contestants take turns in each round, so that noise of the machine affects all of them."""

import datetime as dt
import gc
import time
import traceback
from collections.abc import Iterator, Sequence

from bench.figures import Figures, Reading, Result, Run, Work
from bench.machine import noise
from bench.progress import say
from bench.servers import Servers


def run_works(servers: Servers, works: Sequence[Work], run: Run) -> Iterator[Run]:
    """Run `works`; yield the run after each, with the results so far."""
    for work in works:
        say(f"\n{work.title} ({work.name})")
        run.results.append(_run(servers, work, run.rounds, run.noise))
        run.seconds = (dt.datetime.now(dt.UTC) - run.began).total_seconds()
        yield run


def _run(servers: Servers, work: Work, rounds: int, unrest: list[float]) -> Result:
    figures = Figures(work.name)
    for number in range(1, rounds + 1):
        unrest.append(noise())
        for contestant in work.contestants:
            say(f"  round {number} of {rounds}, {contestant}: ", end="")
            began = time.monotonic()
            try:
                readings = work.measure(servers, contestant)
            except Exception as error:
                say("FAILED")
                traceback.print_exc()
                return Result(work, figures, f"{contestant}: {type(error).__name__}: {error}")
            gc.collect()
            for reading in readings:
                figures.add(contestant, reading)
            say(
                (", ".join(shown(reading) for reading in readings) or "not on this machine")
                + cost(readings, time.monotonic() - began)
            )
    result = Result(work, figures)
    print_result(result, judged=not servers.testbed.smoke)
    return result


def print_result(result: Result, *, judged: bool) -> None:
    """Print marks and remarks. Marks are not judged at smoke size, which says nothing about speed."""
    for mark in result.marks:
        verdict = ("reached" if mark.reached else "MISSED ") if judged else "       "
        say(f"  {verdict} {mark.text}: {mark.value:.2f} {mark.unit}")
    for remark in result.remarks:
        say(f"          {remark}")


def shown(reading: Reading) -> str:
    value = f"{reading.value:,.0f}" if reading.value >= 100 else f"{reading.value:.3g}"
    lost = f", {reading.lost} LOST" if reading.lost else ""
    return f"{reading.measure} {value} {reading.unit}{lost}"


def cost(readings: Sequence[Reading], seconds: float) -> str:
    """Describe how long a round took in all, and how busy the client and its core were."""
    own = max((reading.client_cpu for reading in readings if reading.client_cpu is not None), default=None)
    core = max((reading.core_busy for reading in readings if reading.core_busy is not None), default=None)
    client = f", client {own:.0%}" if own is not None else ""
    return f"  ({seconds:.0f} s{client}{f', its core {core:.0%}' if core is not None else ''})"
