"""Finds and ranks: the database offers candidates, `core.search` decides which of them are hits.

A rare word is looked up once. For a common one the candidates come class by class, the best class first, from
the newest to the oldest, until there are as many hits as wanted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, Protocol, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet

from core.search.matcher import Quality, Rank, rank
from core.search.query import Query, Term
from projects.search.candidates import Candidate, Source
from projects.search.conditions import Condition, parts_conditions, words_condition
from projects.search.index import SearchIndex
from projects.search.postgresql import PostgresqlSource
from projects.search.sqlite import SqliteSource

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")

FEW = 250
"""Candidates of a rare word: all of them are ranked."""

MOST_CANDIDATES = 3_000
"""Candidates that are looked at in one search, whatever is sought."""

LOOK_UPS = 50
"""Objects that are read at a time: for more, PostgreSQL would rather read a table whole."""

MOST_ROWS, PAGE = 2_000, 250
"""Rows that are looked through without an index, and so many at a time."""

Elsewhere = Mapping[Term, Quality]


class Beside(Protocol):
    """Matches of a term outside of the text of an object, such as a label."""

    def lexemes(self, term: Term) -> tuple[str, ...]:
        """Return the lexemes that stand for the term."""

    def of(self, object_ids: Sequence[UUID]) -> Mapping[UUID, Elsewhere]:
        """Return what these objects have of the query, each object that has something."""


class NothingBeside:
    def lexemes(self, term: Term) -> tuple[str, ...]:
        return ()

    def of(self, object_ids: Sequence[UUID]) -> Mapping[UUID, Elsewhere]:
        return {}


class Place(NamedTuple):
    """Sort key of a hit: a greater one comes first."""

    rank: Rank
    is_open: bool
    at: object
    id: int


@dataclass(frozen=True)
class Found(Generic[Row]):
    """A hit: a row with its rank."""

    row: Row
    rank: Rank
    is_open: bool


def find(
    index: SearchIndex,
    rows: QuerySet[Row],
    query: Query,
    *,
    project_ids: Sequence[UUID],
    limit: int,
    beside: Beside | None = None,
) -> list[Found[Row]]:
    """Return the best hits of the query among `rows` of the projects, the best first.

    `rows` has the conditions that are no words. A query without words finds the newest rows.
    """
    search = _Search(index, rows, query, project_ids, limit, beside or NothingBeside())
    search.run()
    return search.best()


def find_among(
    index: SearchIndex,
    rows: QuerySet[Row],
    query: Query,
    object_ids: Sequence[UUID],
    *,
    limit: int,
    beside: Beside | None = None,
) -> list[Found[Row]]:
    """Return the best hits among a few objects, the best first: each of them is looked at."""
    search = _Search(index, rows, query, (), limit, beside or NothingBeside())
    search.look_at(object_ids)
    return search.best()


def find_newest(
    index: SearchIndex,
    rows: QuerySet[Row],
    query: Query,
    *,
    project_ids: Sequence[UUID],
    limit: int,
    beside: Beside | None = None,
) -> list[UUID]:
    """Return the ids of the newest hits among `rows`, the newest first, however good they are."""
    search = _Search(index, rows, query, project_ids, limit, beside or NothingBeside())
    search.run_by_time()
    by_time = sorted(search.hits.items(), key=lambda hit: (hit[1].at, hit[1].id), reverse=True)
    return [object_id for object_id, _ in by_time[:limit]]


def source_of(index: SearchIndex, project_ids: Sequence[UUID]) -> Source:
    is_postgresql = connection.vendor == "postgresql"
    return (PostgresqlSource if is_postgresql else SqliteSource)(index, project_ids)


@dataclass
class _Search(Generic[Row]):
    index: SearchIndex
    rows: QuerySet[Row]
    query: Query
    project_ids: Sequence[UUID]
    limit: int
    beside: Beside
    hits: dict[UUID, Place] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    def run(self) -> None:
        """Collect the best hits."""
        source = source_of(self.index, self.project_ids)
        terms = self.query.positive
        if not terms:
            self._take_enough(source.newest(None))
            self._take_of_rows()
            return
        few = self._few(source)
        if few is not None:
            self._take(few)
        else:
            for condition in self._classes():
                self._take_enough(source.newest(condition))
        self._take_enough(source.with_parts(parts_conditions(terms, beside=self.beside.lexemes)))
        if self.query.operators:
            self._take_of_rows()

    def run_by_time(self) -> None:
        """Collect the newest hits. Where many words match, those inside of words are not looked for."""
        source = source_of(self.index, self.project_ids)
        few = self._few(source)
        if few is None:
            self._take_of_rows()
            self._take_enough(source.newest(self._words(Quality.STEM, in_title=False)))
            return
        self._take(few)
        for page in source.with_parts(parts_conditions(self.query.positive, beside=self.beside.lexemes)):
            self._take(page)
            if len(self.seen) >= MOST_CANDIDATES:
                return

    def _few(self, source: Source) -> list[Candidate] | None:
        """Return all rows that have the words in any form, or None if they are many."""
        if not self.query.positive:
            return None
        widest = self._words(Quality.STEM, in_title=False)
        return [] if widest is None else source.few(widest, FEW)

    def look_at(self, object_ids: Sequence[UUID]) -> None:
        for some in _in_parts(object_ids):
            texts = self.index.model._default_manager.filter(**{f"{self.index.of}__in": some})
            self._take([Candidate(*row) for row in texts.values_list("id", f"{self.index.of}_id", "text")])

    @property
    def is_full(self) -> bool:
        return len(self.hits) >= self.limit or len(self.seen) >= MOST_CANDIDATES + MOST_ROWS

    def best(self) -> list[Found[Row]]:
        chosen = sorted(self.hits.items(), key=lambda hit: hit[1], reverse=True)[: self.limit]
        rows = self.rows.in_bulk([object_id for object_id, _ in chosen])
        return [
            Found(rows[object_id], place.rank, place.is_open)
            for object_id, place in chosen
            if object_id in rows
        ]

    def _classes(self) -> Iterator[Condition]:
        """Yield the conditions of the classes of hits, the best first."""
        classes = [
            self._words(least, in_title=in_title)
            for in_title in ((True, False) if self.index.has_titles else (False,))
            for least in (Quality.WORD, Quality.BEGINNING, Quality.STEM)
        ]
        yield from dict.fromkeys(each for each in classes if each is not None)

    def _words(self, least: Quality, *, in_title: bool) -> Condition | None:
        return words_condition(
            self.query.positive, least=least, in_title=in_title, beside=self.beside.lexemes
        )

    def _take_of_rows(self) -> None:
        """Look through the newest rows themselves: few of all texts with the words may be of one of them."""
        rows = self.rows.filter(project__in=self.project_ids).order_by(f"-{self.index.at}", "-pk")
        for start in range(0, MOST_ROWS, PAGE):
            ids = [] if self.is_full else list(rows.values_list("pk", flat=True)[start : start + PAGE])
            self.look_at(ids)
            if len(ids) < PAGE:
                return

    def _take_enough(self, pages: Iterator[list[Candidate]]) -> None:
        while not self.is_full and len(self.seen) < MOST_CANDIDATES:
            page = next(pages, None)
            if page is None:
                return
            for some in _in_parts(page):
                if not self.is_full:
                    self._take_some(some)

    def _take(self, page: Sequence[Candidate]) -> None:
        for some in _in_parts(page):
            self._take_some(some)

    def _take_some(self, page: Sequence[Candidate]) -> None:
        """Keep those of the candidates that are hits and among the rows."""
        new = [candidate for candidate in page if candidate.id not in self.seen]
        self.seen.update(candidate.id for candidate in new)
        elsewhere = self.beside.of([candidate.object_id for candidate in new]) if new else {}
        ranked: dict[UUID, tuple[Candidate, Rank]] = {}
        for candidate in new:
            title, _, body = candidate.text.partition("\n")
            found = rank(self.query, title, body, elsewhere=elsewhere.get(candidate.object_id, {}))
            if found is not None:
                ranked[candidate.object_id] = candidate, found
        for object_id, at, closed in self._passing(list(ranked)):
            candidate, found = ranked[object_id]
            self.hits[object_id] = Place(found, closed is None, at, candidate.id)

    def _passing(self, object_ids: list[UUID]) -> Iterable[tuple[UUID, object, object]]:
        if not object_ids:
            return []
        rows = self.rows.filter(pk__in=object_ids).order_by()
        if self.index.closed:
            return rows.values_list("pk", self.index.at, self.index.closed)
        return ((pk, at, None) for pk, at in rows.values_list("pk", self.index.at))


def _in_parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Yield the items, LOOK_UPS of them at a time."""
    for start in range(0, len(items), LOOK_UPS):
        yield items[start : start + LOOK_UPS]
