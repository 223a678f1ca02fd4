"""A program of its own: reads a picture from standard input, writes its size and a thumbnail of it.

Strangers make pictures, and what decodes them is written in C: it runs without our environment, with little
memory and time, and may die.
"""

import contextlib
import io
import json
import resource
import sys

from PIL import ExifTags, Image, ImageOps

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
BOX = (960, 640)
MAX_PIXELS = 50_000_000
TOO_MANY_PIXELS = 3
MEMORY = 1024**3
SECONDS = 10
LYING = (5, 6, 7, 8)
"""Values of the EXIF orientation that turn a picture on its side."""


def main() -> int:
    limit()
    Image.MAX_IMAGE_PIXELS = None  # they are counted here
    with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            return TOO_MANY_PIXELS
        width, height, box = image.width, image.height, BOX
        if image.getexif().get(ExifTags.Base.Orientation) in LYING:
            width, height, box = height, width, (BOX[1], BOX[0])
        image.thumbnail(box)
        seen = ImageOps.exif_transpose(image)
        drawn = io.BytesIO()
        seen.convert("RGBA" if seen.has_transparency_data else "RGB").save(drawn, "WEBP", quality=80)
    sys.stdout.buffer.write(json.dumps({"width": width, "height": height}).encode() + b"\n")
    sys.stdout.buffer.write(drawn.getvalue())
    return 0


def limit() -> None:
    limits = {resource.RLIMIT_AS: MEMORY, resource.RLIMIT_CPU: SECONDS, resource.RLIMIT_NOFILE: 64}
    for what, most in limits.items():
        with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of memory
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    sys.exit(main())
