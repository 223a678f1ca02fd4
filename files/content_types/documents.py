"""Office documents: which of them a zip or an OLE file is."""

from files.content_types.catalogue import EXCEL, OPEN_DOCUMENT, OPEN_XML, POWERPOINT, WORD
from files.zip_members import zip_members

OLE_STORAGE = "application/x-ole-storage"
"""Container that Office wrote until 2007, and writes today with a password. It is no type of a file."""

WORD_ZIP = f"{OPEN_XML}wordprocessingml.document"
EXCEL_ZIP = f"{OPEN_XML}spreadsheetml.sheet"
POWERPOINT_ZIP = f"{OPEN_XML}presentationml.presentation"
OFFICE = {WORD, EXCEL, POWERPOINT, WORD_ZIP, EXCEL_ZIP, POWERPOINT_ZIP}

REQUIRED_MEMBERS = {
    WORD_ZIP: ("[Content_Types].xml", "word/"),
    EXCEL_ZIP: ("[Content_Types].xml", "xl/"),
    POWERPOINT_ZIP: ("[Content_Types].xml", "ppt/"),
    f"{OPEN_DOCUMENT}text": ("mimetype", "META-INF/manifest.xml"),
    f"{OPEN_DOCUMENT}spreadsheet": ("mimetype", "META-INF/manifest.xml"),
    f"{OPEN_DOCUMENT}presentation": ("mimetype", "META-INF/manifest.xml"),
    "application/epub+zip": ("mimetype", "META-INF/container.xml"),
}
"""Prefixes of member names, all of which a document in a zip must have."""


def is_document(archive: bytes, content_type: str) -> bool:
    """Return whether a zip has the members that a document of this type must have."""
    names = zip_members(archive)
    return all(any(name.startswith(prefix) for name in names) for prefix in REQUIRED_MEMBERS[content_type])
