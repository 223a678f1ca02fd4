"""Query plans of PostgreSQL: which tables a block of code reads, and how."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

READ = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")

Asked = list[tuple[str, Any]]


@dataclass(frozen=True)
class TableScan:
    """A scan of one table. `rows` counts all rows read, including those that a filter dropped."""

    table: str
    how: str
    indexes: tuple[str, ...]
    rows: int
    query: str


def scans_of(ask: Callable[[], Any]) -> list[TableScan]:
    """Return the scans of all queries that `ask` runs. Each query is run again under EXPLAIN ANALYZE."""
    with _captured() as asked:
        ask()
    return [scan for query, params in asked for scan in _scans(query, params)]


@contextmanager
def _captured() -> Iterator[Asked]:
    asked: Asked = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip(" (").startswith("SELECT"):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def _scans(query: str, params: Any) -> Iterator[TableScan]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {query}", params)
        result = cursor.fetchone()[0]
    [explained] = json.loads(result) if isinstance(result, str) else result
    yield from _walk(explained["Plan"], query)


def _walk(node: dict[str, Any], query: str) -> Iterator[TableScan]:
    if "Relation Name" in node:
        rows = sum(node.get(name, 0) for name in READ) * node["Actual Loops"]
        yield TableScan(node["Relation Name"], node["Node Type"], tuple(_indexes(node)), round(rows), query)
    for inner in node.get("Plans", ()):
        yield from _walk(inner, query)


def _indexes(node: dict[str, Any]) -> Iterator[str]:
    """Names of the indexes used. Those of a bitmap scan are in child nodes of the plan."""
    if "Index Name" in node:
        yield node["Index Name"]
    for inner in node.get("Plans", ()):
        yield from _indexes(inner)
