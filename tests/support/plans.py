"""What PostgreSQL does to answer what is asked of it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

READ = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")

Asked = list[tuple[str, Any]]


@dataclass(frozen=True)
class Look:
    """Into one table. `rows` are all that were read there, those included that were then left aside."""

    table: str
    how: str
    indexes: tuple[str, ...]
    rows: int
    query: str


def looks_of(ask: Callable[[], Any]) -> list[Look]:
    """All looks of all questions that are asked meanwhile; each is asked once more and explained."""
    with _noted() as asked:
        ask()
    return [look for query, params in asked for look in _looks(query, params)]


@contextmanager
def _noted() -> Iterator[Asked]:
    asked: Asked = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip(" (").startswith("SELECT"):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def _looks(query: str, params: Any) -> Iterator[Look]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {query}", params)
        told = cursor.fetchone()[0]
    [explained] = json.loads(told) if isinstance(told, str) else told
    yield from _walk(explained["Plan"], query)


def _walk(node: dict[str, Any], query: str) -> Iterator[Look]:
    if "Relation Name" in node:
        rows = sum(node.get(name, 0) for name in READ) * node["Actual Loops"]
        yield Look(node["Relation Name"], node["Node Type"], tuple(_indexes(node)), round(rows), query)
    for inner in node.get("Plans", ()):
        yield from _walk(inner, query)


def _indexes(node: dict[str, Any]) -> Iterator[str]:
    """Those of a bitmap are named below the look into the table."""
    if "Index Name" in node:
        yield node["Index Name"]
    for inner in node.get("Plans", ()):
        yield from _indexes(inner)
