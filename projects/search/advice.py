"""What to tell and to offer a person whose search found nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from core.search.query import Operator, Query, Term
from projects.search.named import projects_named, searchable_names, with_name
from projects.search.operators import kind_meant, people_meant
from projects.search.providers import SearchQuery, find_hits
from projects.search.words import ANYTHING, meaning

MOST_TRIED = 5
"""Words that are searched for by themselves."""


@dataclass(frozen=True)
class Advice:
    """`words` are those that were searched for, `missing` those of them that are nowhere.

    `unknown` are sentences about names in operators that nothing has, `tries` searches that find something.
    """

    words: list[str]
    missing: list[str]
    unknown: list[str]
    tries: list[str]


def advise(sought: SearchQuery, kinds: Sequence[str]) -> Advice:
    """Return what to say about a search without hits. It searches a few times more."""
    search = _Search(sought, kinds)
    unknown = [sentence for operator in sought.query.operators if (sentence := _unknown(operator, sought))]
    query = Query(sought.query.terms) if unknown else sought.query
    tried = query.positive[:MOST_TRIED]
    found = [term for term in tried if search.finds(Query((term,), query.operators))]
    missing = [term.raw for term in tried if term not in found]
    tries = [*([Query(query.terms)] if sought.query.operators and query.terms else []), *_tries(query, found)]
    return Advice(
        words=[term.raw for term in query.terms],
        missing=missing if len(query.positive) > 1 else [],
        unknown=unknown,
        tries=list(dict.fromkeys(_text(each) for each in tries if search.finds(each))),
    )


@dataclass(frozen=True)
class _Search:
    sought: SearchQuery
    kinds: Sequence[str]

    def finds(self, query: Query) -> bool:
        return bool(find_hits(replace(self.sought, query=query, limit=1), self.kinds))


def _tries(query: Query, found: Sequence[Term]) -> Iterator[Query]:
    """Yield searches with fewer words: without those that are nowhere, or one word each."""
    if 1 < len(found) < len(query.positive):
        yield Query((*found, *query.negative), query.operators)
    elif len(query.positive) > 1:
        yield from (Query((term,), query.operators) for term in found)


def _text(query: Query) -> str:
    return " ".join([*(term.raw for term in query.terms), *(each.raw for each in query.operators)])


def _unknown(operator: Operator, sought: SearchQuery) -> str:
    """Return a sentence about a name that nothing has, or ""."""
    value = operator.value
    if meaning(ANYTHING, value) or kind_meant(operator):
        return ""
    if operator.name in ("author", "assignee") and not people_meant(value, sought):
        return _("Nobody in your projects is called “%(name)s”.") % {"name": value}
    if operator.name == "label" and not with_name(searchable_names["label"](sought.projects), value):
        return _("No label is called “%(name)s”.") % {"name": value}
    if operator.name == "in" and not _is_place(value, sought):
        return _("No project or column is called “%(name)s”.") % {"name": value}
    return ""


def _is_place(value: str, sought: SearchQuery) -> bool:
    columns = with_name(searchable_names["column"](sought.projects), value)
    return bool(columns or projects_named(sought.projects.values(), value))
