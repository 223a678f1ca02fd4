"""What a card's description was: each version stands in the event that left it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from boards.models import Card
from core.text_diff import line_diff
from core.wire import instant
from projects.models import Event

PAGE = 20
MADE = ("card.created", "checklist_item.converted")


def versions_of(card: Card) -> QuerySet[Event]:
    """Events that left it a description; found by the card's number, for which the log has an index."""
    rows = Event.objects.filter(project=card.project_id).alias(number=KT("payload__number"))
    changed = Q(type="card.updated", changes__has_key="description")
    made = Q(type__in=MADE) & ~Q(payload__description="")
    return rows.filter(changed | made, number=str(card.number)).defer("answer")


def versions_wire(rows: list[Event]) -> list[dict[str, Any]]:
    return [
        {
            "seq": row.seq,
            "actorId": str(row.actor_id),
            "at": instant(row.at),
            "description": row.payload["description"],
        }
        for row in rows
    ]


def versions_shown(card: Card, before: int | None = None) -> tuple[list[dict[str, Any]], bool]:
    """Newest first, older than the event `before`, each with what it changed; and whether there are more."""
    rows = versions_of(card).select_related("actor").order_by("-seq")
    if before is not None:
        rows = rows.filter(seq__lt=before)
    found = list(rows[: PAGE + 1])
    return [_shown(row, card) for row in found[:PAGE]], len(found) > PAGE


def _shown(row: Event, card: Card) -> dict[str, Any]:
    new = row.payload.get("description") or ""
    old = row.changes.get("description", ["", new])[0] or ""
    return {
        "seq": row.seq,
        "actor": row.actor,
        "at": row.at,
        "description": new,
        "diff": line_diff(_("Description"), old, new),
        "current": new == card.description,
    }
