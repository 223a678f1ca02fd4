"""Erases the GPS directory of EXIF data, in place, so that nothing else of the picture moves."""

import struct

HEADERS = {b"II*\0": "<", b"MM\0*": ">"}
GPS_DIRECTORY = 0x8825
ENTRY = 12
MAX_ENTRIES = 2000
MAX_DIRECTORIES = 500
TYPE_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
"""Bytes of one value, by its type in TIFF."""


class Unreadable(ValueError):
    """The metadata is not what its format says, so that nobody can tell what it holds."""


def erase_gps(tiff: memoryview) -> bool:
    """Erase the GPS data of a TIFF structure. Return whether there was some.

    Raises Unreadable or struct.error.
    """
    order = HEADERS.get(bytes(tiff[:4]))
    if order is None:
        raise Unreadable("no TIFF header")
    (place,) = struct.unpack_from(f"{order}I", tiff, 4)
    erased, seen = False, set[int]()
    while place and place not in seen:
        seen.add(place)
        if len(seen) > MAX_DIRECTORIES:
            raise Unreadable("too many directories")
        while (at := _find_gps(tiff, place, order)) is not None:
            _erase_directory(tiff, struct.unpack_from(f"{order}I", tiff, at + 8)[0], order)
            _remove_entry(tiff, place, at, order)
            erased = True
        end = place + 2 + ENTRY * _count(tiff, place, order)
        # Some programs leave out the address of the next directory after the last one.
        place = struct.unpack_from(f"{order}I", tiff, end)[0] if end + 4 <= len(tiff) else 0
    return erased


def _count(tiff: memoryview, place: int, order: str) -> int:
    (count,) = struct.unpack_from(f"{order}H", tiff, place)
    if count > MAX_ENTRIES or place + 2 + ENTRY * count > len(tiff):
        raise Unreadable("a directory ends outside")
    return int(count)


def _find_gps(tiff: memoryview, place: int, order: str) -> int | None:
    """Return where the entry lies that has the address of the GPS directory."""
    for at in range(place + 2, place + 2 + ENTRY * _count(tiff, place, order), ENTRY):
        if struct.unpack_from(f"{order}H", tiff, at)[0] == GPS_DIRECTORY:
            return at
    return None


def _erase_directory(tiff: memoryview, place: int, order: str) -> None:
    """Overwrite a directory with zeros, and the values that lie outside of it."""
    count = _count(tiff, place, order)
    for at in range(place + 2, place + 2 + ENTRY * count, ENTRY):
        _tag, kind, number, address = struct.unpack_from(f"{order}HHII", tiff, at)
        size = TYPE_SIZES.get(kind, 1) * number
        if size > 4:
            _fill(tiff, address, size)
    _fill(tiff, place, 2 + ENTRY * count)


def _remove_entry(tiff: memoryview, place: int, at: int, order: str) -> None:
    """Remove an entry: the ones after it, and the address of the next directory, move up."""
    count = _count(tiff, place, order)
    end = min(place + 2 + ENTRY * count + 4, len(tiff))
    tiff[at : end - ENTRY] = bytes(tiff[at + ENTRY : end])
    tiff[end - ENTRY : end] = bytes(ENTRY)
    struct.pack_into(f"{order}H", tiff, place, count - 1)


def _fill(tiff: memoryview, start: int, size: int) -> None:
    if start + size > len(tiff):
        raise Unreadable("a value lies outside")
    tiff[start : start + size] = bytes(size)
