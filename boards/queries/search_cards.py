"""Full-text search of cards; a card whose key was typed comes first."""

import re

from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse

from boards.models import Card
from core.full_text import rank_matches
from projects.search import Hit, SearchQuery, excerpt, search_providers

KEY = re.compile(r"([A-Za-z][A-Za-z0-9]{1,5})-(\d{1,9})")
KEY_RANK = 10.0
"""Higher than any rank of full-text search."""


@search_providers.register("cards")
def find_cards(sought: SearchQuery) -> list[Hit]:
    """Search open and archived cards."""
    rows = Card.objects.undeleted().filter(project__in=sought.projects)
    keyed = _with_key(rows, sought)
    found = rank_matches(
        _with_texts(rows),
        sought.words,
        table="card_texts",
        fields=["title", "description"],
        limit=sought.limit,
    )
    keyed_ids = {card.pk for card in keyed}
    return [
        *(_hit(card, sought, KEY_RANK) for card in keyed),
        *(_hit(card, sought, rank) for card, rank in found if card.pk not in keyed_ids),
    ]


def _with_key(rows: QuerySet[Card], sought: SearchQuery) -> list[Card]:
    """Cards with the typed key, such as WEB-42: one for each project with that key."""
    match = KEY.fullmatch(sought.text)
    if match is None or int(match[2]) >= 2**31:
        return []
    projects = [pk for pk, project in sought.projects.items() if project.key == match[1].upper()]
    return list(rows.filter(project__in=projects, number=int(match[2]))[: sought.limit]) if projects else []


def _with_texts(rows: QuerySet[Card]) -> QuerySet[Card]:
    """Join `card_texts`, the search index of cards.

    It is a table of its own, so that moving a card does not rewrite the index entry.
    """
    if connection.vendor != "postgresql":
        return rows
    return rows.extra(tables=["card_texts"], where=["card_texts.card_id = cards.id"])


def _hit(card: Card, sought: SearchQuery, rank: float) -> Hit:
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
