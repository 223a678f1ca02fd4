"""Summary of a card in the events and responses of commands on its comments and checklists."""

from typing import TypedDict

from boards.models import Card
from projects.models import Project


class CardCounts(TypedDict):
    """A card in the event of one of its comments or checklists, with its current counts."""

    id: str
    number: int
    key: str
    title: str
    commentCount: int
    checklistTotal: int
    checklistDone: int


class CardSummary(TypedDict):
    """The keys that such an event adds to the comment, checklist or item; `number` is the card's."""

    number: int
    card: CardCounts


def card_summary(card: Card, project: Project) -> CardSummary:
    """Return `number`, by which the card's history finds the event, and `card` with the current counts.

    The counts are totals, not differences: a client replaces its own counts by them.
    """
    return {
        "number": card.number,
        "card": {
            "id": str(card.pk),
            "number": card.number,
            "key": f"{project.key}-{card.number}",
            "title": card.title,
            "commentCount": card.comment_count,
            "checklistTotal": card.checklist_total,
            "checklistDone": card.checklist_done,
        },
    }
