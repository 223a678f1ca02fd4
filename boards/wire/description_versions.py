"""Earlier versions of a card's description, read from the events that set them."""

from typing import TypedDict

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT

from boards.models import Card
from core.wire import instant
from projects.models import Event

CREATION_EVENTS = ("card.created", "checklist_item.converted")


def versions_of(card: Card) -> QuerySet[Event]:
    """Events that set the description, found by the card's number, for which the log has an index."""
    rows = Event.objects.filter(project=card.project_id).alias(number=KT("payload__number"))
    changed = Q(type="card.updated", changes__has_key="description")
    created = Q(type__in=CREATION_EVENTS) & ~Q(payload__description="")
    return rows.filter(changed | created, number=str(card.number)).defer("answer")


class DescriptionWire(TypedDict):
    """A version of a card's description, with the event that set it."""

    seq: int
    actorId: str
    at: str
    description: str


def versions_wire(rows: list[Event]) -> list[DescriptionWire]:
    return [
        {
            "seq": row.seq,
            "actorId": str(row.actor_id),
            "at": instant(row.at),
            "description": row.payload.get("description", ""),
        }
        for row in rows
    ]
