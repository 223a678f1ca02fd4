"""Kinds of stored types: how a page shows them, and how they are served.

static/js/files/file_facts.js says the same for browsers.
"""

from django.db.models import Q

from files.content_types.catalogue import KINDS, PDF, PLAIN, TYPES

DEFAULT_KIND = "document"
INLINE_TYPES = {
    *("image/png", "image/jpeg", "image/gif", "image/webp"),
    *("audio/mpeg", "audio/ogg", "audio/flac", "audio/wav", "audio/mp4", "audio/aac"),
    *("video/mp4", "video/webm", "video/ogg"),
}
"""Types that a browser may display itself. Images only if their size could be read: files/download.py."""

SERVED_TEXT = f"{PLAIN}; charset=utf-8"
KIND_BY_TYPE = {each.content_type: each.kind for each in TYPES}


def types_of(kind: str) -> list[str]:
    return [each.content_type for each in TYPES if each.kind == kind]


def of_kind(kind: str) -> Q:
    """Return the condition of files of one of KINDS. What has no other kind is a document."""
    if kind != DEFAULT_KIND:
        return Q(content_type__in=types_of(kind))
    return ~Q(content_type__in=[known for other in KINDS if other != kind for known in types_of(other)])


def kind_of(content_type: str) -> str:
    """Return one of KINDS; "document" for a type that is not in the catalogue."""
    return KIND_BY_TYPE.get(content_type, DEFAULT_KIND)


def view_of(content_type: str) -> str:
    """Return how a page shows a file that is no picture: "audio", "video", "pdf" or "text"; "" for no way."""
    if content_type == PDF:
        return "pdf"
    kind = kind_of(content_type)
    return kind if kind == "text" or (kind in ("audio", "video") and content_type in INLINE_TYPES) else ""


def served_type(content_type: str) -> str:
    """Return the type in the header of a download: every text is plain text, whatever it was stored as.

    The bytes are those that were uploaded. A mark at the start of UTF-16 overrides what the header says.
    """
    return SERVED_TEXT if kind_of(content_type) == "text" else content_type
