"""The index in PostgreSQL: a tsvector with a GIN index, and a GIN index of trigrams where pg_trgm is.

The planner guesses badly how many rows have a word that begins so. It would walk a whole table because a few
rows are wanted. So only bitmaps of indexes are allowed here, and the newest rows are found by blocks of ids.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from core.sql.pipeline import SqlValue, Statement, send
from projects.search.blocks import SIZES, block_lexeme
from projects.search.candidates import Candidate, project_words
from projects.search.conditions import All, Condition, Some, TermOrPart, Word, joined
from projects.search.index import SearchIndex

PAGE = 100
MOST_OF_BLOCK = 2_000
"""Candidates of a large block. In one with more, its smaller blocks are looked through one by one."""

MOST_PROJECT_LEXEMES = 100
"""Projects that are looked up in the index. Of more, the column alone tells the rows apart."""

WAYS = ("enable_seqscan", "enable_indexscan", "enable_indexonlyscan")


def _settings(value: str, *names: str) -> Statement:
    """Return the statement that switches settings off or on. It is undone with a failed transaction."""
    return Statement("SELECT " + ", ".join(f"set_config('{name}', '{value}', false)" for name in names))


# Compiling takes longer than any of these queries. It stays off for the connection.
BY_BITMAPS_ONLY, IN_ANY_WAY = _settings("off", *WAYS, "jit"), _settings("on", *WAYS)


@dataclass(frozen=True)
class Clause:
    """A condition in SQL, with its parameters."""

    sql: str
    params: tuple[SqlValue, ...] = ()


@dataclass(frozen=True)
class PostgresqlSource:
    """See `Source`."""

    index: SearchIndex
    project_ids: Sequence[UUID]

    def few(self, condition: Condition, limit: int) -> list[Candidate] | None:
        found = self._select([self._words(condition)], limit=limit + 1)
        return found if len(found) <= limit else None

    def newest(self, condition: Condition | None) -> Iterator[list[Candidate]]:
        return self._by_blocks([] if condition is None else [condition], [])

    def with_parts(self, terms: Sequence[TermOrPart]) -> Iterator[list[Candidate]]:
        clauses = [_clause(term) for term in terms]
        found = self._select([self._words(), *clauses], limit=PAGE + 1)
        if len(found) <= PAGE:
            return iter([sorted(found, reverse=True)])
        return self._by_blocks([], clauses)

    def _by_blocks(self, conditions: list[Condition], clauses: list[Clause]) -> Iterator[list[Candidate]]:
        """Yield candidates from the newest block to the oldest, in ever larger ones."""
        top = self._last_id()
        below = top + 1
        for size in SIZES:
            first = max(0, (top >> size) - 1)
            yield from self._block(conditions, clauses, size, range(first, (top >> size) + 1), below)
            below = first << size
            if below == 0:
                return
        for block in range((below >> SIZES[-1]) - 1, -1, -1):
            yield from self._block(conditions, clauses, SIZES[-1], range(block, block + 1), below)

    def _block(
        self, conditions: list[Condition], clauses: list[Clause], size: int, blocks: range, below: int
    ) -> Iterator[list[Candidate]]:
        """Yield the candidates of neighbouring blocks below an id."""
        within = joined(Some, [Word(block_lexeme(size, block << size)) for block in blocks])
        where = [self._words(*conditions, within), *clauses]
        if size == SIZES[0]:
            yield from self._pages(where, below)
            return
        found = self._select([*where, Clause('"id" < %s', (below,))], limit=MOST_OF_BLOCK + 1)
        if len(found) <= MOST_OF_BLOCK:
            yield sorted(found, reverse=True)
            return
        smaller = SIZES[SIZES.index(size) - 1]
        step = size - smaller
        for block in range(
            min(((blocks[-1] + 1) << step) - 1, (below - 1) >> smaller), (blocks[0] << step) - 1, -1
        ):
            yield from self._block(conditions, clauses, smaller, range(block, block + 1), below)

    def _pages(self, where: list[Clause], below: int) -> Iterator[list[Candidate]]:
        while True:
            # The sum keeps the planner from walking the index of ids until it has a page.
            found = self._select(
                [*where, Clause('"id" < %s', (below,))], limit=PAGE, order=' ORDER BY "id" + 0 DESC'
            )
            yield found
            if len(found) < PAGE:
                return
            below = found[-1].id

    def _words(self, *conditions: Condition) -> Clause:
        few = len(self.project_ids) <= MOST_PROJECT_LEXEMES
        sought = [project_words(self.project_ids), *conditions] if few else conditions
        return _matching(joined(All, sought)) if sought else Clause("true")

    def _select(self, clauses: list[Clause], *, limit: int, order: str = "") -> list[Candidate]:
        index = self.index
        where = " AND ".join(clause.sql for clause in clauses)
        params = [param for clause in clauses for param in clause.params]
        # Safe: names of the index, and clauses whose values are parameters.
        statement = (
            f'SELECT "id", "{index.key}", "text" FROM "{index.table}" '  # noqa: S608
            f'WHERE {where} AND "project_id" = ANY(%s){order} LIMIT {limit}'
        )
        query = Statement(statement, (*params, list(self.project_ids)))
        _off, cursor, _on = send([BY_BITMAPS_ONLY, query, IN_ANY_WAY])
        return list(map(Candidate._make, cursor.fetchall()))

    def _last_id(self) -> int:
        [cursor] = send([Statement(f'SELECT last_value FROM "{self.index.table}_id_seq"')])  # noqa: S608
        [last] = cursor.fetchone()
        return int(last)


def _clause(term: TermOrPart) -> Clause:
    found = [_matching(term.words)] if term.words is not None else []
    if term.part:
        found.append(Clause('"text" LIKE %s', (f"%{_escaped(term.part)}%",)))
    if not found:
        return Clause("false")
    sql = " OR ".join(clause.sql for clause in found)
    return Clause(f"({sql})", tuple(param for clause in found for param in clause.params))


def _matching(condition: Condition) -> Clause:
    return Clause('"words" @@ %s::tsquery', (tsquery(condition),))


def tsquery(condition: Condition) -> str:
    if isinstance(condition, Word):
        quoted = condition.lexeme.replace("\\", "\\\\").replace("'", "''")
        return f"'{quoted}':*" if condition.goes_on else f"'{quoted}'"
    sign = " & " if isinstance(condition, All) else " | "
    return f"({sign.join(map(tsquery, condition.of))})"


def _escaped(part: str) -> str:
    return part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
