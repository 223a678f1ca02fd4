"""Rows that a database offers as hits. Python verifies and ranks them (projects/search/engine.py)."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol
from uuid import UUID

from projects.search.conditions import Condition, Some, TermOrPart, Word, joined
from projects.search.index import project_lexeme


class Candidate(NamedTuple):
    """A row of the index: its id, the id of its object, and its folded text."""

    id: int
    object_id: UUID
    text: str


class Source(Protocol):
    """The index of one kind in one database, for some projects."""

    def few(self, condition: Condition, limit: int) -> list[Candidate] | None:
        """Return all candidates, or None if there are more than `limit`."""

    def newest(self, condition: Condition | None) -> Iterator[list[Candidate]]:
        """Yield pages of candidates, the newest first; of all rows if there is no condition."""

    def with_parts(self, terms: Sequence[TermOrPart]) -> Iterator[list[Candidate]]:
        """Yield pages of candidates that have each term, as a word or inside one; the newest first."""


def project_words(project_ids: Sequence[UUID]) -> Condition:
    return joined(Some, [Word(project_lexeme(project_id)) for project_id in project_ids])
