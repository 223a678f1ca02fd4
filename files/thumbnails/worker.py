"""A program that reads an image from standard input, and writes its size and a thumbnail.

It is a process of its own because images come from strangers and are decoded by C code: it runs without our
environment, with little memory and time, and may crash.
"""

import contextlib
import io
import json
import resource
import sys

from PIL import ExifTags, Image, ImageOps

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
THUMBNAIL_SIZE = (960, 640)
MAX_PIXELS = 50_000_000
EXIT_TOO_MANY_PIXELS = 3
MEMORY_BYTES = 1024**3
CPU_SECONDS = 10
MAX_OPEN_FILES = 64
SIDEWAYS = (5, 6, 7, 8)
"""Values of the EXIF orientation that swap width and height."""


def main() -> int:
    limit_resources()
    Image.MAX_IMAGE_PIXELS = None  # Instead of Pillow's own limit, MAX_PIXELS is checked below.
    with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            return EXIT_TOO_MANY_PIXELS
        width, height, box = image.width, image.height, THUMBNAIL_SIZE
        if image.getexif().get(ExifTags.Base.Orientation) in SIDEWAYS:
            width, height, box = height, width, (THUMBNAIL_SIZE[1], THUMBNAIL_SIZE[0])
        image.thumbnail(box)
        upright = ImageOps.exif_transpose(image)
        output = io.BytesIO()
        upright.convert("RGBA" if upright.has_transparency_data else "RGB").save(output, "WEBP", quality=80)
    sys.stdout.buffer.write(json.dumps({"width": width, "height": height}).encode() + b"\n")
    sys.stdout.buffer.write(output.getvalue())
    return 0


def limit_resources() -> None:
    """Limit memory, CPU time and open files of this process."""
    limits = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_NOFILE: MAX_OPEN_FILES,
    }
    for kind, value in limits.items():
        with contextlib.suppress(ValueError, OSError):  # macOS has no limit of memory.
            resource.setrlimit(kind, (value, value))


if __name__ == "__main__":
    sys.exit(main())
