"""Measures the product and its peers in one run: bin/bench. How to read and extend it: bench/README.md."""

import argparse
import datetime as dt
import os
import resource
import signal
import sys
from pathlib import Path

from bench.contestants.registry import CONTESTANTS
from bench.figures import Run
from bench.machine import Cores, facts, pin
from bench.postgres import Postgres
from bench.processes import Redis
from bench.progress import say
from bench.report import write
from bench.run_file import save
from bench.running import run_works
from bench.servers import Servers
from bench.testbed import Testbed
from bench.works import WORKS

LOCAL_POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    add = parser.add_argument
    add("--only", nargs="+", metavar="WORK", choices=[work.name for work in WORKS], help="run these only")
    add("--rounds", type=int, default=0, help="rounds of each benchmark: 3, or 1 with --smoke")
    add("--smoke", action="store_true", help="everything at the smallest size, to see whether it runs")
    add("--loose", action="store_true", help="leave PostgreSQL on all cores, because others use it")
    add("--keep", type=Path, default=Path("var/bench.json"), help="the file for the figures")
    add("--profile", type=Path, metavar="FOLDER", help="profile each server with py-spy into this folder")
    return parser.parse_args()


def main() -> int:
    args = arguments()
    # A terminated run leaves no server and no database behind.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    _, limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    postgres = Postgres(os.environ.get("DATABASE_URL", LOCAL_POSTGRES))
    # A smoke run may share the machine with other work, so it pins nothing.
    cores = Cores(None, None) if args.smoke else Cores.available()
    pin(os.getpid(), cores.client)
    with postgres.pinned(None if args.loose else cores.client) as pinning:
        run = begin(args, postgres.settings() | {"processes": pinning})
        failed = measure(args, Testbed(smoke=args.smoke, cores=cores, postgres=postgres), run)
    say(f"\n{run.seconds:.0f} s")
    if not (failed or args.smoke or args.only):
        write(run)
    return 1 if failed else 0


def begin(args: argparse.Namespace, settings: dict[str, str]) -> Run:
    command = " ".join(["bin/bench", *sys.argv[1:]])
    rounds = args.rounds or (1 if args.smoke else 3)
    environment = (
        facts()
        | {"Redis": Redis.version()}
        | {f"PostgreSQL's {name}": value for name, value in settings.items()}
    )
    return Run(command, rounds, dt.datetime.now(dt.UTC).astimezone(), facts=environment)


def measure(args: argparse.Namespace, testbed: Testbed, run: Run) -> list[str]:
    """Run the chosen works; return the names of those that failed."""
    works = [work for work in WORKS if not args.only or work.name in args.only]
    with testbed, Servers(testbed, CONTESTANTS, profiles=args.profile) as servers:
        if testbed.smoke:
            servers.start_ahead(name for work in works for name in work.contestants)
        for _ in run_works(servers, works, run):
            save(run, args.keep)
    return [result.work.name for result in run.results if result.failure]


if __name__ == "__main__":
    sys.exit(main())
