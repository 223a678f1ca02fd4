"""Finds the places of a text where names stand behind an @."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from core.names import fold_name
from projects.mentions.boundaries import goes_on, may_begin
from projects.mentions.folded_text import Folded, fold, loose_key

MAX_MARKS = 1000
"""Places with an @ that are looked at in one text; behind further ones, names are plain text."""

WRITTEN_LENGTH = 120
"""Characters of a name as written, which is what a row can store."""

Who = TypeVar("Who")


class Place(NamedTuple, Generic[Who]):
    """A mention: `text[start:end]`, with its @. `written` is the name on one line, with single blanks."""

    start: int
    end: int
    written: str
    who: list[Who]


class NameTable(Generic[Who]):
    """Names, and who is called by each."""

    def __init__(self, names: Iterable[tuple[str, list[Who]]]) -> None:
        by_key: dict[str, list[tuple[str, list[Who]]]] = defaultdict(list)
        lengths: dict[str, set[int]] = defaultdict(set)
        for name, who in names:
            key = loose_key(name)
            by_key[key].append((name, who))
            lengths[key[:2]].add(len(key))
        self.by_key = dict(by_key)
        self.lengths = {start: sorted(each, reverse=True) for start, each in lengths.items()}

    def __contains__(self, key: str) -> bool:
        return key in self.by_key

    def lengths_of(self, text: str, start: int) -> Iterator[int]:
        """Yield the lengths of the keys that begin as `text` does there, the longest first."""
        yield from self.lengths.get(text[start : start + 2], ())
        yield from self.lengths.get(text[start : start + 1], ())

    def who(self, key: str, written: str) -> list[Who]:
        """Return who is called so: those with the accents as written, else all who have the same letters."""
        names = self.by_key[key]
        if len(names) > 1:
            exact = fold_name(written)
            names = [row for row in names if fold_name(row[0]) == exact] or names
        return list(dict.fromkeys(each for _, who in names for each in who))


class Scanner(Generic[Who]):
    """Looks for the names of a table in the pieces of one text."""

    def __init__(self, table: NameTable[Who]) -> None:
        self.table = table
        self.marks_left = MAX_MARKS

    def places(self, piece: str) -> Iterator[Place[Who]]:
        """Yield the mentions in a piece of running text, from left to right. The longest name wins."""
        if not has_mark(piece):
            return
        folded, end = fold(piece), -1
        at = folded.text.find("@")
        while at >= 0 and self.marks_left:
            self.marks_left -= 1
            start = folded.starts[at]
            place = None
            if may_begin(piece, start, after_mention=start - 1 == end):
                place = _place_at(piece, folded, at, self.table)
            if place is not None:
                yield place
                end = place.end
            at = folded.text.find("@", at + 1)


def has_mark(text: str) -> bool:
    """Return whether a text has an @, of full or small width too."""
    return any(mark in text for mark in "@＠﹫")


def _place_at(text: str, folded: Folded, at: int, table: NameTable[Who]) -> Place[Who] | None:
    """Return the mention whose @ is the folded character `at`, if there is one."""
    first = at + 1
    if first >= len(folded.text) or folded.starts[first] != folded.starts[at] + 1:
        return None
    for length in table.lengths_of(folded.text, first):
        following = first + length
        key = folded.text[first:following]
        if len(key) < length or key not in table or _is_half(folded, following):
            continue
        start = folded.starts[first]
        end = start + len(text[start : folded.ends[following - 1]].rstrip())
        written = " ".join(text[start:end].split())
        if len(written) <= WRITTEN_LENGTH and not goes_on(text, end):
            return Place(folded.starts[at], end, written, table.who(key, written))
    return None


def _is_half(folded: Folded, end: int) -> bool:
    """Return whether a folded text ends there within one character of its source, as in the half of an ß."""
    return end < len(folded.text) and folded.starts[end] == folded.starts[end - 1]
