"""What a command on a comment or a checklist tells of its card, in its answer and in its event."""

from typing import Any

from boards.models import Card
from projects.models import Project


def about_card(card: Card, project: Project) -> dict[str, Any]:
    """The card's `number`, by which its history finds the event, and its new counts.

    They are counted to the end, not up or down: a client puts them in place of those it has.
    """
    return {
        "number": card.number,
        "card": {
            "id": card.pk,
            "number": card.number,
            "key": f"{project.key}-{card.number}",
            "title": card.title,
            "comment_count": card.comment_count,
            "checklist_total": card.checklist_total,
            "checklist_done": card.checklist_done,
        },
    }
