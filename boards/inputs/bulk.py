"""Inputs of the commands that change many cards at once."""

import datetime as dt
from typing import Any, TypedDict
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.serializers import Choice
from boards.inputs.fields import Placement, Version
from boards.models import TITLE_LENGTH
from core.moments import Moment
from core.wire import Flag, Id, Ids, Instant, Name, WireSerializer
from projects.inputs import EntityInput, InProject

MAX_CARDS = 500
MAX_TITLES = 200
SORT_KEYS = ("dueAt", "number")


class CardVersion(TypedDict):
    """What `OfCard` reads."""

    id: UUID
    version: int


class CardsChange(TypedDict, total=False):
    """What `ChangeOfCards` reads."""

    column_id: UUID
    add_label_ids: list[UUID]
    remove_label_ids: list[UUID]
    add_assignee_ids: list[UUID]
    remove_assignee_ids: list[UUID]
    archived: bool
    start_at: dt.date | None
    due_at: dt.date | None
    done_at: dt.datetime | None


class OfCard(WireSerializer):
    id = Id()
    version = Version()


class ChangeOfCards(WireSerializer):
    """Labels and assignees are removed first, then added."""

    column_id = Id(required=False)
    add_label_ids = Ids(required=False)
    remove_label_ids = Ids(required=False)
    add_assignee_ids = Ids(required=False)
    remove_assignee_ids = Ids(required=False)
    archived = Flag(required=False)
    start_at = Moment(required=False, allow_null=True)
    due_at = Moment(required=False, allow_null=True)
    done_at = Instant(required=False, allow_null=True)

    def validate(self, values: CardsChange) -> CardsChange:
        if not values:
            raise serializers.ValidationError(_("Specify what to change."))
        return values


class UpdateCards(InProject):
    cards = OfCard(many=True, allow_empty=False, max_length=MAX_CARDS)
    change = ChangeOfCards()

    def validate_cards(self, cards: list[CardVersion]) -> list[CardVersion]:
        if len({card["id"] for card in cards}) < len(cards):
            raise serializers.ValidationError(_("The same card is listed twice."))
        return cards


class Titles(serializers.ListField):
    """Titles of new cards: the lines of a pasted text."""

    child = Name(max_length=TITLE_LENGTH)

    def __init__(self, **kwargs: Any) -> None:
        too_many = _("At most %(count)d lines at a time.") % {"count": MAX_TITLES}
        messages: dict[str, Any] = {"max_length": too_many}
        super().__init__(min_length=1, max_length=MAX_TITLES, error_messages=messages, **kwargs)


class CreateCards(Placement):
    project_id = Id(required=False)
    column_id = Id()
    titles = Titles()


class SortColumn(EntityInput):
    by = Choice(choices=SORT_KEYS)
