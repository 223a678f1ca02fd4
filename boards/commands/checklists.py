"""Commands on checklists: create, rename, move, delete. None of them raises the version of the card."""

from uuid import UUID

from django.utils.translation import gettext as _

from boards.commands.cards import get_card
from boards.commands.checklist_counts import update_checklist_counts
from boards.inputs.checklists import CreateChecklist, MoveChecklist, UpdateChecklist
from boards.models import Card, Checklist
from boards.positions import Order
from boards.wire.card_summary import card_summary
from boards.wire.checklists import ChecklistOnCard, ChecklistWire, checklist_wire
from projects.errors import Conflict, NotFound, invalid_field
from projects.events.log import Changes, differences, new_event
from projects.inputs import EntityInput
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
    member: Member, *, card_id: UUID, name: str, id: UUID | None = None, **placement: UUID | None
) -> Event:
    card = get_card(member, card_id)
    if id is not None and Checklist.objects.filter(pk=id).exists():
        raise Conflict(_("This id is already in use."))
    check_checklist_limit(card)
    checklist = Checklist(project=member.project, card=card, name=name, created_at=member.at)
    checklist.position = CHECKLISTS.place(card.pk, **placement)
    if id is not None:
        checklist.pk = id
    checklist.save(force_insert=True)
    return checklist_event(checklist, checklist_wire(checklist))


@command(
    "checklist.update",
    input=UpdateChecklist,
    role=Role.MEMBER,
    locate=project_of(Checklist),
    event="checklist.updated",
)
def update_checklist(member: Member, *, id: UUID, **values: str) -> Event:
    checklist = get_checklist(member, id)
    before = checklist_wire(checklist)
    checklist.name = values.get("name", checklist.name)
    checklist.save(update_fields=["name"])
    return changed_checklist_event(checklist, before)


@command(
    "checklist.move",
    input=MoveChecklist,
    role=Role.MEMBER,
    locate=project_of(Checklist),
    event="checklist.moved",
)
def move_checklist(member: Member, *, id: UUID, **placement: UUID | None) -> Event:
    checklist = get_checklist(member, id)
    before = checklist_wire(checklist)
    checklist.position = CHECKLISTS.place(checklist.card_id, id, **placement)
    checklist.save(update_fields=["position"])
    return changed_checklist_event(checklist, before)


@command(
    "checklist.delete",
    input=EntityInput,
    role=Role.MEMBER,
    locate=project_of(Checklist),
    event="checklist.deleted",
)
def delete_checklist(member: Member, *, id: UUID) -> Event:
    """Delete the checklist and its items. The payload of the event holds all of them."""
    checklist = get_checklist(member, id)
    before = checklist_wire(checklist)
    checklist.delete()
    update_checklist_counts(checklist.card)
    return checklist_event(checklist, before)


def get_checklist(member: Member, checklist_id: UUID) -> Checklist:
    """Return a checklist with its card. Raise NotFound if the card is in the trash."""
    rows = Checklist.objects.filter(project=member.project, pk=checklist_id, card__deleted_at=None)
    checklist = rows.select_related("project", "card__column").first()
    if checklist is None:
        raise NotFound
    return checklist


def check_checklist_limit(card: Card) -> None:
    """Raise Invalid if the card has no room for one more checklist."""
    if Checklist.objects.filter(card=card).count() >= CHECKLISTS_PER_CARD:
        raise invalid_field(
            "cardId", _("At most %(count)d checklists per card.") % {"count": CHECKLISTS_PER_CARD}
        )


def changed_checklist_event(checklist: Checklist, before: ChecklistWire) -> Event:
    after = checklist_wire(checklist)
    return checklist_event(checklist, after, changes=differences(before, after))


def checklist_event(checklist: Checklist, wire: ChecklistWire, *, changes: Changes | None = None) -> Event:
    payload: ChecklistOnCard = {**wire, **card_summary(checklist.card, checklist.project)}
    return new_event(payload, changes=changes)
