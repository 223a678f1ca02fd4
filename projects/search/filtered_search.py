"""Finds among the rows that pass the operators of a search."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from core.search.matcher import rank
from projects.search.engine import Beside, Found, find, find_among, find_newest
from projects.search.index import SearchIndex
from projects.search.operators import Rows, narrowed
from projects.search.providers import SearchQuery

Row = TypeVar("Row", bound=Model)

FEW_ROWS = 1_000
"""Rows that pass the operators and are all looked at, so that none of them is missed behind newer ones."""


def find_narrowed(
    index: SearchIndex, rows: QuerySet[Row], sought: SearchQuery, kind: str, *, beside: Beside | None = None
) -> list[Found[Row]]:
    """Return the best hits among the rows that pass the operators; without words the newest of those rows."""
    passing = narrowed(rows.filter(project__in=sought.project_ids), sought, kind)
    if passing is None:
        return []
    query, limit = sought.query, sought.limit
    if not query.terms:
        return _newest(index, passing, sought)
    few = _few(index, passing) if query.operators else None
    if few is not None:
        return find_among(index, passing, query, few, limit=limit, beside=beside)
    return find(index, passing, query, project_ids=sought.project_ids, limit=limit, beside=beside)


def rows_found(
    index: SearchIndex, rows: Rows, sought: SearchQuery, kind: str, *, beside: Beside | None = None
) -> Rows:
    """Return those of `rows` of the projects that are hits; of very many, the newest `limit`."""
    passing = narrowed(rows.filter(project__in=sought.project_ids), sought, kind)
    if passing is None:
        return rows.none()
    if not sought.query.terms:
        return passing
    newest = find_newest(
        index, passing, sought.query, project_ids=sought.project_ids, limit=sought.limit, beside=beside
    )
    return passing.filter(pk__in=newest)


def _few(index: SearchIndex, rows: QuerySet[Any]) -> list[UUID] | None:
    """Return the ids of the rows, or None if there are more than FEW_ROWS.

    What is listed by the time of its creation is read in that order: there is an index for it.
    """
    order = ("-created_at", "-pk") if index.at == "created_at" else ()
    ids = list(rows.order_by(*order).values_list("pk", flat=True)[: FEW_ROWS + 1])
    return ids if len(ids) <= FEW_ROWS else None


def _newest(index: SearchIndex, rows: QuerySet[Row], sought: SearchQuery) -> list[Found[Row]]:
    best = rank(sought.query, "", "")
    assert best is not None
    newest = rows.order_by(f"-{index.at}", "-pk")[: sought.limit]
    return [Found(row, best, not (index.closed and getattr(row, index.closed))) for row in newest]
