"""Measures a fresh install and its first start, commit beside commit: bytes fetched, bytes on disk, seconds.

`python3 -m bench.install HEAD` needs git and PyPI, and no .venv. Each round clones the repository and does
what bin/run does there, without pip's cache: `bin/venv requirements.txt`, then Django with an empty database.
"""

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bench.progress import say

ROOT = Path(__file__).resolve().parent.parent


class Figures(NamedTuple):
    fetched: int
    on_disk: int
    seconds: float
    cpu_seconds: float
    """Of all processes together; hardly depends on the network and on what else the machine does."""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m bench.install", description=__doc__)
    parser.add_argument("commits", nargs="*", default=["HEAD"], help="HEAD when none is given")
    parser.add_argument("--rounds", type=int, default=2)
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    say("| commit | round | bytes fetched | bytes in .venv | seconds | CPU seconds |")
    say("| --- | --- | --- | --- | --- | --- |")
    for number in range(1, asked.rounds + 1):
        for commit in asked.commits:
            one = measure(commit)
            seconds = f"{one.seconds:.1f} | {one.cpu_seconds:.1f}"
            say(f"| {commit} | {number} | {one.fetched:,} | {one.on_disk:,} | {seconds} |")


def measure(commit: str) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        checkout, wheels = Path(folder) / "checkout", Path(folder) / "wheels"
        git("clone", "--quiet", "--no-checkout", str(ROOT), str(checkout))
        git("-C", str(checkout), "checkout", "--quiet", git("rev-parse", commit))
        python, listed = checkout / ".venv" / "bin" / "python", checkout / "requirements.txt"
        install = timed([checkout / "bin" / "venv", "requirements.txt"])
        start = timed([python, checkout / "manage.py", "migrate", "--verbosity=0"])
        on_disk = size(checkout / ".venv")
        timed([python, "-m", "pip", "download", "-qq", "--no-deps", "--dest", wheels, "-r", listed])
        return Figures(size(wheels), on_disk, install[0] + start[0], install[1] + start[1])


def timed(command: Sequence[str | Path]) -> tuple[float, float]:
    """Seconds and CPU seconds, without our settings and without pip's, which may name a mirror."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PIP_CERT") if name in os.environ}
    environment = kept | {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"}
    began, before = time.monotonic(), os.times()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    children = after.children_user + after.children_system - before.children_user - before.children_system
    return time.monotonic() - began, children


def git(*words: str) -> str:
    command = ["git", "-C", str(ROOT), *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def size(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_symlink() or path.is_file())


if __name__ == "__main__":
    main()
