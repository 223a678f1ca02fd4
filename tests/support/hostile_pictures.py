"""Pictures that cost far more than they weigh."""

import io
import struct

from PIL import Image


def many_scans(count: int, side: int = 6000) -> bytes:
    """A progressive JPEG of one colour whose last scan is repeated, so that it has `count` scans or more."""
    drawn = io.BytesIO()
    Image.new("L", (side, side), 128).save(drawn, "JPEG", progressive=True)
    content = drawn.getvalue()
    start = content.rindex(b"\xff\xda")
    last = content[start : content.rindex(b"\xff\xd9")]
    return content[:start] + last * count + b"\xff\xd9"


def declared_webp(width: int, height: int) -> bytes:
    """A WebP of 38 bytes that declares this size and has one empty frame."""
    canvas = b"\x02\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunks = b"VP8X" + struct.pack("<I", 10) + canvas + b"ANIM" + struct.pack("<I", 0)
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WEBP" + chunks
