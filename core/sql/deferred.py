"""Writes that travel with the next statement, so that they cost no round trip of their own.

**The error of a deferred INSERT or UPDATE surfaces in a later statement**: a violated constraint is raised by
whatever query, savepoint or commit comes next inside `deferring_writes()`, or at the end of that block. Defer
only what cannot be refused, or where every later statement belongs to the same unit of work.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections

from core.sql.pipeline import ToSql, deferred_sql
from core.sql.writes import write

P = ParamSpec("P")
Result = TypeVar("Result")


def defer(*writes: ToSql) -> None:
    """Send `writes` with the next statement, in the same pipeline. Call it inside `deferring_writes()`."""
    database = connections[DEFAULT_DB_ALIAS]
    deferred_sql(database).extend(each.sql(database) for each in writes)


def count_deferred() -> int:
    return len(deferred_sql(connections[DEFAULT_DB_ALIAS]))


@contextmanager
def deferring_writes() -> Iterator[None]:
    """Allow deferred writes inside the block. At its end they are written or, after an error, dropped."""
    database = connections[DEFAULT_DB_ALIAS]
    try:
        with database.execute_wrapper(_write_deferred_first):
            yield
            write()
    finally:
        deferred_sql(database).clear()


def _write_deferred_first(execute: Callable[P, Result], *statement: P.args, **options: P.kwargs) -> Result:
    """Keep the order of statements for those that Django's ORM sends by itself."""
    if count_deferred():
        write()
    return execute(*statement, **options)
