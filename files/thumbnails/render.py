"""Measures images and renders their thumbnails in a separate process, which may fail without harm."""

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

IMAGE_TYPES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
WORKER_PATH = Path(worker.__file__)
MILLION = 1_000_000
TIMEOUT_SECONDS = 20
WORKER_SLOTS = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class RenderedImage:
    """The size of an image in pixels, after its EXIF rotation, and its thumbnail as WebP."""

    width: int
    height: int
    thumbnail: bytes


def render_thumbnail(content: bytes, content_type: str) -> RenderedImage | None:
    """Measure an image and render its thumbnail. Raises TooLarge.

    Return None if the content is no image, or one that cannot be decoded.
    """
    if content_type not in IMAGE_TYPES:
        return None
    try:
        with WORKER_SLOTS:
            process = subprocess.run(
                [sys.executable, "-I", str(WORKER_PATH)],
                input=content,
                capture_output=True,
                timeout=TIMEOUT_SECONDS,
                check=False,
                env={},
            )
    except subprocess.TimeoutExpired:
        return None
    if process.returncode == worker.EXIT_TOO_MANY_PIXELS:
        count = worker.MAX_PIXELS // MILLION
        raise TooLarge(_("A picture can have at most %(count)d million pixels.") % {"count": count})
    if process.returncode != 0:
        log.info("image not decoded", extra={"facts": {"status": process.returncode}})
        return None
    size, _newline, thumbnail = process.stdout.partition(b"\n")
    return RenderedImage(**json.loads(size), thumbnail=thumbnail)
