"""The activity of a project: the log in sentences, newest first, filtered by person, card and kind."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TypedDict
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT
from django.http import Http404, QueryDict
from django.utils import timezone

from accounts.models import User
from core.ids import parse_uuid
from core.registry import ListRegistry
from projects.events.log import redacted_wire
from projects.history.names import Names
from projects.history.sentences import Sentence, describe_safely, event_types_of
from projects.models import HIGHEST_SEQ, Event, Project

PAGE_SIZE = 50
CARD = re.compile(r"(?:[A-Za-z][A-Za-z0-9]{1,5}-)?(\d{1,9})")

card_source_events: ListRegistry[str] = ListRegistry(
    f"{__name__}.card_source_events",
    used="the history of a card is read: types of events that made the card from a part of another",
)
"""The payload of such an event has the other card under `card`; the event belongs to the history of both."""

bulk_card_events: ListRegistry[str] = ListRegistry(
    f"{__name__}.bulk_card_events",
    used="the history of a card is read: types of events about several cards",
)
"""The payload of such an event has the cards under `cards`."""


@dataclass(frozen=True)
class ActivityFilter:
    """A filter from the query of a page's URL.

    `before` and `after` are seqs, exclusive. With `after` the page starts there instead of at the newest
    event, so that nothing is skipped between two requests.
    """

    person: UUID | None = None
    card: int | None = None
    kind: str = ""
    before: int | None = None
    after: int | None = None

    @classmethod
    def of(cls, query: QueryDict) -> "ActivityFilter":
        """Read the filter from a query. Raises Http404 if a value is malformed."""
        try:
            return cls(
                person=parse_uuid(query["person"]) if query.get("person") else None,
                card=_card_number(query.get("card", "").strip()),
                kind=query.get("kind", ""),
                before=parse_seq(query.get("before")),
                after=parse_seq(query.get("after")),
            )
        except ValueError:
            raise Http404 from None

    @property
    def filters(self) -> dict[str, str]:
        """The parameters for a URL, without the position."""
        parameters = {"person": self.person, "card": self.card, "kind": self.kind}
        return {name: str(value) for name, value in parameters.items() if value}

    def older(self, seq: int) -> "ActivityFilter":
        return replace(self, before=seq, after=None)

    def rows(self, project: Project) -> QuerySet[Event]:
        rows = Event.objects.filter(project=project).select_related("actor").defer("answer")
        if self.person:
            rows = rows.filter(actor_id=self.person)
        if self.card is not None:
            rows = rows.alias(number=KT("payload__number"), source=KT("payload__card__number"))
            rows = rows.filter(_concerns_card(self.card))
        if self.kind:
            rows = rows.filter(type__in=event_types_of(self.kind))
        if self.before is not None:
            rows = rows.filter(seq__lt=self.before)
        return rows if self.after is None else rows.filter(seq__gt=self.after)


class ActivityItem(TypedDict):
    """Context of one event."""

    seq: int
    at: dt.datetime
    day: dt.date
    actor: User
    via: str
    address: str | None
    sentence: Sentence


def read_activity(project: Project, wanted: ActivityFilter) -> tuple[list[ActivityItem], bool]:
    """Return one page of activity items, newest first, and whether there are more."""
    rows = wanted.rows(project)
    found = list(rows.order_by("seq" if wanted.after is not None else "-seq")[: PAGE_SIZE + 1])
    page = sorted(found[:PAGE_SIZE], key=lambda row: -row.seq)
    return activity_items(project, page), len(found) > PAGE_SIZE


def activity_items(project: Project, rows: list[Event]) -> list[ActivityItem]:
    """Return the template context of each event."""
    wires = redacted_wire(rows)
    names = Names(project, wires)
    return [
        {
            "seq": row.seq,
            "at": row.at,
            "day": timezone.localtime(row.at).date(),
            "actor": row.actor,
            "via": row.via,
            "address": row.address,
            "sentence": describe_safely(wire, names),
        }
        for row, wire in zip(rows, wires, strict=True)
    ]


def _concerns_card(number: int) -> Q:
    """Match a card's own events, those that made a card of a part of it, and bulk events that include it."""
    among: dict[str, object] = {"payload__contains": {"cards": [{"number": number}]}}
    if not connection.features.supports_json_field_contains:
        among = {"payload__cards__icontains": f'"number":{number},'}
    return (
        Q(number=str(number))
        | Q(type__in=list(card_source_events), source=str(number))
        | Q(type__in=list(bulk_card_events), **among)
    )


def _card_number(text: str) -> int | None:
    """Return the number in "12" or "WEB-12". Raises ValueError."""
    if not text:
        return None
    match = CARD.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return int(match[1])


def parse_seq(text: str | None) -> int | None:
    """Return a seq from a query; None if there is none. Raises ValueError."""
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= HIGHEST_SEQ):
        raise ValueError(text)
    return int(text)
