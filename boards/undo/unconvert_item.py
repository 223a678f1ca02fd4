"""Internal commands that undo and redo the conversion of a checklist item into a card.

Only an undo runs them.
"""

from uuid import UUID

from boards.commands.checklist_counts import update_checklist_counts
from boards.commands.checklist_items import get_item
from boards.commands.checklists import get_checklist
from boards.commands.rewrite_cards import rewrite_cards
from boards.models import Card, ChecklistItem
from boards.undo.inputs import ItemValues, ReconvertItem, UnconvertItem
from boards.undo.restore_checklists import insert_item
from boards.wire.card_summary import CardCounts, card_summary
from boards.wire.cards import cards_wire
from boards.wire.checklists import item_wire
from projects.errors import NotFound
from projects.events.log import new_event
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, in_project, project_of


@command(
    "checklist_item.unconvert",
    input=UnconvertItem,
    role=Role.MEMBER,
    locate=in_project,
    event="checklist_item.unconverted",
    internal=True,
)
def unconvert_item(member: Member, *, card_id: UUID, checklist_id: UUID, item: ItemValues) -> Event:
    """Move the card to the trash and create the item again.

    The payload holds the card as it was, with the new `item` and a summary of the item's own `card`.
    """
    checklist = get_checklist(member, checklist_id)
    row = insert_item(member, checklist, item)
    card = _converted_card(member, card_id)
    [done] = rewrite_cards(member, [card], {card_id: {"deleted_at": member.at}}, serialize=cards_wire)
    payload = {**done.before, "item": item_wire(row, checklist.card_id)}
    return new_event({**payload, "card": _summary(member, checklist.card)}, changes=done.changes)


@command(
    "checklist_item.reconvert",
    input=ReconvertItem,
    role=Role.MEMBER,
    locate=project_of(ChecklistItem),
    event="checklist_item.converted",
    internal=True,
)
def reconvert_item(member: Member, *, id: UUID, card_id: UUID) -> Event:
    """Delete the item and take the card that it had become out of the trash."""
    item, card = get_item(member, id)
    before = item_wire(item, card.pk)
    item.delete()
    update_checklist_counts(card)
    converted = _converted_card(member, card_id)
    [done] = rewrite_cards(member, [converted], {card_id: {"deleted_at": None}}, serialize=cards_wire)
    return new_event({**done.after, "item": before, "card": _summary(member, card)}, changes=done.changes)


def _converted_card(member: Member, card_id: UUID) -> Card:
    card = Card.objects.filter(project=member.project, pk=card_id).first()
    if card is None:
        raise NotFound
    return card


def _summary(member: Member, card: Card) -> CardCounts:
    return card_summary(card, member.project)["card"]
