"""Queries for the cards that a person may read or watches."""

from uuid import UUID

from accounts.models import User
from boards.models import Card, CardWatcher
from projects.errors import NotFound
from projects.models import Project


def visible_card(user: User, card_id: UUID) -> Card:
    """Return an open or archived card of one of the person's projects, with that project. Raise NotFound."""
    cards = Card.objects.undeleted().filter(project__deleted_at=None, project__memberships__user=user)
    card = cards.select_related("project").filter(pk=card_id).first()
    if card is None:
        raise NotFound
    return card


def watches(user: User, card: Card) -> bool:
    return CardWatcher.objects.filter(card=card, user=user).exists()


def watched_cards(user: User, project: Project) -> list[str]:
    """Ids of all cards of the project that the person watches, archived and deleted ones included."""
    rows = CardWatcher.objects.filter(project=project, user=user).order_by("id")
    return [str(card_id) for card_id in rows.values_list("card_id", flat=True)]
