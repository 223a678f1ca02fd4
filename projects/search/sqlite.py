"""The index in SQLite: an FTS5 table of lexemes and one of trigrams, both read from the newest row on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from uuid import UUID

from django.db import connection

from projects.search.candidates import Candidate, project_words
from projects.search.conditions import All, Condition, TermOrPart, Word, joined
from projects.search.index import SearchIndex

PAGE = 100
MOST_TRIGRAMS = 8
"""Trigrams of a part that are looked up. More would not leave fewer rows."""


@dataclass(frozen=True)
class SqliteSource:
    """See `Source`."""

    index: SearchIndex
    project_ids: Sequence[UUID]

    def few(self, condition: Condition, limit: int) -> list[Candidate] | None:
        found = list(islice(self._rows("words", self._words(condition)), limit + 1))
        return found if len(found) <= limit else None

    def newest(self, condition: Condition | None) -> Iterator[list[Candidate]]:
        return _paged(self._rows("words", self._words(*([] if condition is None else [condition]))))

    def with_parts(self, terms: Sequence[TermOrPart]) -> Iterator[list[Candidate]]:
        """Yield the rows with all parts, and those with one: the other terms may be there as words."""
        parts = [term.part for term in terms if term.part]
        sought = dict.fromkeys([" AND ".join(map(_trigrams, parts)), *map(_trigrams, parts)] if parts else [])
        streams = [self._rows("parts", match) for match in sought]
        rows = merge(*streams, key=lambda row: row.id, reverse=True)
        return _paged(_once(rows))

    def _words(self, *conditions: Condition) -> str:
        return fts5(joined(All, [project_words(self.project_ids), *conditions]))

    def _rows(self, kind: str, match: str) -> Iterator[Candidate]:
        """Yield the rows, the newest first. FTS5 reads on only as far as they are taken."""
        table, found = self.index.table, f"{self.index.table}_{kind}"
        # Safe: names of the index, and as many placeholders as there are projects.
        projects = ", ".join(["%s"] * len(self.project_ids))
        statement = (
            f'SELECT t."id", t."{self.index.key}", t."text" '  # noqa: S608
            f'FROM "{found}" AS f CROSS JOIN "{table}" AS t ON t."id" = f.rowid '
            f'WHERE "{found}" MATCH %s AND t."project_id" IN ({projects}) ORDER BY f.rowid DESC'
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [match, *(project_id.hex for project_id in self.project_ids)])
            while page := cursor.fetchmany(PAGE):
                yield from (Candidate(row[0], UUID(row[1]), row[2]) for row in page)


def fts5(condition: Condition) -> str:
    if isinstance(condition, Word):
        quoted = condition.lexeme.replace('"', '""')
        return f'"{quoted}" *' if condition.goes_on else f'"{quoted}"'
    sign = " AND " if isinstance(condition, All) else " OR "
    return f"({sign.join(map(fts5, condition.of))})"


def _trigrams(part: str) -> str:
    """Return the condition for some trigrams of a part, spread over it."""
    places = range(len(part) - 2)
    step = max(1, len(places) / MOST_TRIGRAMS)
    chosen = dict.fromkeys(
        part[place : place + 3] for place in {int(step * n) for n in range(MOST_TRIGRAMS)} & {*places}
    )
    return " AND ".join('"{}"'.format(each.replace('"', '""')) for each in sorted(chosen))


def _once(rows: Iterator[Candidate]) -> Iterator[Candidate]:
    last = None
    for row in rows:
        if row.id != last:
            yield row
        last = row.id


def _paged(rows: Iterator[Candidate]) -> Iterator[list[Candidate]]:
    while page := list(islice(rows, PAGE)):
        yield page
