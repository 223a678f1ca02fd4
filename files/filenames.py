"""Names of files. A name is data to display and to return; it is never used as a path."""

import re
import unicodedata
from pathlib import PurePosixPath

from files.models import NAME_LENGTH

FOLDERS = re.compile(r"^.*[/\\]", re.DOTALL)
SPACES = re.compile(r"\s+")
UNWANTED_CATEGORIES = {"Cc", "Cf", "Co", "Cs", "Cn"}
"""Unicode categories: control, format, private use, surrogate, unassigned. Some formats reverse text."""
DEFAULT_NAME = "file"
MAX_EXTENSION_LENGTH = 20
"""Characters, with the dot. A longer extension is cut like the rest of the name."""


def clean_filename(name: str) -> str:
    """Return `name` without folders, unwanted characters and outer spaces, at most NAME_LENGTH characters.

    Return DEFAULT_NAME if nothing but dots and spaces remains.
    """
    name = SPACES.sub(" ", FOLDERS.sub("", unicodedata.normalize("NFC", name)))
    name = "".join(char for char in name if unicodedata.category(char) not in UNWANTED_CATEGORIES)
    name = name.strip().rstrip(".")
    return _shorten(name) if name.strip(". ") else DEFAULT_NAME


def extension(name: str) -> str:
    """Return "jpg" for `holiday.JPG`, "" if there is no extension."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def _shorten(name: str) -> str:
    if len(name) <= NAME_LENGTH:
        return name
    suffix = PurePosixPath(name).suffix
    kept = suffix if len(suffix) <= MAX_EXTENSION_LENGTH else ""
    return name[: NAME_LENGTH - len(kept)].rstrip() + kept
