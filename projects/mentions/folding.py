"""Folds names and texts to what is compared: without case, accents, width and invisible characters."""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"


class Folded(NamedTuple):
    """A folded text. Its character number i was made of `source[starts[i]:ends[i]]`.

    Invisible characters and accents belong to the character before them.
    """

    text: str
    starts: list[int]
    ends: list[int]


def fold(source: str) -> Folded:
    """Fold a text. Several blanks in a row become one; a line break stays one."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, char in enumerate(source):
        folded = _fold_character(char)
        if text and (not folded or folded == text[-1] == " "):
            ends[-1] = place + 1
        for each in folded if not (folded == " " and text and text[-1] == " ") else "":
            text.append(each)
            starts.append(place)
            ends.append(place + 1)
    return Folded("".join(text), starts, ends)


@lru_cache(maxsize=20_000)
def loose_key(name: str) -> str:
    """Return what a name is found by: `José` and `jose`, `Пётр` and `Петр` have one key."""
    return " ".join(name.lower().split()) if name.isascii() else fold(name).text.strip(" ")


@lru_cache(maxsize=10_000)
def _fold_character(char: str) -> str:
    if char in BREAKS:
        return "\n"
    if char.isspace():
        return " "
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    return "".join(each for each in plain if not _is_dropped(each))


def _is_dropped(char: str) -> bool:
    """Return whether a character is an accent of a Latin, Greek or Cyrillic letter, or has no shape."""
    return "\u0300" <= char <= "\u036f" or "\ufe00" <= char <= "\ufe0f" or unicodedata.category(char) == "Cf"
