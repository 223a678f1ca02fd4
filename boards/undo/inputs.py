"""Inputs of the internal commands, which only an undo runs: earlier states of entities, on the wire."""

import datetime as dt
from typing import Any, TypedDict
from uuid import UUID

from rest_framework import serializers

from boards.inputs.bulk import MAX_CARDS
from boards.inputs.cards import UpdateCard
from boards.inputs.fields import HueField
from boards.models import COMMENT_LENGTH, ITEM_LENGTH, NAME_LENGTH
from core.moments import Moment
from core.wire import Flag, Id, Ids, Instant, Integer, Text, WireSerializer
from projects.inputs import EntityInput, InProject, Prose

MAX_ROWS = 100_000
POSITION_LENGTH = 1000


class Position(Text):
    """A fractional index."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=POSITION_LENGTH, **kwargs)


# ── Cards ─────────────────────────────────────────────────────────────────────────────────────────


class RevertCard(EntityInput):
    """The fields of `card.update` except `version`, and the files."""

    def get_fields(self) -> dict[str, serializers.Field]:
        kept = {name: field for name, field in UpdateCard().get_fields().items() if name != "version"}
        return {**kept, "fileIds": Ids(source="file_ids", required=False)}


class PutBackCard(EntityInput):
    column_id = Id(required=False)
    position = Position(required=False)
    archived_at = Instant(required=False, allow_null=True)
    deleted_at = Instant(required=False, allow_null=True)


class CardState(WireSerializer):
    id = Id()
    column_id = Id(required=False)
    position = Position(required=False)
    archived_at = Instant(required=False, allow_null=True)
    start_at = Moment(required=False, allow_null=True)
    due_at = Moment(required=False, allow_null=True)
    done_at = Instant(required=False, allow_null=True)
    label_ids = Ids(required=False)
    assignee_ids = Ids(required=False)


class PutBackCards(InProject):
    cards = CardState(many=True, allow_empty=False, max_length=MAX_CARDS)


class CardId(WireSerializer):
    id = Id()


class CardsById(InProject):
    cards = CardId(many=True, allow_empty=False, max_length=MAX_CARDS)


# ── Columns and labels ────────────────────────────────────────────────────────────────────────────


class PutBackColumn(EntityInput):
    position = Position()


class PositionValues(TypedDict):
    """What `CardPosition` reads."""

    id: UUID
    position: str


class CardPosition(WireSerializer):
    id = Id()
    position = Position()


class UnsortColumn(EntityInput):
    cards = CardPosition(many=True, allow_empty=False, max_length=MAX_ROWS)


class RestoreLabel(InProject):
    """`places` holds, for each of `card_ids`, the index of the label among the labels of that card."""

    id = Id()
    name = Text(max_length=NAME_LENGTH)
    color = HueField()
    card_ids = Ids(max_length=MAX_ROWS)
    places = serializers.ListField(child=Integer(), max_length=MAX_ROWS)


# ── Comments and checklists ───────────────────────────────────────────────────────────────────────


class RestoreComment(EntityInput):
    text = Prose(max_length=COMMENT_LENGTH)


class PutBackChecklist(EntityInput):
    position = Position()


class PutBackItem(EntityInput):
    checklist_id = Id(required=False)
    position = Position(required=False)


class ItemValues(TypedDict):
    """What `ItemState` reads."""

    id: UUID
    text: str
    position: str
    done: bool
    assignee_id: UUID | None
    due_at: dt.date | None


class ItemState(WireSerializer):
    id = Id()
    text = Text(max_length=ITEM_LENGTH, multiline=True)
    position = Position()
    done = Flag()
    assignee_id = Id(allow_null=True)
    due_at = Moment(allow_null=True)


class RestoreChecklist(InProject):
    id = Id()
    card_id = Id()
    name = Text(max_length=NAME_LENGTH)
    position = Position()
    items = ItemState(many=True)


class RestoreItem(InProject):
    checklist_id = Id()
    item = ItemState()


class UnconvertItem(RestoreItem):
    """The item to create, and the card that it became, which goes to the trash."""

    card_id = Id()


class ReconvertItem(EntityInput):
    """The item to delete, and the card in the trash that it had become."""

    card_id = Id()
