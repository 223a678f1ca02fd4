"""The type of a content by itself: libmagic for binary ones, the first characters for texts."""

import re

try:
    import magic
except ImportError:  # This machine has no libmagic: load the one that the package pylibmagic brings.
    import pylibmagic  # noqa: F401, I001
    import magic

from files.content_types.catalogue import PDF, PLAIN, RTF, SVG, TYPES, UNKNOWN
from files.content_types.documents import OLE_STORAGE
from files.content_types.markup import is_svg
from files.content_types.texts import is_clean_text, is_text

ALIASES = {
    "application/CDFV2": OLE_STORAGE,
    "application/encrypted": OLE_STORAGE,
    "application/vnd.ms-office": OLE_STORAGE,
    "application/msword": OLE_STORAGE,
    "application/vnd.ms-excel": OLE_STORAGE,
    "application/vnd.ms-powerpoint": OLE_STORAGE,
    "application/vnd.ms-outlook": OLE_STORAGE,
    "application/x-gzip": "application/gzip",
    "application/x-zstd": "application/zstd",
    "application/vnd.rar": "application/x-rar",
    "application/ogg": "audio/ogg",
    "application/java-archive": "application/zip",
    "audio/x-wav": "audio/wav",
    "audio/x-flac": "audio/flac",
    "audio/x-m4a": "audio/mp4",
    "audio/x-hx-aac-adts": "audio/aac",
    "audio/x-aiff": "audio/aiff",
    "audio/AMR": "audio/amr",
    "image/heif": "image/heic",
    "image/x-ms-bmp": "image/bmp",
    "image/x-icon": "image/vnd.microsoft.icon",
    "application/vnd.ms-opentype": "font/otf",
    "font/sfnt": "font/ttf",
    "application/x-sqlite3": "application/vnd.sqlite3",
    "video/x-m4v": "video/mp4",
    "video/x-ms-asf": "video/x-ms-wmv",
}
"""Other names of types in libmagic, whose versions differ."""

GUESSED = {UNKNOWN, "image/x-tga", "video/mp2t"}
"""Types that libmagic sees in a byte or two."""

BINARY = {*(each.content_type for each in TYPES if each.kind != "text"), OLE_STORAGE} - GUESSED
PDF_START = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,9}%PDF-\d")
RTF_START = rb"{\rtf"


def detected_type(content: bytes) -> str:
    """Return the type that the content has by itself; UNKNOWN if it is none of the catalogue.

    A guess of libmagic counts for binary content alone: in texts it sees whatever they speak of.
    """
    if is_clean_text(content):
        return _type_of_text(content)
    detected = magic.from_buffer(content, mime=True)
    detected = ALIASES.get(detected, detected)
    if detected in BINARY:
        return detected
    return PLAIN if is_text(content) else UNKNOWN


def _type_of_text(content: bytes) -> str:
    """Return the type of a text. Some formats of documents and pictures are texts."""
    if PDF_START.match(content):
        return PDF
    if content.startswith(RTF_START):
        return RTF
    return SVG if is_svg(content) else PLAIN
