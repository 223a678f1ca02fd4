"""What of a board somebody may read."""

from uuid import UUID

from accounts.models import User
from boards.models import Card
from projects.errors import NotFound


def visible_card(user: User, card_id: UUID) -> Card:
    """With its project; in the archive too, not in the trash. Raises NotFound."""
    cards = Card.objects.undeleted().filter(project__deleted_at=None, project__memberships__user=user)
    card = cards.select_related("project").filter(pk=card_id).first()
    if card is None:
        raise NotFound
    return card
