"""Commands on labels: create, change, delete."""

from collections import Counter
from uuid import UUID

from django.utils.translation import gettext as _

from boards.inputs.labels import CreateLabel, UpdateLabel
from boards.models import CardLabel, Label
from boards.wire.board import label_wire
from projects.errors import Conflict, NotFound
from projects.events.log import Changes, differences, new_event
from projects.inputs import EntityInput
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, in_project, project_of


@command("label.create", input=CreateLabel, role=Role.MEMBER, locate=in_project, event="label.created")
def create_label(member: Member, *, name: str, color: str, id: UUID | None = None) -> Event:
    if id is not None and Label.objects.filter(pk=id).exists():
        raise Conflict(_("This id is already in use."))
    label = Label(project=member.project, name=name, color=color, created_at=member.at)
    if id is not None:
        label.pk = id
    label.save(force_insert=True)
    return new_event(label_wire(label))


@command(
    "label.update",
    input=UpdateLabel,
    role=Role.MEMBER,
    locate=project_of(Label, permanent=False),
    event="label.updated",
)
def update_label(member: Member, *, id: UUID, **values: str) -> Event:
    label = _get_label(member, id)
    before = label_wire(label)
    for name, value in values.items():
        setattr(label, name, value)
    label.save()
    after = label_wire(label)
    return new_event(after, changes=differences(before, after))


@command(
    "label.delete",
    input=EntityInput,
    role=Role.MEMBER,
    locate=project_of(Label, permanent=False),
    event="label.deleted",
)
def delete_label(member: Member, *, id: UUID) -> Event:
    """Delete the label and remove it from its cards, without raising the versions of the cards.

    `changes` holds the ids of those cards, and the index of the label among the labels of each.
    """
    label = _get_label(member, id)
    before = label_wire(label)
    places = places_on_cards(label)
    label.delete()
    changes: Changes = {"card_ids": [list(places), []], "places": [list(places.values()), []]}
    return new_event(before, changes=changes if places else {})


def places_on_cards(label: Label) -> dict[UUID, int]:
    """Return {card id: index of the label among the labels of the card}."""
    rows = CardLabel.objects.filter(card__card_labels__label=label).order_by("id")
    places, seen = {}, Counter[UUID]()
    for card_id, label_id in rows.values_list("card_id", "label_id"):
        if label_id == label.pk:
            places[card_id] = seen[card_id]
        seen[card_id] += 1
    return places


def _get_label(member: Member, label_id: UUID) -> Label:
    label = Label.objects.filter(project=member.project, pk=label_id).first()
    if label is None:
        raise NotFound
    return label
