"""Excerpts of cards that show why a search found them: of the description, a checklist or a label."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from boards.models import Card, CardLabel, Checklist, ChecklistItem
from core.search.excerpts import markdown_excerpt
from core.search.folding import fold
from core.search.highlights import excerpt
from core.search.matcher import match
from core.search.query import Query, Term

MOST_LINES = 5_000
"""Lines of checklists that are read for the hits of one search."""


def card_excerpts(cards: Sequence[Card], query: Query) -> dict[UUID, str]:
    """Return an excerpt for each card. Checklists and labels are read for those that need them, together."""
    sought = {card.pk: _not_in(card.title, query.positive) for card in cards}
    missing = {card.pk: len(_not_in(card.description, sought[card.pk])) for card in cards}
    incomplete = [pk for pk, count in missing.items() if count]
    lines = _lines(incomplete) if incomplete else {}
    best = {pk: _best(lines[pk], sought[pk], fewer_than=missing[pk]) for pk in lines}
    return {
        card.pk: excerpt(line, query)[0]
        if (line := best.get(card.pk, ""))
        else markdown_excerpt(card.description, query)
        for card in cards
    }


def _best(lines: Iterable[str], sought: Sequence[Term], *, fewer_than: int) -> str:
    """Return the first line that lacks the fewest of the words; "" if all lack as many as the description."""
    best = ""
    for line in lines:
        count = len(_not_in(line, sought))
        if count < fewer_than:
            best, fewer_than = line, count
    return best


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
