"""Names of files. A name is data to display and to return; it is never used as a path."""

import re
from pathlib import PurePosixPath
from urllib.parse import quote

from core.names import clean_name, has_visible
from core.texts.cuts import head
from files.models import NAME_LENGTH

FOLDERS = re.compile(r"^.*[/\\]", re.DOTALL)
SPACES = re.compile(r"\s+")
RISKY = re.compile(r"[^ !#$&()+,\-.0-9=@A-Z\[\]^_`a-z{}~]")
"""All but ASCII that every browser takes as it is between quotes."""
DEFAULT_NAME = "file"
MAX_EXTENSION_LENGTH = 20
"""Characters, with the dot. A longer extension is cut like the rest of the name."""


def clean_filename(name: str) -> str:
    """Return `name` without folders and what core/names.py removes, at most NAME_LENGTH characters.

    Return DEFAULT_NAME if nothing but dots and spaces remains.
    """
    name = clean_name(SPACES.sub(" ", FOLDERS.sub("", name))).rstrip(". ")
    return _shorten(name) if has_visible(name.strip(". ")) else DEFAULT_NAME


def extension(name: str) -> str:
    """Return "jpg" for `holiday.JPG`, "" if there is no extension."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def content_disposition(name: str, *, as_attachment: bool) -> str:
    """Return the header of a download (RFC 6266): a plain name, and the exact one where that differs.

    Browsers read %20 in the plain name as a space, and some stop at a quote or a backslash.
    """
    kind = "attachment" if as_attachment else "inline"
    plain = RISKY.sub("_", name)
    exact = "" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}"
    return f'{kind}; filename="{plain}"{exact}'


def _shorten(name: str) -> str:
    if len(name) <= NAME_LENGTH:
        return name
    suffix = PurePosixPath(name).suffix
    kept = suffix if len(suffix) <= MAX_EXTENSION_LENGTH else ""
    return head(name, NAME_LENGTH - len(kept)).rstrip() + kept
