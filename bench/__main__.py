"""Measures the product beside its peers, in one run. `bin/bench --help` says how."""

import argparse
import os
import resource
import sys

from bench.figures import Run
from bench.ground import Ground
from bench.machine import Cores, pin
from bench.postgres import Postgres
from bench.running import run_works, say
from bench.works import WORKS

HERE = "postgres://postgres@127.0.0.1:5432/postgres"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("--only", nargs="+", metavar="WORK", choices=[work.name for work in WORKS])
    parser.add_argument("--rounds", type=int, default=0, help="3, and 1 with --smoke")
    parser.add_argument("--smoke", action="store_true", help="everything, but tiny: does it run?")
    parser.add_argument(
        "--loose", action="store_true", help="leave PostgreSQL on all cores: others use it, too"
    )
    parser.add_argument("--out", help="where the report goes; docs/benchmarks.md after a whole run")
    return parser.parse_args()


def main() -> int:
    asked = arguments()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    cores = Cores.here()
    pin(os.getpid(), cores.client)
    postgres = Postgres(os.environ.get("DATABASE_URL", HERE))
    loose = asked.smoke or asked.loose
    with postgres.pinned(None if loose else cores.client) as place:
        made = run_all(asked, cores, postgres)
    made.facts["PostgreSQL's processes"] = place
    say(f"\n{made.seconds:.0f} s")
    return 1 if any(result.failure for result in made.results) else 0


def run_all(asked: argparse.Namespace, cores: Cores, postgres: Postgres) -> Run:
    works = [work for work in WORKS if not asked.only or work.name in asked.only]
    rounds = asked.rounds or (1 if asked.smoke else 3)
    with Ground(smoke=asked.smoke, cores=cores, postgres=postgres) as ground:
        return run_works(ground, works, rounds=rounds, command=" ".join(["bin/bench", *sys.argv[1:]]))


if __name__ == "__main__":
    sys.exit(main())
