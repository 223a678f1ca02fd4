"""Lexemes that a database looks up for a term: every text with the term has them, and perhaps some others."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.search.matcher import can_be_part, term_stem
from core.search.query import Term
from core.search.units import START, START_LENGTH, UNIT, classes, is_light, lexeme_at, lexeme_length

MOST_LEXEMES = 8


@dataclass(frozen=True)
class Lookup:
    """The candidates of a term: texts that have all of `exact` and a lexeme that begins with `prefix`.

    So are texts that have the lexeme `stem`, and texts with `part` anywhere. "" and () are nothing to look
    up; without `exact` and `prefix`, only the other two can find something.
    """

    exact: tuple[str, ...] = ()
    prefix: str = ""
    stem: str = ""
    part: str = ""


def database_terms(term: Term) -> Lookup:
    """Return what to look up. Also for a negated term, whose candidates `rank` takes out one by one."""
    exact: dict[str, None] = {}
    prefix = ""
    *before, last = term.text.split(" ")
    for word in before:
        exact |= dict.fromkeys(_looked_up(lexeme) for lexeme, _ in _lexemes(word))
    for lexeme, goes_on in _lexemes(last):
        if goes_on and len(lexeme) > START_LENGTH:
            prefix = lexeme
        else:
            exact[_looked_up(lexeme)] = None
    some = tuple(sorted(exact, key=len, reverse=True)[:MOST_LEXEMES])
    return Lookup(some, prefix, term_stem(term), term.text if can_be_part(term) else "")


def _looked_up(lexeme: str) -> str:
    return lexeme if len(lexeme) > START_LENGTH else START + lexeme


def _lexemes(word: str) -> Iterator[tuple[str, bool]]:
    """Yield stored lexemes that cover the word, each with whether it may be longer in the text."""
    kinds = classes(word)
    starts = [unit.start() for unit in UNIT.finditer(kinds)]
    while starts:
        start = starts[0]
        lexeme = lexeme_at(word, kinds, start, len(word))
        end = start + len(lexeme)
        if is_light(lexeme):
            starts = starts[1:]
            continue
        yield lexeme, end == len(word) and len(lexeme) < lexeme_length(kinds[start])
        starts = _following(kinds, [each for each in starts if each > start], end)


def _following(kinds: str, starts: list[int], end: int) -> list[int]:
    """Return the boundaries to go on with where the word is covered up to `end`; none if that is all."""
    if end >= len(kinds):
        return []
    near = [start for start in starts if start <= end]
    closing = [start for start in near if start + lexeme_length(kinds[start]) >= len(kinds)]
    first = (closing or near[-1:] or starts[:1] or [len(kinds)])[0]
    return [start for start in starts if start >= first]
