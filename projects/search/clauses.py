"""Conditions of a search in PostgreSQL's SQL, with their parameters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.sql.pipeline import SqlValue
from projects.search.conditions import All, Condition, TermOrPart, Word


@dataclass(frozen=True)
class Clause:
    """A condition in SQL, with its parameters."""

    sql: str
    params: tuple[SqlValue, ...] = ()

    @property
    def as_filter(self) -> "Clause":
        """The clause in a form that no index answers: rows found otherwise are compared with it."""
        return Clause(f"({self.sql}) IS TRUE", self.params)


def matching(condition: Condition) -> Clause:
    return Clause('"words" @@ %s::tsquery', (tsquery(condition),))


def with_part(part: str) -> Clause:
    escaped = part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return Clause('"text" LIKE %s', (f"%{escaped}%",))


def term_or_part(term: TermOrPart) -> Clause:
    """Return the clause for a term that is there by its lexemes or inside a word."""
    words = [] if term.words is None else [matching(term.words)]
    return either([*words, with_part(term.part)] if term.part else words)


def either(clauses: Sequence[Clause]) -> Clause:
    return _joined(" OR ", clauses) if clauses else Clause("false")


def all_of(clauses: Iterable[Clause]) -> Clause:
    return _joined(" AND ", list(clauses))


def tsquery(condition: Condition) -> str:
    if isinstance(condition, Word):
        quoted = condition.lexeme.replace("\\", "\\\\").replace("'", "''")
        return f"'{quoted}':*" if condition.goes_on else f"'{quoted}'"
    sign = " & " if isinstance(condition, All) else " | "
    return f"({sign.join(map(tsquery, condition.of))})"


def _joined(sign: str, clauses: Sequence[Clause]) -> Clause:
    sql = sign.join(clause.sql for clause in clauses)
    return Clause(f"({sql})", tuple(param for clause in clauses for param in clause.params))
