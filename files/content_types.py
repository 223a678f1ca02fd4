"""Content types that may be uploaded. The type that libmagic detects and the name's extension must agree."""

from typing import NamedTuple

try:
    import magic
except ImportError:  # This machine has no libmagic: load the one that the package pylibmagic brings.
    import pylibmagic  # noqa: F401, I001
    import magic

from django.utils.translation import gettext as _

from files.errors import UnsupportedType
from files.filenames import extension
from files.zip_members import zip_members

KINDS = ("image", "document", "archive", "audio", "video", "text")
OPEN_XML = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
PDF = "application/pdf"
PLAIN = "text/plain"
UNKNOWN = "application/octet-stream"


class Type(NamedTuple):
    """An accepted content type. `extensions` are separated by spaces, the usual one first."""

    content_type: str
    kind: str
    extensions: str


TYPES = (
    Type("image/png", "image", "png"),
    Type("image/jpeg", "image", "jpg jpeg jpe jfif"),
    Type("image/gif", "image", "gif"),
    Type("image/webp", "image", "webp"),
    Type("image/avif", "image", "avif"),
    Type("image/heic", "image", "heic heif"),
    Type("image/bmp", "image", "bmp"),
    Type("image/tiff", "image", "tif tiff"),
    Type(PDF, "document", "pdf"),
    Type("text/rtf", "document", "rtf"),
    Type("application/epub+zip", "document", "epub"),
    Type(f"{OPEN_XML}wordprocessingml.document", "document", "docx"),
    Type(f"{OPEN_XML}spreadsheetml.sheet", "document", "xlsx"),
    Type(f"{OPEN_XML}presentationml.presentation", "document", "pptx"),
    Type(f"{OPEN_DOCUMENT}text", "document", "odt"),
    Type(f"{OPEN_DOCUMENT}spreadsheet", "document", "ods"),
    Type(f"{OPEN_DOCUMENT}presentation", "document", "odp"),
    Type("application/msword", "document", "doc"),
    Type("application/vnd.ms-excel", "document", "xls"),
    Type("application/vnd.ms-powerpoint", "document", "ppt"),
    Type("application/zip", "archive", "zip"),
    Type("application/gzip", "archive", "gz tgz"),
    Type("application/x-tar", "archive", "tar"),
    Type("application/x-bzip2", "archive", "bz2 tbz2"),
    Type("application/x-xz", "archive", "xz txz"),
    Type("application/zstd", "archive", "zst"),
    Type("application/x-7z-compressed", "archive", "7z"),
    Type("application/x-rar", "archive", "rar"),
    Type("audio/mpeg", "audio", "mp3"),
    Type("audio/ogg", "audio", "ogg oga opus"),
    Type("audio/flac", "audio", "flac"),
    Type("audio/wav", "audio", "wav"),
    Type("audio/mp4", "audio", "m4a"),
    Type("audio/aac", "audio", "aac"),
    Type("video/mp4", "video", "mp4 m4v"),
    Type("video/webm", "video", "webm weba"),
    Type("video/ogg", "video", "ogv"),
    Type("video/quicktime", "video", "mov"),
    Type("video/x-matroska", "video", "mkv"),
    Type("video/x-msvideo", "video", "avi"),
    Type("application/json", "text", "json"),
    Type("text/csv", "text", "csv tsv txt"),
    Type(
        PLAIN,
        "text",
        "txt text log md markdown rst csv tsv json yaml yml toml ini cfg conf srt vtt ics vcf eml diff patch",
    ),
)
ALIASES = {
    "application/CDFV2": "application/x-ole-storage",
    "application/vnd.ms-office": "application/x-ole-storage",
    "application/msword": "application/x-ole-storage",
    "application/vnd.ms-excel": "application/x-ole-storage",
    "application/vnd.ms-powerpoint": "application/x-ole-storage",
    "application/x-gzip": "application/gzip",
    "application/x-zstd": "application/zstd",
    "application/vnd.rar": "application/x-rar",
    "application/ogg": "audio/ogg",
    "application/csv": "text/csv",
    "application/x-ndjson": PLAIN,
    "application/x-subrip": PLAIN,
    "audio/x-wav": "audio/wav",
    "audio/x-flac": "audio/flac",
    "audio/x-m4a": "audio/mp4",
    "audio/x-hx-aac-adts": "audio/aac",
    "image/heif": "image/heic",
    "image/x-ms-bmp": "image/bmp",
    "message/rfc822": PLAIN,
    "text/calendar": PLAIN,
    "text/troff": PLAIN,
    "text/vcard": PLAIN,
    "text/vtt": PLAIN,
    "text/x-c": PLAIN,
    "text/x-c++": PLAIN,
    "text/x-diff": PLAIN,
    "text/x-java": PLAIN,
    "text/x-po": PLAIN,
    "text/x-tex": PLAIN,
    "video/x-m4v": "video/mp4",
}
"""Other names of types in libmagic, whose versions differ. It reports text with braces as source code."""

