"""Starts the process that renders a thumbnail (render.py). It may fail without harm."""

import subprocess
import sys
from pathlib import Path

from files.thumbnails import render
from projects.errors import Unavailable

WORKER_PATH = Path(render.__file__)
TIMEOUT_SECONDS = 60
"""By the clock, and generous: the worker has a limit of CPU time, and runs when others leave it time."""


class NotRendered(Exception):
    """The image cannot be decoded, or not within the limits of the worker. `status` is the worker's."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def render_thumbnail(content: bytes) -> bytes:
    """Return the thumbnail of an image as WebP.

    Raises NotRendered, or Unavailable if the machine is too busy.
    """
    try:
        process = subprocess.run(
            [sys.executable, "-I", str(WORKER_PATH)],
            input=content,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
            env={},
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise Unavailable from error
    if process.returncode != 0:
        raise NotRendered(process.returncode)
    return process.stdout
