"""Values of operators that mean nothing, such as is:dnoe, each with what was perhaps meant."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _

from core.search.dates import NEAR, SPANS, WEEKDAYS
from core.search.folding import fold
from core.search.operators import STATES
from core.search.query import Operator
from projects.search.named import authors_of, projects_named, searchable_names, with_name
from projects.search.operators import kind_meant, people_meant, word_meant
from projects.search.providers import SearchQuery
from projects.search.query_text import is_understood
from projects.search.words import (
    ANYTHING,
    KINDS,
    ME,
    NOBODY,
    NONE,
    OVERDUE,
    written_name,
    written_word,
)

DAYS = ("due", "before", "after")
NAME = re.compile(r"-?[^:：]+[:：]")
LIKE = 0.6
"""Least share of the letters of two words that both have in the same order."""

LEAST = 3
"""Letters of a word that others are compared with. With fewer, everything is near."""

MOST_COMPARED = 1_000
MOST_LETTERS = 60


@dataclass(frozen=True)
class UnknownValue:
    """A sentence about it, and the operator with the nearest value; "" if none is near."""

    raw: str
    sentence: str
    meant: str


def unknown_value(operator: Operator, sought: SearchQuery) -> UnknownValue | None:
    """Return what to say about the value of an operator, or None if it means something."""
    sentence = _sentence(operator, sought)
    return UnknownValue(operator.raw, sentence, _meant(operator, sought)) if sentence else None


def _sentence(operator: Operator, sought: SearchQuery) -> str:
    value = operator.value
    if operator.name == "is" and value not in STATES.values():
        return _("No state is called “%(name)s”.") % {"name": value}
    if operator.name in ("author", "assignee", "label", "in") and _is_known(operator, sought):
        return ""
    if operator.name in ("author", "assignee"):
        return _("Nobody in your projects is called “%(name)s”.") % {"name": value}
    if operator.name == "label":
        return _("No label is called “%(name)s”.") % {"name": value}
    if operator.name == "in":
        return _("No project or column is called “%(name)s”.") % {"name": value}
    if operator.name in DAYS and not is_understood(operator):
        return _("“%(text)s” isn’t a day. Days look like friday, 3d or 2026-12-01.") % {"text": value}
    return ""


def _is_known(operator: Operator, sought: SearchQuery) -> bool:
    if word_meant(operator, ANYTHING) or kind_meant(operator):
        return True
    if operator.name in ("author", "assignee"):
        return bool(people_meant(operator, sought))
    if operator.name == "label":
        return bool(with_name(searchable_names["label"](sought.projects), operator.value))
    columns = with_name(searchable_names["column"](sought.projects), operator.value)
    return bool(columns or projects_named(sought.projects.values(), operator.value))


def _meant(operator: Operator, sought: SearchQuery) -> str:
    """Return the operator with the value whose spelling is nearest, or ""."""
    written: dict[str, str] = {}
    for spelling, value in _values(operator, sought):
        folded = fold(spelling)[:MOST_LETTERS]
        if len(folded) >= LEAST and len(written) < MOST_COMPARED:
            written.setdefault(folded, value)
    near = get_close_matches(fold(operator.value)[:MOST_LETTERS], written, n=1, cutoff=LIKE)
    start = NAME.match(operator.raw)
    return f"{start[0]}{operator.comparison}{written[near[0]]}" if near and start else ""


def _values(operator: Operator, sought: SearchQuery) -> Iterator[tuple[str, str]]:
    if operator.name == "is":
        yield from _words(STATES)
    elif operator.name == "label":
        yield from _names(each.name for each in searchable_names["label"](sought.projects))
        yield from _words(NONE)
    elif operator.name == "in":
        yield from _words(KINDS)
        for project in sought.projects.values():
            yield project.key, written_name(project.key)
            yield project.name, written_name(project.key)
        yield from _names(each.name for each in searchable_names["column"](sought.projects))
    elif operator.name in DAYS:
        yield from _words({**NEAR, **SPANS, **WEEKDAYS, **(OVERDUE if operator.name == "due" else {})})
    else:
        yield from _names(each.name for each in authors_of(sought.projects))
        yield from _words(ME if operator.name == "author" else {**ME, **NOBODY})


def _words(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((word, written_word(word)) for word in words)


def _names(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each name, and each word of it, with the name."""
    for name in names:
        for part in dict.fromkeys((name, *name.split())):
            yield part, written_name(name)