INLINE_TYPES = {
    *("image/png", "image/jpeg", "image/gif", "image/webp"),
    *("audio/mpeg", "audio/ogg", "audio/flac", "audio/wav", "audio/mp4", "audio/aac"),
    *("video/mp4", "video/webm", "video/ogg"),
    PDF,
}
"""Types that a browser may display itself. Images only if their size could be read: see `is_inline`."""

OLE_TYPES = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
}
OFFICE_TYPES = {
    "docx": f"{OPEN_XML}wordprocessingml.document",
    "xlsx": f"{OPEN_XML}spreadsheetml.sheet",
    "pptx": f"{OPEN_XML}presentationml.presentation",
}
REQUIRED_MEMBERS = {
    OFFICE_TYPES["docx"]: ("[Content_Types].xml", "word/"),
    OFFICE_TYPES["xlsx"]: ("[Content_Types].xml", "xl/"),
    OFFICE_TYPES["pptx"]: ("[Content_Types].xml", "ppt/"),
    f"{OPEN_DOCUMENT}text": ("mimetype", "META-INF/manifest.xml"),
    f"{OPEN_DOCUMENT}spreadsheet": ("mimetype", "META-INF/manifest.xml"),
    f"{OPEN_DOCUMENT}presentation": ("mimetype", "META-INF/manifest.xml"),
    "application/epub+zip": ("mimetype", "META-INF/container.xml"),
}
"""Prefixes of member names, all of which a document in a zip must have."""


def content_type_of(content: bytes, name: str) -> str:
    """Return the type of a file by its content and name. Raises UnsupportedType."""
    detected = _detected_type(content)
    suffix = extension(name)
    if detected == "application/x-ole-storage" and suffix in OLE_TYPES:
        return OLE_TYPES[suffix]
    office = OFFICE_TYPES.get(suffix)
    # libmagic recognizes an office document only if its members are in the usual order.
    if detected == "application/zip" and office and _is_document(content, office):
        return office
    if detected in REQUIRED_MEMBERS and not _is_document(content, detected):
        raise UnsupportedType
    known = next((each for each in TYPES if each.content_type == detected), None)
    if known is None:
        raise UnsupportedType
    if suffix and suffix not in known.extensions.split():
        names = {"content": known.extensions.split()[0], "name": suffix}
        raise UnsupportedType(_("The name ends in .%(name)s, but this is a .%(content)s file.") % names)
    return detected


def types_of(kind: str) -> list[str]:
    return [each.content_type for each in TYPES if each.kind == kind]


def kind_of(content_type: str) -> str:
    """Return one of KINDS; "document" for a type that is no longer accepted."""
    return next((each.kind for each in TYPES if each.content_type == content_type), "document")


def view_of(content_type: str) -> str:
    """Return how a page shows a file that is no picture: "audio", "video", "pdf" or "text"; "" for no way."""
    if content_type == PDF:
        return "pdf"
    kind = kind_of(content_type)
    return kind if kind == "text" or (kind in ("audio", "video") and content_type in INLINE_TYPES) else ""


def _detected_type(content: bytes) -> str:
    detected = magic.from_buffer(content, mime=True)
    detected = ALIASES.get(detected, detected)
    return PLAIN if detected == UNKNOWN and _is_text(content) else detected


def _is_text(content: bytes) -> bool:
    """Return whether the content is printable text. libmagic does not recognize very short texts."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    return all(char.isprintable() or char in "\t\r\n" for char in text)


def _is_document(archive: bytes, content_type: str) -> bool:
    """Return whether a zip has the members that a document of this type must have."""
    names = zip_members(archive)
    return all(any(name.startswith(prefix) for name in names) for prefix in REQUIRED_MEMBERS[content_type])
