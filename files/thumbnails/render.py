"""A program that reads an image from standard input and writes a thumbnail.

It is a process of its own because images come from strangers and are decoded by C code: it runs without our
environment, with little memory and time and a low priority, and may crash.
"""

import contextlib
import io
import os
import resource
import sys

from PIL import ExifTags, Image, ImageOps

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
THUMBNAIL_SIZE = (960, 640)
MAX_PIXELS = 50_000_000
EXIT_TOO_MANY_PIXELS = 3
MEMORY_BYTES = 256 * 1024**2
CPU_SECONDS = 2
MAX_OPEN_FILES = 64
NICENESS = 10
SIDEWAYS = (5, 6, 7, 8)
"""Values of the EXIF orientation that swap width and height."""


def main() -> int:
    limit_resources()
    Image.MAX_IMAGE_PIXELS = None  # Instead of Pillow's own limit, MAX_PIXELS is checked below.
    with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            return EXIT_TOO_MANY_PIXELS
        image.thumbnail(box(image))
        upright = ImageOps.exif_transpose(image)
        output = io.BytesIO()
        upright.convert("RGBA" if upright.has_transparency_data else "RGB").save(output, "WEBP", quality=80)
    sys.stdout.buffer.write(output.getvalue())
    return 0


def box(image: Image.Image) -> tuple[int, int]:
    """Return the largest size of the thumbnail before its rotation."""
    width, height = THUMBNAIL_SIZE
    return (height, width) if image.getexif().get(ExifTags.Base.Orientation) in SIDEWAYS else (width, height)


def limit_resources() -> None:
    """Limit memory, CPU time and open files of this process, and let others go first."""
    limits = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_NOFILE: MAX_OPEN_FILES,
    }
    for kind, value in limits.items():
        with contextlib.suppress(ValueError, OSError):  # macOS has no limit of memory.
            resource.setrlimit(kind, (value, value))
    os.nice(NICENESS)


if __name__ == "__main__":
    sys.exit(main())
