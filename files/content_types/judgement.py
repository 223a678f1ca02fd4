"""Whether a file is taken, and as which type: by its content first, and by the ending of its name.

- A text under an ending of text or source is a text, whatever it looks like.
- Programs and web pages are refused, by their ending and by their content.
- Types of the catalogue that the content proves must be what their ending says. Among pictures, recordings
  and archives the content decides instead.
- Other types of the catalogue are kept as they come.
- Under any other ending, or under none, the content decides.
"""

from django.conf import settings

from files.content_types.catalogue import (
    ATTACHED_ENDINGS,
    EXCEL,
    PDF,
    PLAIN,
    POWERPOINT,
    PROVEN_ENDINGS,
    RTF,
    UNKNOWN,
    WORD,
    ZIP,
    Type,
)
from files.content_types.detection import detected_type
from files.content_types.documents import OFFICE, OLE_STORAGE, REQUIRED_MEMBERS, is_document
from files.content_types.endings import PAGE_ENDINGS, PROGRAM_ENDINGS, TEXT_ENDINGS
from files.content_types.kinds import kind_of
from files.content_types.markup import is_page
from files.content_types.programs import is_program
from files.content_types.refusals import (
    not_taken_here,
    other_content,
    page_refusal,
    program_refusal,
    unknown_content,
)
from files.content_types.rules import is_added, is_taken
from files.content_types.texts import is_text
from files.filenames import extension

INTERCHANGEABLE = ({"image"}, {"audio", "video"}, {"archive"})
"""Kinds whose types go by each other's endings often enough, and do no harm by it."""

LOOSE = {WORD: (RTF, PLAIN), EXCEL: (PLAIN,), POWERPOINT: (), RTF: (PLAIN,)}
"""Other contents under endings of old documents: rich text, and tables as text."""

OWN_CONTENT = {
    *((ATTACHED_ENDINGS[ending].content_type, PLAIN) for ending in ("drawio", "dxf", "eps", "ps", "ai")),
    (ATTACHED_ENDINGS["ai"].content_type, PDF),
    (ATTACHED_ENDINGS["wma"].content_type, ATTACHED_ENDINGS["wmv"].content_type),
}
"""Attached types whose content is a text, a PDF or a film by itself."""

NEAR_START = 1024
"""Bytes from the start in which readers of PDF look for its beginning."""


def content_type_of(content: bytes, name: str) -> str:
    """Return the type of a file by its content and name. Raises UnsupportedType."""
    ending = extension(f"_{name.rstrip('. ')}")  # Windows drops dots at the end, and runs `.bat`
    found = _type_of(content, ending)
    if not is_taken(settings.FILE_TYPES, ending, found):
        raise not_taken_here(ending if _is_refused_by_ending(ending, found) else "", found)
    return found


def _is_refused_by_ending(ending: str, found: str) -> bool:
    """Return whether this site refuses the ending itself, whatever type its content turned out to be."""
    known = PROVEN_ENDINGS.get(ending) or ATTACHED_ENDINGS.get(ending)
    return not is_taken(settings.FILE_TYPES, ending, known.content_type if known else found)


def _type_of(content: bytes, ending: str) -> str:
    if ending in PROGRAM_ENDINGS or is_program(content):
        raise program_refusal(is_text=is_text(content))
    if ending in TEXT_ENDINGS and is_text(content):
        return PLAIN
    if ending in PAGE_ENDINGS or is_page(content):
        raise page_refusal()
    detected = detected_type(content)
    if expected := PROVEN_ENDINGS.get(ending):
        return _proven(content, detected, expected, ending)
    if attached := ATTACHED_ENDINGS.get(ending):
        return _attached(detected, attached, ending)
    if ending in TEXT_ENDINGS and detected != UNKNOWN:
        raise other_content(ending, detected)
    return _by_content(content, detected, ending)


def _proven(content: bytes, detected: str, expected: Type, ending: str) -> str:
    """Return the type of a file whose ending stands for a type that content proves."""
    wanted = expected.content_type
    if wanted in OFFICE and detected == OLE_STORAGE:  # as it was until 2007, or with a password
        return wanted
    # libmagic recognizes an office document only if its members are in the usual order.
    if wanted in REQUIRED_MEMBERS:
        if detected in (ZIP, wanted) and is_document(content, wanted):
            return wanted
    elif detected == wanted or detected in LOOSE.get(wanted, ()) or _is_interchangeable(expected, detected):
        return detected
    elif wanted == PDF and b"%PDF-" in content[:NEAR_START]:
        return PDF
    elif wanted == ZIP and detected in OFFICE:
        return ZIP
    elif (
        expected.kind in ("audio", "video") and detected == UNKNOWN
    ):  # of a recorder that libmagic does not know
        return UNKNOWN
    damaged = detected == wanted or (detected == ZIP and wanted in REQUIRED_MEMBERS)
    raise other_content(ending, UNKNOWN if damaged else detected)


def _is_interchangeable(expected: Type, detected: str) -> bool:
    return any({expected.kind, kind_of(detected)} <= kinds for kinds in INTERCHANGEABLE)


def _attached(detected: str, expected: Type, ending: str) -> str:
    """Return the type of a file whose ending stands for a type that is kept as it comes."""
    if (expected.content_type, detected) in OWN_CONTENT:
        return expected.content_type
    if detected == PLAIN and expected.kind != "document":
        raise other_content(ending, detected)
    shown = detected in (PLAIN, PDF, RTF) or kind_of(detected) in ("image", "audio", "video")
    return detected if shown else expected.content_type


def _by_content(content: bytes, detected: str, ending: str) -> str:
    """Return the type of a file whose ending says nothing."""
    if detected in REQUIRED_MEMBERS and not is_document(content, detected):
        return ZIP
    if detected == UNKNOWN and not is_added(settings.FILE_TYPES, ending):
        raise unknown_content(ending, is_for_text=ending in TEXT_ENDINGS)
    return UNKNOWN if detected == OLE_STORAGE else detected
