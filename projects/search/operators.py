"""Operators of a search as conditions on the rows of one kind."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from core.registry import KeyedRegistry
from core.search.query import Operator
from projects.search.moments import span_of, within
from projects.search.named import authors_of, projects_named, with_name
from projects.search.providers import SearchQuery
from projects.search.words import KINDS, ME, Words, meaning

Rows = TypeVar("Rows", bound="QuerySet[Any]")
Condition = Callable[[Operator, SearchQuery], Q]

NOTHING = Q(pk__in=[])
ONE_EACH = ("author", "in")
"""Operators of whose values a row has one: several of them mean any of the values, others mean all."""

search_conditions: KeyedRegistry[tuple[str, str], Condition] = KeyedRegistry(
    f"{__name__}.search_conditions",
    used="a search has an operator: its condition, by the kind of the rows and the name of the operator",
)
"""(kind, operator) → condition. That of `in` finds rows in a place of the kind's own, beside projects."""


def operators_of(kind: str) -> frozenset[str]:
    """Return the names of the operators that rows of this kind can pass."""
    return frozenset({"in", *(name for known, name in search_conditions if known == kind)})


def narrowed(rows: Rows, sought: SearchQuery, kind: str) -> Rows | None:
    """Return the rows that pass the operators of the search; None if no row of the kind can."""
    operators = sought.query.operators
    if not _is_meant(kind, operators) or not {each.name for each in operators} <= operators_of(kind):
        return None
    for group in _groups(operators):
        condition = Q()
        for operator in group:
            condition |= _condition(operator, sought, kind)
        rows = rows.exclude(condition) if group[0].is_negated else rows.filter(condition)
    return rows


def _is_meant(kind: str, operators: Iterable[Operator]) -> bool:
    """Return whether `in:` names this kind, or no kind at all."""
    named = [(each.is_negated, kind_meant(each)) for each in operators if kind_meant(each)]
    wanted = [each for is_negated, each in named if not is_negated]
    return (True, kind) not in named and (not wanted or kind in wanted)


def kind_meant(operator: Operator) -> str:
    """Return the kind that `in:` names; "" for a place, also one in quotes, and for other operators."""
    return str(word_meant(operator, KINDS) or "") if operator.name == "in" else ""


def word_meant(operator: Operator, words: Words) -> Hashable:
    """Return what a value means among `words`, or None. In quotes it is a name and none of the words."""
    return None if operator.is_quoted else meaning(words, operator.value)


def _groups(operators: Iterable[Operator]) -> Iterator[list[Operator]]:
    """Yield operators of which one has to pass, most of them by themselves."""
    together: dict[str, list[Operator]] = {}
    for operator in operators:
        if operator.name in ONE_EACH and not operator.is_negated:
            if not kind_meant(operator):
                together.setdefault(operator.name, []).append(operator)
        elif not kind_meant(operator):
            yield [operator]
    yield from together.values()


def _condition(operator: Operator, sought: SearchQuery, kind: str) -> Q:
    own = search_conditions.get((kind, operator.name))
    condition = own(operator, sought) if own else NOTHING
    if operator.name != "in":
        return condition
    projects = projects_named(sought.projects.values(), operator.value)
    field = "pk__in" if kind == "projects" else "project__in"
    return condition | Q(**{field: [project.pk for project in projects]})


# ── Conditions that several kinds have ────────────────────────────────────────────────────────────


def written_by(field: str) -> Condition:
    """Return the condition that `field` refers to a person with the name of the value."""

    def condition(operator: Operator, sought: SearchQuery) -> Q:
        return Q(**{f"{field}__in": people_meant(operator, sought)})

    return condition


def written_before(field: str) -> Condition:
    """Return the condition that the time in `field` lies before the days of the value."""
    return _dated(field, "<")


def written_after(field: str) -> Condition:
    """Return the condition that the time in `field` lies on the days of the value, or later."""
    return _dated(field, ">=")


def people_meant(operator: Operator, sought: SearchQuery) -> list[UUID]:
    if word_meant(operator, ME):
        return [sought.person.pk]
    return [each.id for each in with_name(authors_of(sought.projects), operator.value)]


def _dated(field: str, comparison: str) -> Condition:
    def condition(operator: Operator, sought: SearchQuery) -> Q:
        span = span_of(operator.value, sought.person, ahead=False)
        return Q(**within(field, span, operator.comparison or comparison)) if span else NOTHING

    return condition
