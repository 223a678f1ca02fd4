"""Finds the metadata of a picture in its container, by the container's own rules. Pixels are not decoded."""

import struct
import zlib
from collections.abc import Callable, Iterator

from files.location.exif import Unreadable, erase_gps
from files.location.heif import metadata_items
from files.location.xmp import erase_packets, names_place

EXIF = b"Exif\0\0"
XMP_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
EXTENSION_HEAD = len(XMP_EXTENSION) + 32 + 8
"""Bytes before a part of an extended packet: its name, a hash, the length of the whole and an offset."""
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
PNG_HEAD = 8
PROFILES = (b"XML:com.adobe.xmp", b"Raw profile type ")
"""Names of texts in a PNG that hold metadata of other formats."""


def erase_location(content: bytearray, content_type: str) -> bool:
    """Erase where a picture was taken. Return whether it said so.

    Raises Unreadable, struct.error or IndexError.
    """
    erase = FORMATS.get(content_type)
    return erase is not None and erase(content)


def _jpeg(content: bytearray) -> bool:
    """Go through the segments, and then through what follows the scans: phones add further pictures there."""
    view, found, end = memoryview(content), False, 2
    extensions: list[memoryview] = []
    for start, stop in _jpeg_segments(content):
        segment, end = view[start:stop], stop
        if bytes(segment[: len(EXIF)]) == EXIF:
            found |= erase_gps(segment[len(EXIF) :])
        elif bytes(segment[: len(XMP_EXTENSION)]) == XMP_EXTENSION:
            extensions.append(segment[EXTENSION_HEAD:])
        else:
            found |= erase_packets(segment)
    return _erase_extended(extensions) | _erase_after(content, end) | found


def _jpeg_segments(content: bytearray) -> Iterator[tuple[int, int]]:
    """Yield where the contents of the segments before the first scan lie."""
    place = 2
    while (kind := content[place + 1]) not in (START_OF_SCAN, END_OF_IMAGE):
        if content[place] != 0xFF:
            raise Unreadable("no segment")
        if kind == 0xFF:  # a byte that fills
            place += 1
            continue
        (length,) = struct.unpack_from(">H", content, place + 2)
        yield place + 4, place + 2 + length
        place += 2 + length


def _erase_extended(parts: list[memoryview]) -> bool:
    """Empty an XMP packet that is spread over several segments, if it names a place."""
    if not names_place(b"".join(parts)):
        return False
    for part in parts:
        part[:] = b" " * len(part)
    return True


def _erase_after(content: bytearray, end: int) -> bool:
    view, at = memoryview(content), end
    found = erase_packets(view[end:])
    while (at := content.find(EXIF, at)) >= 0:
        at += len(EXIF)
        found |= erase_gps(view[at:])
    return found


def _png(content: bytearray) -> bool:
    """Go through the chunks. Each has a checksum; one that may hold a place in another form is left out."""
    found, view = False, memoryview(content)
    kept: list[bytes] = [bytes(content[:PNG_HEAD])]
    for name, start, stop in _png_chunks(content):
        chunk = bytearray(view[start:stop])
        if name == b"eXIf":
            found |= erase_gps(memoryview(chunk))
        elif name in (b"tEXt", b"zTXt", b"iTXt") and chunk.startswith(PROFILES):
            # A compressed text cannot be erased in place.
            if name != b"iTXt" or chunk[chunk.index(0) + 1] or chunk.startswith(PROFILES[1]):
                found = True
                continue
            found |= erase_packets(memoryview(chunk))
        kept.append(struct.pack(">I", len(chunk)) + name + chunk)
        kept.append(struct.pack(">I", zlib.crc32(name + chunk)))
    if found:
        view.release()
        content[:] = b"".join(kept)
    return found


def _png_chunks(content: bytearray) -> Iterator[tuple[bytes, int, int]]:
    place = PNG_HEAD
    while place < len(content):
        length, name = struct.unpack_from(">I4s", content, place)
        if place + length + 12 > len(content):
            raise Unreadable("a chunk ends outside")
        yield name, place + 8, place + 8 + length
        if name == b"IEND":
            return
        place += length + 12


def _webp(content: bytearray) -> bool:
    view, place, found = memoryview(content), 12, False
    while place + 8 <= len(content):
        name, length = struct.unpack_from("<4sI", content, place)
        chunk = view[place + 8 : place + 8 + length]
        if name == b"EXIF":
            found |= erase_gps(chunk[len(EXIF) :] if bytes(chunk[: len(EXIF)]) == EXIF else chunk)
        elif name == b"XMP ":
            found |= erase_packets(chunk)
        place += 8 + length + length % 2
    return found


def _heif(content: bytearray) -> bool:
    view, found = memoryview(content), False
    for kind, start, stop in metadata_items(content):
        item = view[start:stop]
        if kind == b"Exif":
            found |= erase_gps(item[4 + struct.unpack_from(">I", item)[0] :])
        else:
            found |= erase_packets(item)
    return found


def _tiff(content: bytearray) -> bool:
    found = erase_gps(memoryview(content))
    return erase_packets(memoryview(content)) or found


def _gif(content: bytearray) -> bool:
    return erase_packets(memoryview(content))


FORMATS: dict[str, Callable[[bytearray], bool]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/webp": _webp,
    "image/heic": _heif,
    "image/avif": _heif,
    "image/tiff": _tiff,
    "image/gif": _gif,
}
