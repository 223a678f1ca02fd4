"""The index in PostgreSQL: a tsvector with a GIN index, and a GIN index of trigrams where pg_trgm is.

The planner guesses badly how many rows have a word that begins so. It would walk a whole table because a few
rows are wanted. So only bitmaps of indexes are allowed here, and the newest rows are found by blocks of ids.

GIN reads all rows of all words that begin so before it leaves any out. So the newest rows tell first what is
common: it is not counted, and a common beginning is compared with the rows that were found by something else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from core.sql.pipeline import Statement, send
from projects.search.blocks import SIZES, block_lexeme
from projects.search.candidates import Candidate, project_words
from projects.search.clauses import Clause, all_of, either, matching, term_or_part, with_part
from projects.search.conditions import All, Condition, Some, TermOrPart, Word, has_beginning, joined
from projects.search.index import SearchIndex

PAGE = 100
MOST_OF_BLOCK = 2_000
"""Candidates of a large block. In one with more, its smaller blocks are looked through one by one."""

MOST_PROJECT_LEXEMES = 100
"""Projects that are looked up in the index. Of more, the column alone tells the rows apart."""

MOST_WITH_PARTS = 500
"""Rows with a part, of all projects: of more, the newest blocks come first."""

SAMPLE, COMMON_SHARE = 1_000, 0.02
"""Some of the newest rows: what so large a share of them has is common."""

WAYS = ("enable_seqscan", "enable_indexscan", "enable_indexonlyscan")


def _settings(value: str, *names: str) -> Statement:
    """Return the statement that switches settings off or on. It is undone with a failed transaction."""
    return Statement("SELECT " + ", ".join(f"set_config('{name}', '{value}', false)" for name in names))


# Compiling takes longer than any of these queries. It stays off for the connection.
BY_BITMAPS_ONLY, IN_ANY_WAY = _settings("off", *WAYS, "jit"), _settings("on", *WAYS)

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Look:
    """Conditions in the index of words, and terms that may be inside words."""

    conditions: tuple[Condition, ...] = ()
    terms: tuple[TermOrPart, ...] = ()

    @classmethod
    def of(cls, condition: Condition | None) -> "Look":
        if condition is None:
            return cls()
        return cls(condition.of if isinstance(condition, All) else (condition,))


@dataclass(frozen=True)
class PostgresqlSource:
    """See `Source`."""

    index: SearchIndex
    project_ids: Sequence[UUID]
    known: dict[Clause, bool] = field(default_factory=dict)
    """Clause → whether it is common."""

    def few(self, condition: Condition, limit: int) -> list[Candidate] | None:
        look = Look.of(condition)
        sought = [matching(each) for each in look.conditions]
        if len(self._common(sought)) == len(sought):
            return None
        rare, filters = self._without_common(look.conditions)
        found = self._select([self._words(*rare), *filters], limit=limit + 1)
        return found if len(found) <= limit else None

    def newest(self, condition: Condition | None) -> Iterator[list[Candidate]]:
        return self._by_blocks(Look.of(condition))

    def with_parts(self, terms: Sequence[TermOrPart]) -> Iterator[list[Candidate]]:
        few = self._few_with_parts(terms)
        yield from self._by_blocks(Look(terms=tuple(terms))) if few is None else [few]

    def _few_with_parts(self, terms: Sequence[TermOrPart]) -> list[Candidate] | None:
        """Return all candidates, or None if there are more than PAGE, or too many in all projects together.

        Projects are not looked up here: those of one person may hold most rows of the table.
        """
        sought = [term_or_part(term) for term in terms]
        common = self._common(sought)
        if len(common) == len(sought):
            return None
        where = all_of(clause.as_filter if clause in common else clause for clause in sought)
        statement = (
            f'SELECT "id", "project_id" = ANY(%s) FROM "{self.index.table}" '  # noqa: S608
            f"WHERE {where.sql} LIMIT {MOST_WITH_PARTS + 1}"
        )
        rows = _by_bitmaps(Statement(statement, (list(self.project_ids), *where.params)))
        ids = [row_id for row_id, is_of_projects in rows if is_of_projects]
        if len(rows) > MOST_WITH_PARTS or len(ids) > PAGE:
            return None
        return sorted(self._select([Clause('"id" = ANY(%s)', (ids,))], limit=PAGE), reverse=True)

    # ── Blocks ────────────────────────────────────────────────────────────────────────────────────
    def _by_blocks(self, look: Look) -> Iterator[list[Candidate]]:
        """Yield candidates from the newest block to the oldest, in ever larger ones."""
        top = self._last_id
        below = top + 1
        for size in SIZES:
            first = max(0, (top >> size) - 1)
            yield from self._block(look, size, range(first, (top >> size) + 1), below)
            below = first << size
            if below == 0:
                return
        for block in range((below >> SIZES[-1]) - 1, -1, -1):
            yield from self._block(look, SIZES[-1], range(block, block + 1), below)

    def _block(self, look: Look, size: int, blocks: range, below: int) -> Iterator[list[Candidate]]:
        """Yield the candidates of neighbouring blocks below an id."""
        within = joined(Some, [Word(block_lexeme(size, block << size)) for block in blocks])
        if size == SIZES[0]:
            yield from self._pages(self._in_small_block(look, within), below)
            return
        where = [*self._in_large_block(look, within), Clause('"id" < %s', (below,))]
        found = self._select(where, limit=MOST_OF_BLOCK + 1)
        if len(found) <= MOST_OF_BLOCK:
            yield sorted(found, reverse=True)
            return
        smaller = SIZES[SIZES.index(size) - 1]
        step = size - smaller
        for block in range(
            min(((blocks[-1] + 1) << step) - 1, (below - 1) >> smaller), (blocks[0] << step) - 1, -1
        ):
            yield from self._block(look, smaller, range(block, block + 1), below)

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

    def _in_small_block(self, look: Look, within: Condition) -> list[Clause]:
        """Return the clauses for a small block: each of its rows is compared with the terms."""
        rare, filters = self._without_common(look.conditions)
        return [self._words(within, *rare), *filters, *(term_or_part(each).as_filter for each in look.terms)]

    def _in_large_block(self, look: Look, within: Condition) -> list[Clause]:
        """Return the clauses for a large block: terms that are not common are looked up.

        The planner takes a block for a few rows and would read all of it, rather than look a part of a word
        up. So each way to find a term has the block in it, and the block does not stand beside it.
        """
        rare, filters = self._without_common(look.conditions)
        terms = {each: term_or_part(each) for each in look.terms}
        common = self._common(list(terms.values()))
        ways = [self._ways(each, within) for each, clause in terms.items() if clause not in common]
        filters += [clause.as_filter for clause in common]
        return [*(ways or [self._words(within, *rare)]), *filters]

    def _without_common(self, conditions: Sequence[Condition]) -> tuple[list[Condition], list[Clause]]:
        """Return the conditions without common beginnings, and those as filters."""
        beginnings = {each: matching(each) for each in conditions if has_beginning(each)}
        common = self._common(list(beginnings.values()))
        rare = [each for each in conditions if beginnings.get(each) not in common]
        return rare, [clause.as_filter for clause in common]

    def _ways(self, term: TermOrPart, within: Condition) -> Clause:
        ways = [] if term.words is None else [self._words(within, term.words)]
        if term.part:
            ways.append(all_of([matching(within), with_part(term.part)]))
        return either(ways)

    def _words(self, *conditions: Condition) -> Clause:
        few = len(self.project_ids) <= MOST_PROJECT_LEXEMES
        sought = [project_words(self.project_ids), *conditions] if few else conditions
        return matching(joined(All, sought)) if sought else Clause("true")

    # ── Rows ──────────────────────────────────────────────────────────────────────────────────────
    def _common(self, clauses: Sequence[Clause]) -> list[Clause]:
        """Return those clauses that many of the newest rows have, whichever project they are of.

        Of a short table nothing is common.
        """
        if self._last_id < SAMPLE:
            return []
        new = [clause for clause in clauses if clause not in self.known]
        if new:
            size, top = SIZES[0], self._last_id
            newest = {block_lexeme(size, top), block_lexeme(size, max(0, top - (1 << size)))}
            within = matching(joined(Some, map(Word, sorted(newest))))
            counts = ", ".join(f"count(*) FILTER (WHERE {clause.sql})" for clause in new)
            params = [param for clause in [*new, within] for param in clause.params]
            statement = (
                f'SELECT {counts} FROM (SELECT "words", "text" FROM "{self.index.table}" '  # noqa: S608
                f"WHERE {within.sql} LIMIT {SAMPLE}) AS newest"
            )
            [found] = _by_bitmaps(Statement(statement, tuple(params)))
            self.known.update(zip(new, (count >= COMMON_SHARE * SAMPLE for count in found), strict=True))
        return [clause for clause in clauses if self.known[clause]]

    def _select(self, clauses: list[Clause], *, limit: int, order: str = "") -> list[Candidate]:
        where = all_of(clauses)
        # Safe: names of the index, and clauses whose values are parameters.
        statement = (
            f'SELECT "id", "{self.index.key}", "text" FROM "{self.index.table}" '  # noqa: S608
            f'WHERE {where.sql} AND "project_id" = ANY(%s){order} LIMIT {limit}'
        )
        rows = _by_bitmaps(Statement(statement, (*where.params, list(self.project_ids))))
        return list(map(Candidate._make, rows))

    @cached_property
    def _last_id(self) -> int:
        [cursor] = send([Statement(f'SELECT last_value FROM "{self.index.table}_id_seq"')])  # noqa: S608
        [last] = cursor.fetchone()
        return int(last)


def _by_bitmaps(query: Statement) -> list[Row]:
    _off, cursor, _on = send([BY_BITMAPS_ONLY, query, IN_ANY_WAY])
    return cursor.fetchall()
