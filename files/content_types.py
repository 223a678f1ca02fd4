"""What files are taken: by what libmagic says of the content and by the ending of the name. Both must fit."""

from typing import NamedTuple

try:
    import magic
except ImportError:  # no libmagic on this machine: the one that a package of Python's brings
    import pylibmagic  # noqa: F401, I001
    import magic

from django.utils.translation import gettext as _

from files.errors import UnsupportedType
from files.filenames import ending
from files.zip_members import zip_members

KINDS = ("image", "document", "archive", "audio", "video", "text")
OPEN_XML = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
PLAIN = "text/plain"
UNKNOWN = "application/octet-stream"


class Type(NamedTuple):
    content_type: str
    kind: str
    endings: str


TYPES = (
    Type("image/png", "image", "png"),
    Type("image/jpeg", "image", "jpg jpeg jpe jfif"),
    Type("image/gif", "image", "gif"),
    Type("image/webp", "image", "webp"),
    Type("image/avif", "image", "avif"),
    Type("image/heic", "image", "heic heif"),
    Type("image/bmp", "image", "bmp"),
    Type("image/tiff", "image", "tif tiff"),
    Type("application/pdf", "document", "pdf"),
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
SAID_OTHERWISE = {
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
"""Other words of libmagic, which differ between its versions. Text with braces it takes for a program."""

SHOWN = {
    *("image/png", "image/jpeg", "image/gif", "image/webp"),
    *("audio/mpeg", "audio/ogg", "audio/flac", "audio/wav", "audio/mp4", "audio/aac"),
    *("video/mp4", "video/webm", "video/ogg"),
}
"""What a browser may show by itself. Of pictures, only those that could be measured."""

OLE = {"doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint"}
OFFICE = {
    "docx": f"{OPEN_XML}wordprocessingml.document",
    "xlsx": f"{OPEN_XML}spreadsheetml.sheet",
    "pptx": f"{OPEN_XML}presentationml.presentation",
}
MEMBERS = {
    OFFICE["docx"]: ("[Content_Types].xml", "word/"),
    OFFICE["xlsx"]: ("[Content_Types].xml", "xl/"),
    OFFICE["pptx"]: ("[Content_Types].xml", "ppt/"),
    f"{OPEN_DOCUMENT}text": ("mimetype", "META-INF/manifest.xml"),
    f"{OPEN_DOCUMENT}spreadsheet": ("mimetype", "META-INF/manifest.xml"),
    f"{OPEN_DOCUMENT}presentation": ("mimetype", "META-INF/manifest.xml"),
    "application/epub+zip": ("mimetype", "META-INF/container.xml"),
}
"""How names begin that each document in a zip must have."""


def content_type_of(content: bytes, name: str) -> str:
    """The type of the file `name`. Raises UnsupportedType."""
    said = _said_of(content)
    suffix = ending(name)
    if said == "application/x-ole-storage" and suffix in OLE:
        return OLE[suffix]
    if said == "application/zip" and suffix in OFFICE and _is_document(content, OFFICE[suffix]):
        return OFFICE[suffix]  # libmagic knows it only where its members lie in the usual order
    if said in MEMBERS and not _is_document(content, said):
        raise UnsupportedType
    known = next((each for each in TYPES if each.content_type == said), None)
    if known is None:
        raise UnsupportedType
    if suffix and suffix not in known.endings.split():
        told = {"content": known.endings.split()[0], "name": suffix}
        raise UnsupportedType(_("The name ends in .%(name)s, but this is a .%(content)s file.") % told)
    return said


def types_of(kind: str) -> list[str]:
    return [each.content_type for each in TYPES if each.kind == kind]


def kind_of(content_type: str) -> str:
    return next((each.kind for each in TYPES if each.content_type == content_type), "document")


def _said_of(content: bytes) -> str:
    said = magic.from_buffer(content, mime=True)
    said = SAID_OTHERWISE.get(said, said)
    return PLAIN if said == UNKNOWN and _is_text(content) else said


def _is_text(content: bytes) -> bool:
    """A few characters are too little for libmagic to say so."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    return all(char.isprintable() or char in "\t\r\n" for char in text)


def _is_document(archive: bytes, content_type: str) -> bool:
    names = zip_members(archive)
    return all(any(name.startswith(beginning) for name in names) for beginning in MEMBERS[content_type])
