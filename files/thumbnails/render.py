"""Pictures are measured and drawn small by a program of its own, which may fail without harm."""

import json
import logging
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from files.thumbnails import worker
from projects.errors import TooLarge

log = logging.getLogger("kanban.files")

DRAWN = {"image/png", "image/jpeg", "image/gif", "image/webp"}
PROGRAM = Path(worker.__file__)
MILLION = 1_000_000
TIMEOUT = 20
AT_ONCE = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Picture:
    """`thumbnail` is WebP; the sizes are the original's, as it is seen."""

    width: int
    height: int
    thumbnail: bytes


def draw(content: bytes, content_type: str) -> Picture | None:
    """None for what is no picture, or none that can be decoded. Raises TooLarge."""
    if content_type not in DRAWN:
        return None
    try:
        with AT_ONCE:
            done = subprocess.run(
                [sys.executable, "-I", str(PROGRAM)],
                input=content,
                capture_output=True,
                timeout=TIMEOUT,
                check=False,
                env={},
            )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode == worker.TOO_MANY_PIXELS:
        count = worker.MAX_PIXELS // MILLION
        raise TooLarge(_("A picture may have at most %(count)d million pixels.") % {"count": count})
    if done.returncode != 0:
        log.info("picture not drawn", extra={"facts": {"status": done.returncode}})
        return None
    size, _newline, thumbnail = done.stdout.partition(b"\n")
    return Picture(**json.loads(size), thumbnail=thumbnail)
