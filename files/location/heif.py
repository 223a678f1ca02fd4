"""Finds EXIF and XMP in HEIC and AVIF pictures, which list their parts as items in boxes."""

import struct
from collections.abc import Iterator

from files.location.exif import Unreadable

Box = tuple[bytes, int, int]
"""Name, start and end of the contents of a box."""

FULL_BOX = 4
"""Bytes of version and flags, at the start of some boxes."""


def metadata_items(content: bytearray) -> list[Box]:
    """Return type, start and end of each item that holds EXIF or XMP. Raises Unreadable or struct.error."""
    meta = _child(content, 0, len(content), b"meta")
    if meta is None:
        return []
    names = _child(content, meta[0] + FULL_BOX, meta[1], b"iinf")
    places = _child(content, meta[0] + FULL_BOX, meta[1], b"iloc")
    if names is None or places is None:
        return []
    wanted = {item: kind for item, kind in _names(content, *names) if kind in (b"Exif", b"mime")}
    found = [(wanted[item], start, stop) for item, start, stop in _places(content, *places) if item in wanted]
    if len(found) != len(wanted):
        raise Unreadable("an item lies in several parts, or elsewhere")
    return found


def _boxes(content: bytearray, start: int, stop: int) -> Iterator[Box]:
    while start + 8 <= stop:
        size, name = struct.unpack_from(">I4s", content, start)
        head = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", content, start + 8)
            head = 16
        end = start + size if size else stop
        if end > stop or end < start + head:
            raise Unreadable("a box ends outside")
        yield name, start + head, end
        start = end


def _child(content: bytearray, start: int, stop: int, wanted: bytes) -> tuple[int, int] | None:
    return next(((at, end) for name, at, end in _boxes(content, start, stop) if name == wanted), None)


def _names(content: bytearray, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
    """Yield the id and the type of each item."""
    skipped = 2 if content[start] == 0 else 4  # how many there are
    for _name, at, _end in _boxes(content, start + FULL_BOX + skipped, stop):
        version = content[at]
        if version < 2:
            raise Unreadable("items without a type")
        item, _protection, kind = struct.unpack_from(
            ">HH4s" if version == 2 else ">IH4s", content, at + FULL_BOX
        )
        yield item, kind


def _places(content: bytearray, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
    """Yield the id, the start and the end of each item that lies in the file, in one part."""
    version, sizes = content[start], struct.unpack_from(">H", content, start + FULL_BOX)[0]
    offset_size, length_size, base_size, index_size = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    place = start + FULL_BOX + 2

    def number(size: int) -> int:
        nonlocal place
        if place + size > stop:
            raise Unreadable("a list ends outside")
        place += size
        return int.from_bytes(content[place - size : place], "big")

    for _item in range(number(4 if version == 2 else 2)):
        item = number(4 if version == 2 else 2)
        method = number(2) & 15 if version else 0
        number(2)
        base, extents = number(base_size), []
        for _extent in range(number(2)):
            number(index_size if version else 0)
            offset = base + number(offset_size)
            extents.append((offset, offset + number(length_size)))
        if method == 0 and len(extents) == 1 and extents[0][1] <= len(content):
            yield item, *extents[0]
