"""Internal commands that set a card back to an earlier state. Only an undo runs them."""

import datetime as dt
from typing import Any, Unpack
from uuid import UUID

from boards.commands.cards import get_card, update_card
from boards.commands.rewrite_cards import CardRewrite, CardValues, rewrite_cards
from boards.models import Card, CardFile
from boards.undo.inputs import PutBackCard, RevertCard
from boards.wire.cards import card_wire, cards_wire
from files.models import File
from projects.errors import NotFound
from projects.events.log import differences, new_event
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, project_of


@command(
    "card.revert",
    input=RevertCard,
    role=Role.MEMBER,
    locate=project_of(Card),
    event="card.updated",
    internal=True,
)
def revert_card(member: Member, *, id: UUID, file_ids: list[UUID] | None = None, **values: Any) -> Event:
    """Set fields, labels, assignees and files of a card, at whatever version it is."""
    card = get_card(member, id)
    before = card_wire(card, member.project)
    if file_ids is not None:
        _set_files(member, card, file_ids)
        if card.cover_id and card.cover_id not in file_ids:
            values["cover_file_id"] = None
    event = update_card(member, id=id, version=card.version, **values)
    event.changes = differences(before, event.payload)
    return event


def _set_files(member: Member, card: Card, file_ids: list[UUID]) -> None:
    """Raise NotFound if one of the files has been deleted."""
    if File.objects.undeleted().filter(project=member.project, pk__in=file_ids).count() != len(file_ids):
        raise NotFound
    CardFile.objects.filter(card=card).delete()
    CardFile.objects.bulk_create(
        CardFile(project=member.project, card=card, file_id=file_id) for file_id in file_ids
    )


@command(
    "card.put_back",
    input=PutBackCard,
    role=Role.MEMBER,
    locate=project_of(Card),
    event="card.moved",
    internal=True,
)
def put_card_back(member: Member, *, id: UUID, **values: Unpack[CardValues]) -> Event:
    """Set column, position, `archived_at` and `deleted_at` of a card.

    The type of the event follows from the difference: moved, archived, restored or deleted.
    """
    card = Card.objects.filter(project=member.project, pk=id).first()
    if card is None:
        raise NotFound
    [done] = rewrite_cards(member, [card], {id: values}, serialize=cards_wire)
    event = new_event(done.before if card.deleted_at else done.after, changes=done.changes)
    event.type = f"card.{_event_verb(done, card.deleted_at)}"
    return event


def _event_verb(done: CardRewrite, deleted_at: dt.datetime | None) -> str:
    if "deletedAt" in done.changes:
        return "deleted" if deleted_at else "restored"
    if "archivedAt" in done.changes:
        return "archived" if done.after["archivedAt"] else "restored"
    return "moved"
