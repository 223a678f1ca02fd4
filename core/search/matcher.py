"""Tells whether a text is a hit of a query, and ranks it. Candidates of the databases are checked by this."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import islice

from core.search.query import Query, Term
from core.search.units import (
    BLANK,
    LETTER,
    LIGHT,
    MARK,
    SIGN,
    UNIT,
    classes,
    is_boundary,
    stem_beginning,
    stem_lexeme,
    unit_starts,
)

LEAST_PART = 3
"""A shorter part of a word is no hit: almost every text has it."""


class Quality(IntEnum):
    """How a term is in a text, from not at all to as it stands."""

    NONE = 0
    PART = 1
    """Inside a word."""
    STEM = 2
    """In another form: card, cards."""
    BEGINNING = 3
    WORD = 4


MOST_PLACES = 500
"""Maximum places of a term in one field that are looked at one by one."""

NOWHERE: Mapping[Term, Quality] = {}


@dataclass(frozen=True, order=True)
class Rank:
    """How good a hit is; a better one is greater. Parts of words come last, then titles come before texts."""

    by_words: bool
    in_title: bool
    quality: Quality


def rank(query: Query, title: str, body: str, *, elsewhere: Mapping[Term, Quality] = NOWHERE) -> Rank | None:
    """Return the rank of a folded title with its folded body, or None if it is no hit.

    `elsewhere` holds the terms that the thing has in a label, a number or a key, which count as in the title.
    """
    if any(_excludes(term, title, body) or elsewhere.get(term) for term in query.negative):
        return None
    in_title, quality = True, Quality.WORD
    for term in query.positive:
        in_front = max(match(term, title), elsewhere.get(term, Quality.NONE))
        best = in_front if in_front > Quality.PART else max(in_front, match(term, body))
        if best == Quality.NONE:
            return None
        in_title = in_title and in_front == best
        quality = min(quality, best)
    return Rank(quality > Quality.PART, in_title, quality)


def _excludes(term: Term, *fields: str) -> bool:
    """Return whether a field has the word itself or another form of it. A longer word is another word."""
    return any(match(term, field) == Quality.WORD or has_stem(term, field) for field in fields)


def match(term: Term, field: str) -> Quality:
    """Return the best way in which the folded field has the term."""
    best = Quality.NONE
    for count, start in enumerate(places(term.text, field)):
        if count == MOST_PLACES:
            best = max(best, _match_at_units(term, field))
            break
        if best < Quality.BEGINNING or is_boundary(field, start):
            best = max(best, quality_at(term, field, start))
        if best == Quality.WORD:
            return best
    return Quality.STEM if best < Quality.STEM and has_stem(term, field) else best


def _match_at_units(term: Term, field: str) -> Quality:
    """Return the same for places where units begin: faster where the field repeats itself over and over."""
    starts = (start for start in _starts(field) if field.startswith(term.text, start))
    return max(
        (quality_at(term, field, start) for start in islice(starts, MOST_PLACES)), default=Quality.NONE
    )


@lru_cache(maxsize=2)
def _starts(field: str) -> list[int]:
    return unit_starts(field)


def places(text: str, field: str) -> Iterator[int]:
    """Yield all places of the text in the field, also those that overlap."""
    start = field.find(text) if text else -1
    while start >= 0:
        yield start
        start = field.find(text, start + 1)


def quality_at(term: Term, field: str, start: int) -> Quality:
    """Return how good the place is, which has the text of the term."""
    ends = ends_word(field, start + len(term.text))
    if is_boundary(field, start):
        if ends:
            return Quality.WORD
        return Quality.NONE if term.is_phrase else Quality.BEGINNING
    return Quality.PART if can_be_part(term) else Quality.NONE


def ends_word(field: str, at: int) -> bool:
    """Return whether what stands before `at` ends a word."""
    return (
        at >= len(field) or field[at] == " " or is_boundary(field, at) or classes(field[at]) in (SIGN, LIGHT)
    )


@lru_cache(maxsize=1024)
def can_be_part(term: Term) -> bool:
    """Return whether the term is also looked for inside words: from three letters or digits on."""
    return (
        not term.is_phrase
        and BLANK not in (kinds := classes(term.text))
        and len(kinds) >= LEAST_PART
        and not set(kinds[:LEAST_PART]) - set("LDMI")
    )


def has_stem(term: Term, field: str) -> bool:
    """Return whether the field has the term's word in another form."""
    lexeme = term_stem(term)
    if not lexeme or stem_beginning(lexeme) not in field:
        return False
    return any(word[0] == term.text[0] and stem_lexeme(word) == lexeme for _, word in letter_words(field))


@lru_cache(maxsize=1024)
def term_stem(term: Term) -> str:
    """Return the lexeme of the stem of a term that is one word; "" for others and for phrases."""
    is_word = not term.is_phrase and not set(classes(term.text)) - {LETTER, MARK}
    return stem_lexeme(term.text) if is_word else ""


def letter_words(field: str) -> Iterator[tuple[int, str]]:
    """Yield the words of letters only, with their places."""
    for unit in UNIT.finditer(classes(field)):
        if unit[0][0] == LETTER:
            yield unit.start(), field[unit.start() : unit.end()]
