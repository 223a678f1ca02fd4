"""Sentences for files that are not taken: what is wrong with one, and what to do instead.

The page, the tray of uploads and the API show these words, in the language of the person.
"""

from django.utils.translation import gettext as _

from files.content_types.catalogue import PLAIN, TYPES, UNKNOWN
from files.errors import UnsupportedType

MAX_SHOWN = 20
"""Characters of an ending. A longer one is part of a sentence with a dot in it."""

USUAL_ENDINGS = {
    each.content_type: each.extensions.split()[0] for each in TYPES if each.content_type != UNKNOWN
}


def program_refusal(*, is_text: bool) -> UnsupportedType:
    if is_text:
        return UnsupportedType(
            _(
                "Scripts and shortcuts can’t be uploaded. "
                "To share the contents, give the file the ending .txt."
            )
        )
    return UnsupportedType(
        _("Programs and installers can’t be uploaded. Share a link to the download instead.")
    )


def page_refusal() -> UnsupportedType:
    return UnsupportedType(
        _(
            "Web pages can’t be uploaded. Save the page as a PDF, "
            "or give the file the ending .txt to share its source."
        )
    )


def other_content(ending: str, detected: str) -> UnsupportedType:
    """Return the refusal of a file whose content is not what its ending says."""
    usual = USUAL_ENDINGS.get(detected, "")
    if detected == PLAIN:
        words = _("The name ends in .%(name)s, but the content is text. Give the file the ending .txt.")
    elif usual:
        words = _("The name ends in .%(name)s, but this is a .%(content)s file. Correct the ending.")
    else:
        words = _(
            "The name ends in .%(name)s, but the content doesn’t match or is damaged. "
            "Save or download the file again, or pack it into a .zip archive."
        )
    return UnsupportedType(words % {"name": ending, "content": usual})


def unknown_content(ending: str, *, is_for_text: bool) -> UnsupportedType:
    """Return the refusal of an unknown kind of content. `is_for_text`: the ending is one of texts."""
    if not ending or len(ending) > MAX_SHOWN:
        return UnsupportedType(
            _(
                "The kind of this file couldn’t be recognized. "
                "Add the right ending to its name, or pack it into a .zip archive."
            )
        )
    words = _("Files ending in .%(name)s are not supported. Pack the file into a .zip archive.")
    if is_for_text:
        words = _(
            "The name ends in .%(name)s, but the content isn’t text, and its kind couldn’t be recognized. "
            "Correct the ending, or pack the file into a .zip archive."
        )
    return UnsupportedType(words % {"name": ending})


def not_taken_here(ending: str, content_type: str) -> UnsupportedType:
    """Return the refusal of a file that the installation does not want. With "", its content is why."""
    name = ending if len(ending) <= MAX_SHOWN else ""
    name = name or USUAL_ENDINGS.get(content_type, "")
    if not name:
        return UnsupportedType(
            _("This site doesn’t accept files of this kind. Share a link instead, or ask its administrator.")
        )
    words = _("This site doesn’t accept .%(name)s files. Share a link instead, or ask its administrator.")
    return UnsupportedType(words % {"name": name})
