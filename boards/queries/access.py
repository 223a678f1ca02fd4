"""What of a board somebody may read."""

from uuid import UUID

from accounts.models import User
from boards.models import Card, CardWatcher
from projects.errors import NotFound
from projects.models import Project


def visible_card(user: User, card_id: UUID) -> Card:
    """With its project; in the archive too, not in the trash. Raises NotFound."""
    cards = Card.objects.undeleted().filter(project__deleted_at=None, project__memberships__user=user)
    card = cards.select_related("project").filter(pk=card_id).first()
    if card is None:
        raise NotFound
    return card


def watches(user: User, card: Card) -> bool:
    return CardWatcher.objects.filter(card=card, user=user).exists()


def watched_cards(user: User, project: Project) -> list[str]:
    """The ids of all that this person watches in the project, put away or not."""
    rows = CardWatcher.objects.filter(project=project, user=user).order_by("id")
    return [str(card_id) for card_id in rows.values_list("card_id", flat=True)]
