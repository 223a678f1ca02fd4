"""Labels: made, changed, deleted."""

from uuid import UUID

from django.utils.translation import gettext as _

from boards.inputs import CreateLabel, UpdateLabel
from boards.models import CardLabel, Label
from boards.snapshot import label_wire
from projects.errors import Conflict, NotFound
from projects.events import differences, happened
from projects.inputs import OfEntity
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, in_project, project_of


@command("label.create", input=CreateLabel, role=Role.MEMBER, locate=in_project, event="label.created")
def create_label(member: Member, *, name: str, color: str, id: UUID | None = None) -> Event:
    if id is not None and Label.objects.filter(pk=id).exists():
        raise Conflict(_("This id is taken."))
    label = Label(project=member.project, name=name, color=color, created_at=member.at)
    if id is not None:
        label.pk = id
    label.save(force_insert=True)
    return happened(label_wire(label))


@command(
    "label.update",
    input=UpdateLabel,
    role=Role.MEMBER,
    locate=project_of(Label, lasting=False),
    event="label.updated",
)
def update_label(member: Member, *, id: UUID, **values: str) -> Event:
    label = _label(member, id)
    before = label_wire(label)
    for name, value in values.items():
        setattr(label, name, value)
    label.save()
    after = label_wire(label)
    return happened(after, changes=differences(before, after))


@command(
    "label.delete",
    input=OfEntity,
    role=Role.MEMBER,
    locate=project_of(Label, lasting=False),
    event="label.deleted",
)
def delete_label(member: Member, *, id: UUID) -> Event:
    """Strips the label from its cards without raising their versions; `changes` tells from which."""
    label = _label(member, id)
    before = label_wire(label)
    cards = list(CardLabel.objects.filter(label=label).order_by("id").values_list("card_id", flat=True))
    label.delete()
    return happened(before, changes={"card_ids": [cards, []]} if cards else {})


def _label(member: Member, label_id: UUID) -> Label:
    label = Label.objects.filter(project=member.project, pk=label_id).first()
    if label is None:
        raise NotFound
    return label
