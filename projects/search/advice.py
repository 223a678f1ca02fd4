"""Advice for a person whose search found nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.search.query import Query, Term, is_open
from projects.search.providers import SearchQuery, find_hits
from projects.search.unknown_values import UnknownValue, unknown_value

MOST_TRIED = 5
"""Words that are searched for by themselves, and values of operators that are looked up."""

NOTHING_INSTEAD: Mapping[str, str] = {}


@dataclass(frozen=True)
class Advice:
    """`words` are those that were searched for, `missing` those of them that are nowhere.

    `unknown` are values of operators that mean nothing, `corrected` is the search with the nearest values in
    their place, `tries` are searches that find something.
    """

    words: list[str]
    missing: list[str]
    unknown: list[UnknownValue]
    corrected: str
    tries: list[str]


def advise(sought: SearchQuery, kinds: Sequence[str]) -> Advice:
    """Return what to say about a search without hits. It searches a few times more."""
    search = _Search(sought, kinds)
    unknown = _unknown(sought)
    query = _without(sought.query, {each.raw for each in unknown})
    tried = query.positive[:MOST_TRIED]
    found = [term for term in tried if search.finds(Query((term,), query.operators))]
    missing = [term.raw for term in tried if term not in found]
    wider = [query] if unknown else []
    if query.terms and sought.query.operators:
        wider.append(Query(query.terms))
    tries = [*wider, *_tries(query, found)]
    return Advice(
        words=[term.raw for term in query.terms],
        missing=missing if len(query.positive) > 1 else [],
        unknown=unknown,
        corrected=_text(sought.query, {each.raw: each.meant for each in unknown if each.meant}),
        tries=list(dict.fromkeys(_text(each) for each in tries if search.finds(each))),
    )


@dataclass(frozen=True)
class _Search:
    sought: SearchQuery
    kinds: Sequence[str]

    def finds(self, query: Query) -> bool:
        return bool(find_hits(replace(self.sought, query=query, limit=1), self.kinds))


def _unknown(sought: SearchQuery) -> list[UnknownValue]:
    refused = [term.refused for term in sought.query.terms if term.refused]
    looked_up = [*refused, *sought.query.operators][:MOST_TRIED]
    return [unknown for operator in looked_up if (unknown := unknown_value(operator, sought))]


def _without(query: Query, raws: set[str]) -> Query:
    return Query(
        tuple(term for term in query.terms if term.raw not in raws),
        tuple(operator for operator in query.operators if operator.raw not in raws),
    )


def _tries(query: Query, found: Sequence[Term]) -> Iterator[Query]:
    """Yield searches with fewer words: without those that are nowhere, or one word each."""
    if 1 < len(found) < len(query.positive):
        yield Query((*found, *query.negative), query.operators)
    elif len(query.positive) > 1:
        yield from (Query((term,), query.operators) for term in found)


def _text(query: Query, instead: Mapping[str, str] = NOTHING_INSTEAD) -> str:
    raws = [*(term.raw for term in query.terms), *(each.raw for each in query.operators)]
    return " ".join(sorted((instead.get(raw, raw) for raw in raws), key=is_open))
