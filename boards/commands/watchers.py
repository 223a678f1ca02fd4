"""Who wants to be told of a card. It changes nothing of the card, and is open to those who only read, too.

Events are everybody's, and so is what they say here: that this person began or ceased to watch. `watching` is
true of one person and false of the next: it stands only in what one person is answered.
"""

from typing import Any
from uuid import UUID

from boards.commands.cards import standing_card
from boards.models import Card, CardWatcher
from boards.wire.board import card_wire
from projects.commands.members import LEAVERS
from projects.events.log import happened
from projects.inputs import OfEntity
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, project_of


@command("card.watch", input=OfEntity, role=Role.VIEWER, locate=project_of(Card), event="card.watched")
def watch_card(member: Member, *, id: UUID) -> Event:
    """Again: changes nothing."""
    card = standing_card(member, id)
    _row, new = CardWatcher.objects.get_or_create(
        card=card, user=member.user, defaults={"project": member.project, "created_at": member.at}
    )
    changes = {"watcher_ids": [[], [member.user.pk]]} if new else {}
    return _told(member, card, watching=True, changes=changes)


@command("card.unwatch", input=OfEntity, role=Role.VIEWER, locate=project_of(Card), event="card.unwatched")
def unwatch_card(member: Member, *, id: UUID) -> Event:
    card = standing_card(member, id)
    gone, _rows = CardWatcher.objects.filter(card=card, user=member.user).delete()
    changes = {"watcher_ids": [[member.user.pk], []]} if gone else {}
    return _told(member, card, watching=False, changes=changes)


def stop_watching(member: Member, user_id: UUID) -> dict[str, Any]:
    """Who leaves a project is told no more of it."""
    CardWatcher.objects.filter(project=member.project, user_id=user_id).delete()
    return {}


LEAVERS.append(stop_watching)


def _told(member: Member, card: Card, *, watching: bool, changes: dict[str, Any]) -> Event:
    told = card_wire(card, member.project)
    return happened(told, changes=changes, answer={**told, "watching": watching})
