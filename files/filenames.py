"""Names of files: data to show and to give back, never a path."""

import re
import unicodedata
from pathlib import PurePosixPath

from files.models import NAME_LENGTH

FOLDERS = re.compile(r"^.*[/\\]", re.DOTALL)
SPACES = re.compile(r"\s+")
UNWANTED = {"Cc", "Cf", "Co", "Cs", "Cn"}
"""Control, formatting (what turns the direction of writing is that), private, half, unassigned."""
NAMELESS = "file"
ENDING_LENGTH = 20


def cleaned(name: str) -> str:
    """`name` without folders, unwanted characters and outer spaces, at most NAME_LENGTH characters long."""
    name = SPACES.sub(" ", FOLDERS.sub("", unicodedata.normalize("NFC", name)))
    name = "".join(char for char in name if unicodedata.category(char) not in UNWANTED)
    name = name.strip().rstrip(".")
    return _shortened(name) if name.strip(". ") else NAMELESS


def ending(name: str) -> str:
    """jpg of `holiday.JPG`, "" where there is none."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def _shortened(name: str) -> str:
    if len(name) <= NAME_LENGTH:
        return name
    suffix = PurePosixPath(name).suffix
    kept = suffix if len(suffix) <= ENDING_LENGTH else ""
    return name[: NAME_LENGTH - len(kept)].rstrip() + kept
