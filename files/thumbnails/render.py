"""A program that reads an image from standard input and writes a thumbnail.

It is a process of its own because images come from strangers and are decoded by C code: it runs without our
environment, with little memory and time and a low priority, and may crash.
"""

import io
import sys

from PIL import ExifTags, Image, ImageOps

from files.thumbnails.limits import limit_resources

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
THUMBNAIL_SIZE = (960, 640)
MAX_PIXELS = 50_000_000
EXIT_TOO_MANY_PIXELS = 3
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


if __name__ == "__main__":
    sys.exit(main())
