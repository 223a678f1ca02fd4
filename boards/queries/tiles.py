"""Counts on the tiles of projects: cards by column, and the open cards of one person."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from boards.models import Card, CardAssignee, Column

SOON = dt.timedelta(days=7)
SHOWN_COLUMNS = 8
STEPS = 8
"""Heights that the bar of a column can have, above that of an empty one."""


def boards_on_tiles(user_id: UUID, project_ids: list[UUID]) -> Mapping[UUID, dict[str, object]]:
    """Return {project id: {columns, mine, overdue, soon}}, by two queries for any number of projects."""
    columns = _columns(project_ids)
    mine = _mine(user_id, project_ids)
    nothing = {"mine": 0, "overdue": 0, "soon": 0}
    return {pk: {"columns": columns.get(pk, []), **mine.get(pk, nothing)} for pk in project_ids}


def _columns(project_ids: list[UUID]) -> dict[UUID, list[dict[str, object]]]:
    # One count a column, by the index of its open cards: grouped together they would be read with all others.
    cards = Card.objects.open().filter(column=OuterRef("pk")).order_by().values("column")
    counted = Subquery(cards.annotate(n=Count("*")).values("n"))
    columns = Column.objects.filter(project__in=project_ids, deleted_at=None).order_by("position", "id")
    rows: dict[UUID, list[Any]] = {}
    for column in columns.annotate(n=Coalesce(counted, 0)).values("id", "project_id", "name", "color", "n"):
        rows.setdefault(column["project_id"], []).append(column)
    return {pk: _bars(columns[:SHOWN_COLUMNS]) for pk, columns in rows.items()}


def _bars(columns: list[Any]) -> list[dict[str, object]]:
    most = max(1, *(column["n"] for column in columns))
    return [{**column, "fill": -(-column["n"] * STEPS // most)} for column in columns]


def _mine(user_id: UUID, project_ids: list[UUID]) -> dict[UUID, dict[str, object]]:
    now, today = timezone.now(), timezone.localdate()
    own = CardAssignee.objects.filter(
        user_id=user_id,
        card__project__in=project_ids,
        card__done_at=None,
        card__archived_at=None,
        card__deleted_at=None,
    )
    counted = own.values(of=F("card__project_id")).annotate(
        mine=Count("pk"),
        overdue=Count("pk", filter=Q(card__due_at__lt=now) | Q(card__due_on__lt=today)),
        soon=Count(
            "pk",
            filter=Q(card__due_at__gte=now, card__due_at__lt=now + SOON)
            | Q(card__due_on__gte=today, card__due_on__lt=today + SOON),
        ),
    )
    return {row["of"]: {name: row[name] for name in ("mine", "overdue", "soon")} for row in counted}
