"""Sends several statements to the database at once and waits for their results once.

Waiting for each result separately costs as much again as running the statements. PostgreSQL takes all
statements in one pipeline; on SQLite they run one after the other. Deferred writes (core/sql/deferred.py) are
sent first.
"""

import datetime as dt
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

SqlValue = bool | int | float | str | bytes | dt.datetime | UUID | list[UUID] | list[int] | None

Sql = tuple[str, list[SqlValue]]
"""The text of a statement, and its parameters as the database driver takes them."""


class ToSql(Protocol):
    """A query or a write that can be turned into SQL for the database of a connection."""

    def sql(self, database: BaseDatabaseWrapper) -> Sql: ...


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as the database takes it."""

    text: str
    params: tuple[SqlValue, ...] = ()

    def sql(self, database: BaseDatabaseWrapper) -> Sql:
        return self.text, list(self.params)


def send(statements: Sequence[ToSql]) -> list[CursorWrapper]:
    """Run the deferred writes, then `statements`; return a cursor with the result of each of `statements`.

    On PostgreSQL all statements are sent in one pipeline before the first result is read.
    """
    database = connections[DEFAULT_DB_ALIAS]
    deferred = deferred_sql(database)
    deferred_count = len(deferred)
    batch = [*deferred, *(statement.sql(database) for statement in statements)]
    deferred.clear()
    cursors = _cursors(database, len(batch)) if batch else []
    pipelined = len(batch) > 1 and database.vendor == "postgresql"
    with database.wrap_database_errors, database.connection.pipeline() if pipelined else nullcontext():
        for sql, cursor in zip(batch, cursors, strict=True):
            cursor.execute(*sql)
    return cursors[deferred_count:]


def deferred_sql(database: BaseDatabaseWrapper) -> list[Sql]:
    """Return the statements that wait for the next one; the list lives as long as the Django connection."""
    deferred: list[Sql] = vars(database).setdefault("deferred_sql", [])
    return deferred


def _cursors(database: BaseDatabaseWrapper, count: int) -> list[CursorWrapper]:
    """Return `count` cursors, reused for as long as the connection lives.

    Making a cursor costs as much as running a statement with it.
    """
    kept: list[CursorWrapper] = vars(database).setdefault("kept_cursors", [])
    if not kept or kept[0].connection is not database.connection or database.queries_logged:
        database.ensure_connection()
        kept.clear()
    while len(kept) < count:
        kept.append(database.cursor())
    return kept[:count]
