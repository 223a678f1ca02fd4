"""Inverses of the events of labels."""

from django.utils.translation import gettext as _

from boards.models import CardLabel, Label
from boards.wire.board import LabelWire, label_wire
from projects.errors import CannotUndo
from projects.history.undo import CommandInput, check_unchanged, first_or_gone, inverse, restore_input
from projects.models import Event
from projects.registry import Member


@inverse("label.created", by="label.delete")
def label_created(member: Member, event: Event) -> CommandInput:
    current = _current_label(member, event)
    check_unchanged(current, event.payload)
    if CardLabel.objects.filter(label=event.payload["id"], card__deleted_at=None).exists():
        raise CannotUndo(_("This can’t be undone: the label is used on cards."))
    return {"id": current["id"]}


@inverse("label.updated", by="label.update")
def label_updated(member: Member, event: Event) -> CommandInput:
    return restore_input(event, _current_label(member, event), "label.update")


@inverse("label.deleted", by="label.restore")
def label_deleted(member: Member, event: Event) -> CommandInput:
    """Return the label, its cards, and its index among the labels of each card.

    Events of earlier versions hold no indexes; the label then becomes the first of each card.
    """
    if Label.objects.filter(pk=event.payload["id"]).exists():
        raise CannotUndo
    cards, _none = event.changes.get("cardIds", ([], []))
    places, _none = event.changes.get("places", ([0] * len(cards), []))
    label = {key: event.payload[key] for key in ("id", "projectId", "name", "color")}
    return {**label, "cardIds": cards, "places": places}


@inverse("label.restored", by="label.delete")
def label_restored(member: Member, event: Event) -> CommandInput:
    current = _current_label(member, event)
    check_unchanged(current, event.payload)
    return {"id": current["id"]}


def _current_label(member: Member, event: Event) -> LabelWire:
    return label_wire(first_or_gone(Label.objects.filter(project=member.project, pk=event.payload["id"])))
