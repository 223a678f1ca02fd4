"""Completes the word at the caret of a search field: names of operators, and their values."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.search.dates import SPANS, TODAY, TOMORROW, WEEKDAYS, YESTERDAY
from core.search.folding import fold
from core.search.operators import NAMES, STATES
from projects.models import Project
from projects.search.named import Named, begins_word, people_of, searchable_names
from projects.search.operators import operators_of
from projects.search.words import (
    KINDS,
    ME,
    NO_QUOTES,
    NOBODY,
    NONE,
    OVERDUE,
    Words,
    spellings,
    written_name,
    written_word,
)

MOST = 24
"""Options of one list, which scrolls."""

SHORTEST = 2
"""Letters of a name from which it is completed."""

WORD = re.compile(r"(-?)(?:([^\W\d_]{1,20}):([<>]=?)?)?(.*)", re.DOTALL)
MARKS = '"“”„«»'

NOTES: Mapping[str, Promise] = {
    "author": _("written by someone"),
    "in": _("in a project, a column or one kind"),
    "label": _("cards with a label"),
    "is": _("done, archived, overdue, mine…"),
    "due": _("cards due on a day, or before it: <friday"),
    "before": _("from before a day"),
    "after": _("from a day or later"),
    "assignee": _("cards assigned to someone"),
}


@dataclass(frozen=True)
class Option:
    """A completion. `insert` takes the place of the word; `name` and `note` are shown."""

    insert: str
    name: str
    note: str | Promise = ""
    hue: str = ""


@dataclass(frozen=True)
class Field:
    """A search field: the person at it, the projects and the kinds of things that it searches."""

    person: User
    projects: dict[UUID, Project]
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Value:
    """A value of an operator, found by the beginning of a word of its name or of `also`.

    `other` is its spelling in the other language, which is suggested if that is what is being typed. A value
    that `is_word` is one of the search itself, such as `files` or `me`; others are names.
    """

    name: str
    note: str = ""
    hue: str = ""
    also: str = ""
    other: str = ""
    is_word: bool = False


Groups = list[list[Value]]
"""Values of one operator, of one sort in each group."""


def completions(word: str, field: Field) -> list[Option]:
    """Return at most MOST options; none for a word that is no operator, and for a value that is complete."""
    match = WORD.fullmatch(word)
    if match is None:
        return []
    minus, name, comparison, rest = match[1], match[2], match[3] or "", match[4]
    known = [each for each in NOTES if any(each in operators_of(kind) for kind in field.kinds)]
    if name is None:
        return list(_names(minus, fold(rest), known)) if len(rest) >= SHORTEST else []
    operator = NAMES.get(fold(name), "")
    if operator not in known:
        return []
    typed = fold(rest.translate(NO_QUOTES))
    groups = [list(_matching(values, typed)) for values in VALUES[operator](field)]
    equal = [value for values in groups for value in values if fold(value.name) == typed]
    if equal and (len(equal) == 1 or rest[:1] in MARKS):
        return []
    start = f"{minus}{name}:{comparison}"
    return [
        Option(f"{start}{_written(value)} ", value.name, value.note, value.hue) for value in _fairly(groups)
    ]


def _fairly(groups: list[list[Value]]) -> Iterator[Value]:
    """Yield at most MOST values, group by group. What a group leaves of its share is for those after it."""
    room, left = MOST, [len(group) for group in groups]
    shares = [0] * len(groups)
    while room and any(left):
        for at, count in enumerate(left):
            if count and room:
                shares[at], left[at], room = shares[at] + 1, count - 1, room - 1
    for group, share in zip(groups, shares, strict=True):
        yield from group[:share]


def _names(minus: str, typed: str, known: list[str]) -> Iterator[Option]:
    spelled = spellings(NAMES)
    for operator in known:
        name = next((name for name in _in_order(spelled[operator]) if name.startswith(typed)), "")
        if name:
            yield Option(f"{minus}{name}:", f"{name}:", NOTES[operator])


def _in_order(pair: tuple[str, str]) -> tuple[str, str]:
    """Return the English and the Russian spelling, the one in the reader's language first."""
    return pair[::-1] if get_language() == "ru" else pair


def _matching(values: Iterable[Value], typed: str) -> Iterator[Value]:
    names: set[tuple[str, bool]] = set()
    for value in values:
        if not begins_word(fold(value.name), typed) and begins_word(fold(value.other), typed):
            value = replace(value, name=value.other)
        is_meant = any(begins_word(fold(text), typed) for text in (value.name, value.also))
        if is_meant and (value.name, value.is_word) not in names:
            names.add((value.name, value.is_word))
            yield value


def _written(value: Value) -> str:
    return written_word(value.name) if value.is_word else written_name(value.name)


# ── Values ────────────────────────────────────────────────────────────────────────────────────────────


def _words(*tables: Words) -> list[Value]:
    """Return the words in the reader's language, each found by its spelling in the other one too."""
    pairs = (_in_order(pair) for words in tables for pair in spellings(words).values())
    return [Value(first, other=second, is_word=True) for first, second in pairs]


def _named(things: Iterable[Named]) -> list[Value]:
    return [Value(thing.name, thing.note, thing.hue) for thing in things]


def _authors(field: Field) -> Groups:
    me = [replace(value, note=field.person.display_name) for value in _words(ME)]
    return [me, _named(each for each in people_of(field.projects) if each.id != field.person.pk)]


def _assignees(field: Field) -> Groups:
    return [*_authors(field), _words(NOBODY)]


def _labels(field: Field) -> Groups:
    return [_named(searchable_names["label"](field.projects)), _words(NONE)]


def _places(field: Field) -> Groups:
    kinds = _words({word: kind for word, kind in KINDS.items() if kind in field.kinds})
    projects = [Value(each.key, each.name, each.hue, also=each.name) for each in field.projects.values()]
    columns = _named(searchable_names["column"](field.projects)) if "cards" in field.kinds else []
    return [kinds if len(field.kinds) > 1 else [], projects if len(projects) > 1 else [], columns]


VALUES: Mapping[str, Callable[[Field], Groups]] = {
    "author": _authors,
    "in": _places,
    "label": _labels,
    "is": lambda _field: [_words(STATES)],
    "due": lambda _field: [_words(OVERDUE, TODAY, TOMORROW, SPANS, NONE, WEEKDAYS)],
    "before": lambda _field: [_words(TODAY, YESTERDAY, SPANS, WEEKDAYS)],
    "after": lambda _field: [_words(TODAY, YESTERDAY, SPANS, WEEKDAYS)],
    "assignee": _assignees,
}
