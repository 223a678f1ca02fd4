"""What the commands on many cards at once take, in the words of the wire."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.serializers import Choice
from boards.inputs.single import ANY_NUMBER, Place, Position, Version
from boards.models import TITLE_LENGTH
from core.wire import Flag, Id, Ids, Instant, Text, WireSerializer
from projects.inputs import InProject, OfEntity

MANY = 500
LINES = 200
ORDERS = ("dueAt", "number")


class OfCard(WireSerializer):
    id = Id()
    version = Version()


class ChangeOfCards(WireSerializer):
    """Labels and people are taken off first, then put on."""

    column_id = Id(required=False)
    add_label_ids = Ids(required=False)
    remove_label_ids = Ids(required=False)
    add_assignee_ids = Ids(required=False)
    remove_assignee_ids = Ids(required=False)
    archived = Flag(required=False)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if not values:
            raise serializers.ValidationError(_("Say what is to change."))
        return values


class UpdateCards(InProject):
    cards = OfCard(many=True, allow_empty=False, max_length=MANY)
    change = ChangeOfCards()

    def validate_cards(self, cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len({card["id"] for card in cards}) < len(cards):
            raise serializers.ValidationError(_("The same card stands here twice."))
        return cards


class Titles(serializers.ListField):
    """The lines of a paste."""

    child = Text(max_length=TITLE_LENGTH)

    def __init__(self, **kwargs: Any) -> None:
        too_many = _("At most %(count)d lines at once.") % {"count": LINES}
        super().__init__(min_length=1, max_length=LINES, error_messages={"max_length": too_many}, **kwargs)


class CreateCards(Place):
    project_id = Id(required=False)
    column_id = Id()
    titles = Titles()


class SortColumn(OfEntity):
    by = Choice(choices=ORDERS)


# ── Of an undo, which knows what was ──────────────────────────────────────────────────────────────


class CardOfManyPutBack(WireSerializer):
    id = Id()
    column_id = Id(required=False)
    position = Position(required=False)
    archived_at = Instant(required=False, allow_null=True)
    label_ids = Ids(required=False)
    assignee_ids = Ids(required=False)


class CardsPutBack(InProject):
    cards = CardOfManyPutBack(many=True, allow_empty=False, max_length=MANY)


class OneOfMany(WireSerializer):
    id = Id()


class TheCards(InProject):
    cards = OneOfMany(many=True, allow_empty=False, max_length=MANY)


class CardAndPosition(WireSerializer):
    id = Id()
    position = Position()


class UnsortColumn(OfEntity):
    cards = CardAndPosition(many=True, allow_empty=False, max_length=ANY_NUMBER)
