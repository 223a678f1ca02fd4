"""Measures the product beside its peers, in one run. `bin/bench --help` says how."""

import argparse
import datetime as dt
import os
import resource
import signal
import sys
from pathlib import Path

from bench.figures import Run
from bench.ground import Ground
from bench.keeping import save
from bench.machine import Cores, facts, pin
from bench.postgres import Postgres
from bench.processes import Redis
from bench.progress import say
from bench.report import write
from bench.running import run_works
from bench.works import WORKS

HERE = "postgres://postgres@127.0.0.1:5432/postgres"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    add = parser.add_argument
    add("--only", nargs="+", metavar="WORK", choices=[work.name for work in WORKS], help="these works only")
    add("--rounds", type=int, default=0, help="3, and 1 with --smoke")
    add("--smoke", action="store_true", help="everything, but tiny: does it run?")
    add("--loose", action="store_true", help="leave PostgreSQL on all cores: others use it, too")
    add("--keep", type=Path, default=Path("var/bench.json"), help="where the figures are kept as they come")
    add("--profile", type=Path, metavar="FOLDER", help="py-spy beside each server; what it saw goes there")
    return parser.parse_args()


def main() -> int:
    asked = arguments()
    # Asked to stop, it leaves no server and no database behind.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    postgres = Postgres(os.environ.get("DATABASE_URL", HERE))
    # Smoke is for a machine that does other things, too: everything is left where it is.
    cores = Cores(None, None) if asked.smoke else Cores.here()
    pin(os.getpid(), cores.client)
    with postgres.pinned(None if asked.loose else cores.client) as place:
        run = begin(asked, postgres.settings() | {"processes": place})
        ground = Ground(smoke=asked.smoke, cores=cores, postgres=postgres, profiles=asked.profile)
        failed = measure(asked, ground, run)
    say(f"\n{run.seconds:.0f} s")
    if not (failed or asked.smoke or asked.only):
        write(run)
    return 1 if failed else 0


def begin(asked: argparse.Namespace, settings: dict[str, str]) -> Run:
    command = " ".join(["bin/bench", *sys.argv[1:]])
    rounds = asked.rounds or (1 if asked.smoke else 3)
    told = (
        facts()
        | {"Redis": Redis.version()}
        | {f"PostgreSQL's {name}": value for name, value in settings.items()}
    )
    return Run(command, rounds, dt.datetime.now(dt.UTC).astimezone(), facts=told)


def measure(asked: argparse.Namespace, ground: Ground, run: Run) -> list[str]:
    """The works that failed."""
    works = [work for work in WORKS if not asked.only or work.name in asked.only]
    with ground:
        if ground.smoke:
            ground.start(name for work in works for name in work.contestants)
        for _ in run_works(ground, works, run):
            save(run, asked.keep)
    return [result.work.name for result in run.results if result.failure]


if __name__ == "__main__":
    sys.exit(main())
