"""What only an undo does to an item that became a card: it is an item again, or that card again."""

from typing import Any
from uuid import UUID

from boards.commands.checklist_items import standing_item
from boards.commands.checklists import standing_checklist
from boards.commands.rewrite_cards import rewrite
from boards.models import Card, ChecklistItem
from boards.undo.inputs import ItemAndCard, ItemOfCardBack
from boards.undo.restore_checklists import insert_item
from boards.wire.board import listed_cards
from boards.wire.card_summary import about_card
from boards.wire.checklists import item_wire, recount
from projects.errors import NotFound
from projects.events.log import happened
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, in_project, project_of


@command(
    "checklist_item.unconvert",
    input=ItemOfCardBack,
    role=Role.MEMBER,
    locate=in_project,
    event="checklist_item.unconverted",
    internal=True,
)
def unconvert_item(member: Member, *, card_id: UUID, checklist_id: UUID, item: dict[str, Any]) -> Event:
    """The card goes into the trash; the event carries it as it was, with the `item` that there is again."""
    checklist = standing_checklist(member, checklist_id)
    row = insert_item(member, checklist, item)
    [done] = rewrite(
        member, [_made(member, card_id)], {card_id: {"deleted_at": member.at}}, listed=listed_cards
    )
    told = {**done.before, "item": item_wire(row, checklist.card_id)}
    return happened({**told, "card": _origin(member, checklist.card)}, changes=done.changes)


@command(
    "checklist_item.reconvert",
    input=ItemAndCard,
    role=Role.MEMBER,
    locate=project_of(ChecklistItem),
    event="checklist_item.converted",
    internal=True,
)
def reconvert_item(member: Member, *, id: UUID, card_id: UUID) -> Event:
    """The card that it was comes out of the trash."""
    item, card = standing_item(member, id)
    before = item_wire(item, card.pk)
    item.delete()
    recount(card)
    [done] = rewrite(member, [_made(member, card_id)], {card_id: {"deleted_at": None}}, listed=listed_cards)
    return happened({**done.after, "item": before, "card": _origin(member, card)}, changes=done.changes)


def _made(member: Member, card_id: UUID) -> Card:
    card = Card.objects.filter(project=member.project, pk=card_id).first()
    if card is None:
        raise NotFound
    return card


def _origin(member: Member, card: Card) -> dict[str, Any]:
    return about_card(card, member.project)["card"]
