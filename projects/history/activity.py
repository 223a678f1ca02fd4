"""The log as people read it: newest first, by person, card and kind, in sentences."""

import re
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT
from django.http import Http404, QueryDict
from django.utils import timezone

from core.ids import parse_uuid
from projects.events.log import served
from projects.history.names import Names
from projects.history.sentences import tell, types_of
from projects.models import HIGHEST_SEQ, Event, Project

PAGE = 50
CARD = re.compile(r"(?:[A-Za-z][A-Za-z0-9]{1,5}-)?(\d{1,9})")

FROM_CARDS: set[str] = set()
"""Types of events that made a card of part of another, which their payload tells under `card`: the history of
both begins or goes on there. Apps above register theirs."""

OF_MANY_CARDS: set[str] = set()
"""Types of events whose payload tells several cards, under `cards`."""


@dataclass(frozen=True)
class Wish:
    """What of the log a reader wants to see. `before` and `after` are exclusive; with `after` the log is
    read from there, so that nothing is left out between two looks at it."""

    person: UUID | None = None
    card: int | None = None
    kind: str = ""
    before: int | None = None
    after: int | None = None

    @classmethod
    def of(cls, query: QueryDict) -> "Wish":
        """Raises Http404 for what nobody could have meant."""
        try:
            return cls(
                person=parse_uuid(query["person"]) if query.get("person") else None,
                card=_card_number(query.get("card", "").strip()),
                kind=query.get("kind", ""),
                before=seq_in(query.get("before")),
                after=seq_in(query.get("after")),
            )
        except ValueError:
            raise Http404 from None

    @property
    def filters(self) -> dict[str, str]:
        """As they stand in an address."""
        asked = {"person": self.person, "card": self.card, "kind": self.kind}
        return {name: str(value) for name, value in asked.items() if value}

    def older(self, seq: int) -> "Wish":
        return replace(self, before=seq, after=None)

    def rows(self, project: Project) -> QuerySet[Event]:
        rows = Event.objects.filter(project=project).select_related("actor").defer("answer")
        if self.person:
            rows = rows.filter(actor_id=self.person)
        if self.card is not None:
            rows = rows.alias(number=KT("payload__number"), source=KT("payload__card__number"))
            rows = rows.filter(_of_card(self.card))
        if self.kind:
            rows = rows.filter(type__in=types_of(self.kind))
        if self.before is not None:
            rows = rows.filter(seq__lt=self.before)
        return rows if self.after is None else rows.filter(seq__gt=self.after)


def read(project: Project, wish: Wish) -> tuple[list[dict[str, Any]], bool]:
    """Deeds, newest first; and whether there are more of them."""
    rows = wish.rows(project)
    found = list(rows.order_by("seq" if wish.after is not None else "-seq")[: PAGE + 1])
    shown = sorted(found[:PAGE], key=lambda row: -row.seq)
    return deeds(project, shown), len(found) > PAGE


def deeds(project: Project, rows: list[Event]) -> list[dict[str, Any]]:
    """Events as templates take them."""
    wires = served(rows)
    names = Names(project, wires)
    return [
        {
            "seq": row.seq,
            "at": row.at,
            "day": timezone.localtime(row.at).date(),
            "actor": row.actor,
            "via": row.via,
            "address": row.address,
            "sentence": tell(wire, names),
        }
        for row, wire in zip(rows, wires, strict=True)
    ]


def _of_card(number: int) -> Q:
    """Its own events, those that made a card of part of it, and those of many cards of which it is one."""
    among: dict[str, Any] = {"payload__contains": {"cards": [{"number": number}]}}
    if not connection.features.supports_json_field_contains:
        among = {"payload__cards__icontains": f'"number":{number},'}
    return (
        Q(number=str(number))
        | Q(type__in=FROM_CARDS, source=str(number))
        | Q(type__in=OF_MANY_CARDS, **among)
    )


def _card_number(text: str) -> int | None:
    """Of "12" or "WEB-12". Raises ValueError."""
    if not text:
        return None
    match = CARD.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return int(match[1])


def seq_in(text: str | None) -> int | None:
    """Raises ValueError."""
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= HIGHEST_SEQ):
        raise ValueError(text)
    return int(text)
