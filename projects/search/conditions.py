"""Conditions that the databases look up for a query: lexemes joined by "and" and "or", and parts of words.

Each database has a language of its own for that. Both get the same condition, and find the same rows.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from core.search.lookups import Lookup, database_terms
from core.search.matcher import Quality
from core.search.query import Term
from projects.search.index import TITLE

Beside = Callable[[Term], tuple[str, ...]]
"""Term → lexemes of labels and numbers that stand for it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A lexeme; if it `goes_on`, every lexeme that begins so."""

    lexeme: str
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class All:
    of: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Some:
    of: tuple["Condition", ...]


Condition = Word | All | Some


@dataclass(frozen=True, slots=True)
class TermOrPart:
    """A term by its lexemes or by a part of a word: one of both may be missing."""

    words: Condition | None
    part: str


def words_condition(
    terms: Iterable[Term], *, least: Quality, in_title: bool, beside: Beside
) -> Condition | None:
    """Return the condition for all terms in the given quality at least.

    None if one cannot be found so, and without terms: databases take no condition that joins nothing.
    """
    found = [term_condition(term, least=least, in_title=in_title, beside=beside) for term in terms]
    conditions = [each for each in found if each is not None]
    return joined(All, conditions) if conditions and len(conditions) == len(found) else None


def term_condition(term: Term, *, least: Quality, in_title: bool, beside: Beside) -> Condition | None:
    lookup, mark = database_terms(term), TITLE if in_title else ""
    forms = [*_as_typed(lookup, mark, least), *map(Word, beside(term))]
    if least <= Quality.STEM and lookup.stem:
        forms.append(Word(mark + lookup.stem))
    return joined(Some, forms) if forms else None


def parts_conditions(terms: Iterable[Term], *, beside: Beside) -> list[TermOrPart]:
    """Return for each term where it can be, also inside a word."""
    return [
        TermOrPart(
            term_condition(term, least=Quality.STEM, in_title=False, beside=beside), database_terms(term).part
        )
        for term in terms
    ]


def has_beginning(condition: Condition) -> bool:
    """Return whether a lexeme of the condition stands for all that begin so."""
    if isinstance(condition, Word):
        return condition.goes_on
    return any(map(has_beginning, condition.of))


def joined(by: type[All] | type[Some], conditions: Iterable[Condition]) -> Condition:
    """Return the conditions joined, or the one that there is."""
    different = tuple(dict.fromkeys(conditions))
    return different[0] if len(different) == 1 else by(different)


def _as_typed(lookup: Lookup, mark: str, least: Quality) -> list[Condition]:
    words = [Word(mark + lexeme) for lexeme in lookup.exact]
    if lookup.prefix:
        words.append(Word(mark + lookup.prefix, goes_on=least < Quality.WORD))
    return [joined(All, words)] if words else []
