"""Runs a program that reads a picture of a stranger, as a process of its own. It may fail without harm."""

import subprocess
import sys
from pathlib import Path

from projects.errors import Unavailable

ROOT = Path(__file__).resolve().parents[2]
START = """
import runpy, sys
sys.path.insert(0, sys.argv.pop(1))
runpy.run_module(sys.argv.pop(1), run_name="__main__")
"""
"""The isolated mode of Python, `-I`, finds no modules of ours by itself."""

TIMEOUT_SECONDS = 60
"""By the clock, and generous: the worker has a limit of CPU time, and runs when others leave it time."""


class WorkerFailed(Exception):
    """The worker could not read the picture, or not within its limits. `status` is the worker's."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def run_worker(module: str, content: bytes, *arguments: str) -> bytes:
    """Return what the worker makes of the content.

    Raises WorkerFailed, or Unavailable if the machine is too busy.
    """
    try:
        process = subprocess.run(
            worker_command(module, *arguments),
            input=content,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
            env={},
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise Unavailable from error
    if process.returncode != 0:
        raise WorkerFailed(process.returncode)
    return process.stdout


def worker_command(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-I", "-c", START, str(ROOT), module, *arguments]
