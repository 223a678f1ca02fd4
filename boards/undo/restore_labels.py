"""Internal command that brings a deleted label back. Only an undo runs it."""

from uuid import UUID

from boards.models import CardLabel, Label
from boards.undo.inputs import RestoreLabel
from boards.wire.board import label_wire
from projects.events.log import Changes, new_event
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, in_project


@command(
    "label.restore",
    input=RestoreLabel,
    role=Role.MEMBER,
    locate=in_project,
    event="label.restored",
    internal=True,
)
def restore_label(
    member: Member, *, id: UUID, name: str, color: str, card_ids: list[UUID], places: list[int]
) -> Event:
    """Create the label again under its id, and put it back on its cards without raising their versions.

    `places` holds, for each of `card_ids`, the index of the label among the labels of that card. Labels are
    ordered by creation time, so the label takes over the time of its `label.created` event.
    """
    created = Event.objects.filter(project=member.project, type="label.created", payload__id=str(id)).first()
    label = Label(pk=id, project=member.project, name=name, color=color)
    label.created_at = created.at if created else member.at
    label.save(force_insert=True)
    cards = _add_to_cards(member, label, dict(zip(card_ids, places, strict=True)))
    place = list(Label.objects.filter(project=member.project).values_list("pk", flat=True)).index(id)
    changes: Changes = {"place": [None, place]}
    if cards:
        changes |= {"card_ids": [[], list(cards)], "places": [[], list(cards.values())]}
    return new_event(label_wire(label), changes=changes)


def _add_to_cards(member: Member, label: Label, places: dict[UUID, int]) -> dict[UUID, int]:
    """Insert the label at {card id: index}, and return the index that it has on each card now."""
    lists: dict[UUID, list[UUID]] = {card_id: [] for card_id in places}
    rows = CardLabel.objects.filter(card__in=places).order_by("id")
    for card_id, label_id in rows.values_list("card_id", "label_id"):
        lists[card_id].append(label_id)
    for card_id, place in places.items():
        lists[card_id].insert(place, label.pk)
    rows.delete()
    CardLabel.objects.bulk_create(
        CardLabel(project=member.project, card_id=card_id, label_id=label_id)
        for card_id, ids in lists.items()
        for label_id in ids
    )
    return {card_id: ids.index(label.pk) for card_id, ids in lists.items()}
