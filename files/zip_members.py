"""What is in a zip, by its directory alone: nothing is unpacked, and no more than a bounded part is read."""

import io
import struct
import zipfile

MAX_DIRECTORY = 1024 * 1024
MAX_MEMBERS = 10_000
ENCRYPTED = 0x1
# What zipfile raises at bytes that were made to upset it.
BROKEN = (zipfile.BadZipFile, NotImplementedError, OverflowError, ValueError, struct.error)


class _Bounded(io.BytesIO):
    """zipfile reads a directory in one go, as long as the archive says that it is."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MAX_DIRECTORY:
            raise zipfile.BadZipFile("The directory is too long.")
        return super().read(size)


def zip_members(archive: bytes) -> set[str]:
    """The names; none where it is no zip, the directory is broken or too long, or something is encrypted."""
    try:
        with zipfile.ZipFile(_Bounded(archive)) as file:
            members = file.infolist()
    except BROKEN:
        return set()
    if len(members) > MAX_MEMBERS or any(member.flag_bits & ENCRYPTED for member in members):
        return set()
    return {member.filename for member in members}
