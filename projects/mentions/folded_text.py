"""Folds names and texts to what is compared, as the search does, and keeps the places in the text."""

import re
from functools import lru_cache
from typing import NamedTuple

from core.search.folding import fold as fold_text
from core.search.folding import fold_with_offsets

BREAKS = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""Ends of lines. A name stands on one."""


class Folded(NamedTuple):
    """A folded text. Its character number i was made of `source[starts[i]:ends[i]]`.

    Accents and invisible characters belong to the character before them, and so may blanks.
    """

    text: str
    starts: list[int]
    ends: list[int]


def fold(source: str) -> Folded:
    """Fold a text. Several blanks in a row become one; a line break stays one."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for line in BREAKS.split(source):
        folded, offsets = fold_with_offsets(line)
        own_ends = [*offsets[1:], len(line)] if offsets else []
        for place in range(len(offsets) - 2, -1, -1):
            if offsets[place] == offsets[place + 1]:
                own_ends[place] = own_ends[place + 1]
        text += [folded, "\n"]
        starts += [*(at + offset for offset in offsets), at + len(line)]
        ends += [*(at + offset for offset in own_ends), at + len(line) + 1]
        at += len(line) + 1
    return Folded("".join(text), starts, ends)


@lru_cache(maxsize=20_000)
def loose_key(name: str) -> str:
    """Return what a name is found by: `José` and `jose`, `Пётр` and `Петр` have one key."""
    return fold_text(name)
