"""Cards, found by their words, and by their key before all others."""

import re
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse

from boards.models import Card
from core.full_text import ranked
from projects.search import FINDERS, Hit, Sought, excerpt

KEY = re.compile(r"([A-Za-z][A-Za-z0-9]{1,5})-(\d{1,9})")
NAMED = 10.0
"""Above whatever words can reach."""


def find_cards(sought: Sought) -> list[Hit]:
    """In the archive too; not in the trash."""
    rows = Card.objects.undeleted().filter(project__in=sought.projects)
    named = _named(rows, sought)
    found = ranked(
        _with_texts(rows),
        sought.words,
        table="card_texts",
        fields=["title", "description"],
        limit=sought.limit,
    )
    known = {card.pk for card in named}
    return [
        *(_hit(card, sought, NAMED) for card in named),
        *(_hit(card, sought, card.rank) for card in found if card.pk not in known),
    ]


def _named(rows: QuerySet[Card], sought: Sought) -> list[Card]:
    """WEB-42 of each project that has this key."""
    match = KEY.fullmatch(sought.text)
    if match is None or int(match[2]) >= 2**31:
        return []
    keyed = [pk for pk, project in sought.projects.items() if project.key == match[1].upper()]
    return list(rows.filter(project__in=keyed, number=int(match[2]))[: sought.limit]) if keyed else []


def _with_texts(rows: QuerySet[Card]) -> QuerySet[Any]:
    """Their words stand in a table of their own, so that moving a card does not write them anew."""
    if connection.vendor != "postgresql":
        return rows
    return rows.extra(tables=["card_texts"], where=["card_texts.card_id = cards.id"])


def _hit(card: Card, sought: Sought, rank: float) -> Hit:
    key = sought.projects[card.project_id].key
    return Hit(
        kind="card",
        project_id=card.project_id,
        id=card.pk,
        title=f"{key}-{card.number} {card.title}",
        excerpt=excerpt(card.description, sought.words),
        url=reverse("card", args=[card.project_id, card.number]),
        rank=rank,
        at=card.updated_at,
    )


FINDERS["cards"] = find_cards
