"""Programs, which are refused under every name, by what they begin with and what is packed in them."""

import re
import struct

from files.content_types.texts import is_text
from files.zip_members import zip_members

SIGNATURE = re.compile(
    rb"\x7fELF[\1\2]|\0asm|dex\n\d{3}\0|L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46"
    rb"|[\xce\xcf]\xfa\xed\xfe[^\0]\0\0[\0\1]|\xfe\xed\xfa[\xce\xcf][\0\1]\0\0|\xca\xfe\xba[\xbe\xbf]\0\0"
)
"""ELF, WebAssembly, Android, shortcuts of Windows, Mach-O for one or several processors, Java: no text."""

LIKELY = (
    *(b"MZ", b"ZM"),  # DOS, and what hides its further head
    *(
        bytes.fromhex(each)
        for each in ("feedface", "feedfacf", "cefaedfe", "cffaedfe", "cafebabe", "bebafeca")
    ),
    b"\xed\xab\xee\xdb",  # RPM
    b"!<arch>\n",  # libraries, and packages of Debian
    b"Cr24",  # extensions of browsers
)
"""Beginnings that a text may have as well."""

PE_PLACE = 0x3C
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
INSTALLER = re.compile(rb"[\x82\x84\x86]\x10\x0c\0\0\0\0\0\xc0\0\0\0\0\0\0\x46")
"""The class of an MSI, a patch or a transform of one, as the root of its directory names it."""

PROGRAM_MEMBER = re.compile(
    r"META-INF/MANIFEST\.MF|AndroidManifest\.xml|classes\.dex|Appx(?:Bundle)?Manifest\.xml"
    r"|Payload/[^/]{1,200}\.app/Info\.plist"
)
"""Members that make a zip a program of Java, Android, Windows or iOS."""

MANIFEST = b"META-INF/MANIFEST.MF"
NEAR = 1024
"""Bytes from the start that hold a program's first members, where its directory is too long to be read."""


def is_program(content: bytes) -> bool:
    """Return whether the content is a program, whatever its name is. Takes linear time."""
    if content.startswith(OLE):
        return _is_installer(content)
    if content.startswith(b"PK"):
        members = zip_members(content)
        return MANIFEST in content[:NEAR] or any(PROGRAM_MEMBER.fullmatch(name) for name in members)
    if SIGNATURE.match(content) or _is_windows_program(content):
        return True
    return content.startswith(LIKELY) and not is_text(content)


def _is_windows_program(content: bytes) -> bool:
    """Return whether the head of DOS leads to a head of Windows, as in no text that begins with MZ."""
    if not content.startswith(b"MZ") or len(content) < PE_PLACE + 4:
        return False
    (place,) = struct.unpack_from("<I", content, PE_PLACE)
    return content[place : place + 4] == b"PE\0\0"


def _is_installer(content: bytes) -> bool:
    """Return whether an OLE file has the class of an installer, at the root of its directory."""
    if len(content) < 52:
        return False
    (shift,), (sector,) = struct.unpack_from("<H", content, 30), struct.unpack_from("<I", content, 48)
    if shift not in (9, 12):
        return False
    root = (sector + 1) << shift
    return bool(INSTALLER.fullmatch(content, root + 80, root + 96))
