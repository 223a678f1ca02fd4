"""Checklists of cards: made, renamed, moved, deleted. None of it raises the card's version."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from boards.commands.cards import standing_card
from boards.inputs.single import CreateChecklist, MoveChecklist, UpdateChecklist
from boards.models import Card, Checklist
from boards.positions import Order
from boards.wire.card_summary import about_card
from boards.wire.checklists import checklist_wire, recount
from projects.errors import Conflict, NotFound, invalid_field
from projects.events.log import differences, happened
from projects.inputs import OfEntity
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, project_of

CHECKLISTS = Order(lambda card: Checklist.objects.filter(card_id=card))
CHECKLISTS_PER_CARD = 20


@command(
    "checklist.create",
    input=CreateChecklist,
    role=Role.MEMBER,
    locate=project_of(Card, "card_id"),
    event="checklist.created",
)
def create_checklist(
    member: Member, *, card_id: UUID, name: str, id: UUID | None = None, **where: UUID | None
) -> Event:
    card = standing_card(member, card_id)
    if id is not None and Checklist.objects.filter(pk=id).exists():
        raise Conflict(_("This id is taken."))
    check_checklists(card)
    checklist = Checklist(project=member.project, card=card, name=name, created_at=member.at)
    checklist.position = CHECKLISTS.place(card.pk, **where)
    if id is not None:
        checklist.pk = id
    checklist.save(force_insert=True)
    return told_of_checklist(checklist, checklist_wire(checklist))


@command(
    "checklist.update",
    input=UpdateChecklist,
    role=Role.MEMBER,
    locate=project_of(Checklist),
    event="checklist.updated",
)
def update_checklist(member: Member, *, id: UUID, **values: str) -> Event:
    checklist = standing_checklist(member, id)
    before = checklist_wire(checklist)
    checklist.name = values.get("name", checklist.name)
    checklist.save(update_fields=["name"])
    return changed_checklist(checklist, before)


@command(
    "checklist.move",
    input=MoveChecklist,
    role=Role.MEMBER,
    locate=project_of(Checklist),
    event="checklist.moved",
)
def move_checklist(member: Member, *, id: UUID, **where: UUID | None) -> Event:
    checklist = standing_checklist(member, id)
    before = checklist_wire(checklist)
    checklist.position = CHECKLISTS.place(checklist.card_id, id, **where)
    checklist.save(update_fields=["position"])
    return changed_checklist(checklist, before)


@command(
    "checklist.delete",
    input=OfEntity,
    role=Role.MEMBER,
    locate=project_of(Checklist),
    event="checklist.deleted",
)
def delete_checklist(member: Member, *, id: UUID) -> Event:
    """With its items, which the event carries."""
    checklist = standing_checklist(member, id)
    before = checklist_wire(checklist)
    checklist.delete()
    recount(checklist.card)
    return told_of_checklist(checklist, before)


def standing_checklist(member: Member, checklist_id: UUID) -> Checklist:
    """Of a card that is not in the trash; with its card."""
    rows = Checklist.objects.filter(project=member.project, pk=checklist_id, card__deleted_at=None)
    checklist = rows.select_related("project", "card__column").first()
    if checklist is None:
        raise NotFound
    return checklist


def check_checklists(card: Card) -> None:
    """One more fits on the card."""
    if Checklist.objects.filter(card=card).count() >= CHECKLISTS_PER_CARD:
        raise invalid_field(
            "cardId", _("At most %(count)d checklists a card.") % {"count": CHECKLISTS_PER_CARD}
        )


def changed_checklist(checklist: Checklist, before: dict[str, Any]) -> Event:
    after = checklist_wire(checklist)
    return told_of_checklist(checklist, after, changes=differences(before, after))


def told_of_checklist(
    checklist: Checklist, wire: dict[str, Any], *, changes: dict[str, Any] | None = None
) -> Event:
    return happened({**wire, **about_card(checklist.card, checklist.project)}, changes=changes)
