"""What of a card shows why a search found it: its description, a line of a checklist, or a label."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from boards.models import Card, CardLabel, Checklist, ChecklistItem
from core.search.excerpts import markdown_excerpt
from core.search.folding import fold
from core.search.highlights import excerpt
from core.search.matching import match
from core.search.query import Query, Term

MOST_LINES = 5_000
"""Lines of checklists that are read for the hits of one search."""


def card_excerpts(cards: Sequence[Card], query: Query) -> dict[UUID, str]:
    """Return an excerpt for each card. Checklists and labels are read for those that need them, together."""
    sought = {card.pk: _not_in(card.title, query.positive) for card in cards}
    missing = [card.pk for card in cards if _not_in(card.description, sought[card.pk])]
    lines = _lines(missing) if missing else {}
    return {card.pk: _excerpt(card, query, sought[card.pk], lines.get(card.pk, ())) for card in cards}


def _excerpt(card: Card, query: Query, sought: Sequence[Term], lines: Iterable[str]) -> str:
    """Return what has the most of the words that are not in the title; of equals, the description."""
    best, fewest = "", len(_not_in(card.description, sought)) if lines else 0
    for line in lines:
        missing = len(_not_in(line, sought))
        if missing < fewest:
            best, fewest = line, missing
    return excerpt(best, query)[0] if best else markdown_excerpt(card.description, query)


def _not_in(text: str, terms: Sequence[Term]) -> list[Term]:
    folded = fold(text) if terms else ""
    return [term for term in terms if not match(term, folded)]


def _lines(card_ids: Sequence[UUID]) -> Mapping[UUID, list[str]]:
    """Return the items of the cards, then the names of their checklists, then their labels."""
    lines: dict[UUID, list[str]] = defaultdict(list)
    for rows, owner, text in (
        (ChecklistItem.objects.filter(checklist__card__in=card_ids), "checklist__card_id", "text"),
        (Checklist.objects.filter(card__in=card_ids), "card_id", "name"),
        (CardLabel.objects.filter(card__in=card_ids), "card_id", "label__name"),
    ):
        for card_id, line in rows.order_by("pk").values_list(owner, text)[:MOST_LINES]:
            lines[card_id].append(line)
    return lines
