"""Marks in a text for a query, and the excerpt of a long text that shows why it was found."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from core.search.folding import fold_with_offsets
from core.search.matcher import Quality, letter_words, places, quality_at, term_stem
from core.search.query import Query, Term
from core.search.units import stem_lexeme
from core.texts.cuts import boundary

MARGIN = 60
MOST_MARKS = 200
"""Maximum marks of one term: nobody reads more."""

MOST_LOOKED_AT = 500
"""Places that have the text of one term, some of them inside words."""

LONGEST_HALF = 20
"""Characters of a word at the edge of an excerpt that are left out with the rest of it."""

WIDEST = 8
"""Folded characters that come from one character at most."""


class Mark(NamedTuple):
    """A part of a text, and the number of the term in the query that it is marked for."""

    start: int
    end: int
    term: int


def highlights(text: str, query: Query) -> list[tuple[int, int]]:
    """Return the parts of `text` to mark: in order, apart from each other, places in the text as it is."""
    return _joined(marks_of(text, query))


def excerpt(text: str, query: Query, margin: int = MARGIN) -> tuple[str, list[tuple[int, int]]]:
    """Return the text around what was found, in one line, and what of that to mark.

    It shows the place with the most different words of the query; without any, the beginning of the text.
    """
    flat = " ".join(text.split())
    marks = marks_of(flat, query)
    middle = best_mark(marks, margin)
    start = _word_start(flat, boundary(flat, middle.start - margin), middle.start)
    end = _word_end(flat, boundary(flat, middle.end + (margin if marks else 2 * margin)), middle.end)
    while start < end and flat[start] == " ":
        start += 1
    before, after = "…" if start else "", "…" if end < len(flat) else ""
    shift = len(before) - start
    shown = [
        (max(left, start), min(right, end)) for left, right in _joined(marks) if left < end and right > start
    ]
    return (
        f"{before}{flat[start:end].rstrip()}{after}",
        [(left + shift, right + shift) for left, right in shown],
    )


def _word_start(text: str, start: int, most: int) -> int:
    """Return where the next word begins, if that is near: half a word would be another one."""
    if start == 0 or text[start - 1] == " ":
        return start
    blank = text.find(" ", start, min(start + LONGEST_HALF, most))
    return blank + 1 if blank >= 0 else start


def _word_end(text: str, end: int, least: int) -> int:
    if end >= len(text) or text[end] == " ":
        return end
    blank = text.rfind(" ", max(end - LONGEST_HALF, least), end)
    return blank if blank >= 0 else end


def marks_of(text: str, query: Query) -> list[Mark]:
    """Return the places of each term in the text, in order."""
    folded, offsets = fold_with_offsets(text)
    found = sorted(
        Mark(start, end, number)
        for number, term in enumerate(query.positive)
        for start, end in islice(_places_of(term, folded), MOST_MARKS)
    )
    return [_in_text(mark, text, offsets) for mark in found]


def _places_of(term: Term, folded: str) -> list[tuple[int, int]]:
    """Return the places where a word has the term or is another form of it; else those inside words."""
    length, words, parts = len(term.text), [], []
    for start in islice(places(term.text, folded), MOST_LOOKED_AT):
        quality = quality_at(term, folded, start)
        if quality > Quality.PART:
            words.append((start, start + length))
        elif quality == Quality.PART:
            parts.append((start, start + length))
    return [*words, *_other_forms(term, folded)] or parts


def _other_forms(term: Term, folded: str) -> Iterator[tuple[int, int]]:
    if lexeme := term_stem(term):
        for start, word in letter_words(folded):
            if stem_lexeme(word) == lexeme:
                yield start, start + len(word)


def _in_text(mark: Mark, text: str, offsets: list[int]) -> Mark:
    """Return the mark of a folded text as one of the text itself: whole characters with their accents."""
    last = offsets[mark.end - 1]
    end = next((place for place in offsets[mark.end : mark.end + WIDEST] if place > last), len(text))
    return Mark(offsets[mark.start], last + len(text[last:end].rstrip()), mark.term)


def _joined(marks: list[Mark]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end, _ in marks:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def best_mark(marks: list[Mark], margin: int = MARGIN) -> Mark:
    """Return the first mark that has the most different terms around it; the beginning without any."""
    best, most, first, after = marks[0] if marks else Mark(0, 0, 0), 0, 0, 0
    near: Counter[int] = Counter()
    for mark in marks:
        while after < len(marks) and marks[after].start < mark.end + margin:
            near[marks[after].term] += 1
            after += 1
        while marks[first].start < mark.start - margin:
            near[marks[first].term] -= 1
            first += 1
        if (terms := len(+near)) > most:
            best, most = mark, terms
    return best
