"""Commands that subscribe a person to the notifications about a card. Viewers may run them too.

They do not change the card. Every member receives the event, which says that this person began or stopped to
watch. `watching` differs between people, so it is part of the response only, not of the event.
"""

from uuid import UUID

from boards.commands.cards import get_card
from boards.models import Card, CardWatcher
from boards.wire.cards import card_wire
from projects.commands.members import on_member_removed
from projects.events.log import Changes, new_event
from projects.inputs import EntityInput
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, project_of


@command("card.watch", input=EntityInput, role=Role.VIEWER, locate=project_of(Card), event="card.watched")
def watch_card(member: Member, *, id: UUID) -> Event:
    """Start watching; has no effect if the person watches the card already."""
    card = get_card(member, id)
    _row, new = CardWatcher.objects.get_or_create(
        card=card, user=member.user, defaults={"project": member.project, "created_at": member.at}
    )
    changes = {"watcher_ids": [[], [member.user.pk]]} if new else {}
    return _watch_event(member, card, watching=True, changes=changes)


@command("card.unwatch", input=EntityInput, role=Role.VIEWER, locate=project_of(Card), event="card.unwatched")
def unwatch_card(member: Member, *, id: UUID) -> Event:
    card = get_card(member, id)
    deleted, _rows = CardWatcher.objects.filter(card=card, user=member.user).delete()
    changes = {"watcher_ids": [[member.user.pk], []]} if deleted else {}
    return _watch_event(member, card, watching=False, changes=changes)


@on_member_removed.register
def stop_watching(member: Member, user_id: UUID) -> Changes:
    """Unsubscribe a person who leaves the project from all its cards."""
    CardWatcher.objects.filter(project=member.project, user_id=user_id).delete()
    return {}


def _watch_event(member: Member, card: Card, *, watching: bool, changes: Changes) -> Event:
    payload = card_wire(card, member.project)
    return new_event(payload, changes=changes, answer={**payload, "watching": watching})
