"""Reads the size of an image from its header, in linear time and without decoding it.

A decoder may reserve memory for what a header declares: a WebP of 38 bytes took 815 MB. So the limits are
checked here, before any decoder sees the image. What is declared may still be wrong: the decoder runs in a
process of its own, with limits of its own.
"""

import re
import struct
from collections.abc import Callable
from typing import NamedTuple

from django.utils.translation import gettext as _

from files.thumbnails.render import MAX_PIXELS, SIDEWAYS
from projects.errors import TooLarge

MILLION = 1_000_000
MAX_SCANS = 50
"""Scans of a JPEG. Each costs a pass over all of the image; usual progressive ones have about ten."""
MAX_SEGMENTS = 1000
"""Segments of a JPEG before its size: a colour profile may take 255 of them."""
MAX_TAGS = 500
"""Tags of EXIF data that are searched for the orientation."""

ORIENTATION = 0x0112
START_OF_SCAN = b"\xff\xda"
EXIF_START = re.compile(rb"(?:Exif\0\0)?(?P<order>II\*\0|MM\0\*)")


class PixelSize(NamedTuple):
    """The size of an image as it is shown, after its EXIF rotation."""

    width: int
    height: int


def read_header(content: bytes, content_type: str) -> PixelSize | None:
    """Return the size of an image; None for other content and for an image without a valid header.

    Raises TooLarge.
    """
    read = READERS.get(content_type)
    try:
        found = read(content) if read else None
    except (IndexError, struct.error):  # the content ends too early
        return None
    if found is None or not all(found):
        return None
    if found.width * found.height > MAX_PIXELS:
        count = MAX_PIXELS // MILLION
        raise TooLarge(_("A picture can have at most %(count)d million pixels.") % {"count": count})
    return found


def _png(content: bytes) -> PixelSize | None:
    if content[12:16] != b"IHDR" or content.rfind(b"IEND") < 0:
        return None
    exif = content.find(b"eXIf")
    return _upright(*struct.unpack_from(">II", content, 16), exif=content[exif + 4 :] if exif > 0 else b"")


def _gif(content: bytes) -> PixelSize:
    return PixelSize(*struct.unpack_from("<HH", content, 6))


def _jpeg(content: bytes) -> PixelSize | None:
    """Walk the segments up to the one that has the size. Raises TooLarge for too many scans."""
    scans = content.count(START_OF_SCAN)
    if scans > MAX_SCANS:
        raise TooLarge(_("A JPEG picture can have at most %(count)d scans.") % {"count": MAX_SCANS})
    place, exif = 2, b""
    for _segment in range(MAX_SEGMENTS):
        if content[place] != 0xFF:
            return None
        kind, (length,) = content[place + 1], struct.unpack_from(">H", content, place + 2)
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", content, place + 5)
            return _upright(width, height, exif=exif) if scans else None
        if kind == 0xE1 and content.startswith(b"Exif", place + 4):
            exif = content[place + 4 : place + 2 + length]
        place += 2 + length
    return None


def _webp(content: bytes) -> PixelSize | None:
    (declared,) = struct.unpack_from("<I", content, 4)
    if declared + 8 > len(content) + 1:  # the last byte may be padding
        return None
    kind = content[12:16]
    if kind == b"VP8X":
        width, height = (int.from_bytes(content[start : start + 3], "little") + 1 for start in (24, 27))
        exif = content.find(b"EXIF", 30)
        return _upright(width, height, exif=content[exif + 8 :] if exif > 0 else b"")
    if kind == b"VP8L":
        (packed,) = struct.unpack_from("<I", content, 21)
        return PixelSize((packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1)
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", content, 26)
        return PixelSize(width & 0x3FFF, height & 0x3FFF)
    return None


def _upright(width: int, height: int, *, exif: bytes) -> PixelSize:
    return PixelSize(height, width) if _orientation(exif) in SIDEWAYS else PixelSize(width, height)


def _orientation(exif: bytes) -> int:
    """Return the orientation of EXIF data; 1, which is upright, if there is none."""
    start = EXIF_START.match(exif)
    if start is None:
        return 1
    order, base = "<" if start["order"].startswith(b"I") else ">", start.start("order")
    try:
        (directory,) = struct.unpack_from(f"{order}I", exif, base + 4)
        (count,) = struct.unpack_from(f"{order}H", exif, base + directory)
        for tag in range(min(count, MAX_TAGS)):
            place = base + directory + 2 + 12 * tag
            key, _type, _count, value = struct.unpack_from(f"{order}HHIH", exif, place)
            if key == ORIENTATION:
                return int(value)
    except struct.error:  # the tags lie outside of the data
        pass
    return 1


READERS: dict[str, Callable[[bytes], PixelSize | None]] = {
    "image/png": _png,
    "image/gif": _gif,
    "image/jpeg": _jpeg,
    "image/webp": _webp,
}
"""The images that pages show, and that get a thumbnail."""
