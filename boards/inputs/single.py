"""What the commands of this app take, in the words of the wire."""

from typing import Any

from rest_framework import serializers

from accounts.api.serializers import Choice
from boards.models import COMMENT_LENGTH, DESCRIPTION_LENGTH, ITEM_LENGTH, NAME_LENGTH, TITLE_LENGTH, Hue
from core.wire import Flag, Id, Ids, Instant, Integer, NewId, Text, WireSerializer
from projects.inputs import InProject, OfEntity, Prose

MAX_WIP_LIMIT = 10_000
MAX_VERSION = 2**31 - 1


class HueField(Choice):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=Hue.choices, **kwargs)


class Version(Integer):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=MAX_VERSION, **kwargs)


class Description(Text):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=DESCRIPTION_LENGTH, blank=True, lines=True, trim=False, **kwargs)


class Versioned(OfEntity):
    version = Version()


class Place(WireSerializer):
    """`after: null` is the top; `before: null` would say nothing and is refused."""

    before = Id(required=False)
    after = Id(required=False, allow_null=True)


class CreateColumn(Place, InProject):
    id = NewId(required=False)
    name = Text(max_length=NAME_LENGTH)
    wip_limit = Integer(min_value=1, max_value=MAX_WIP_LIMIT, required=False, allow_null=True)
    color = HueField(required=False)


class UpdateColumn(Versioned):
    name = Text(max_length=NAME_LENGTH, required=False)
    wip_limit = Integer(min_value=1, max_value=MAX_WIP_LIMIT, required=False, allow_null=True)
    color = HueField(required=False)


class MoveColumn(Place, Versioned):
    pass


class DeleteColumn(OfEntity):
    version = Version(required=False)


class CreateCard(Place):
    id = NewId(required=False)
    project_id = Id(required=False)
    column_id = Id()
    title = Text(max_length=TITLE_LENGTH)
    description = Description(required=False, allow_null=True)
    label_ids = Ids(required=False, allow_null=True)
    assignee_ids = Ids(required=False, allow_null=True)
    due_at = Instant(required=False, allow_null=True)


class UpdateCard(Versioned):
    """The cover is one of the card's pictures; null takes it away. Due may not lie before start."""

    title = Text(max_length=TITLE_LENGTH, required=False)
    description = Description(required=False, allow_null=True)
    label_ids = Ids(required=False, allow_null=True)
    assignee_ids = Ids(required=False, allow_null=True)
    start_at = Instant(required=False, allow_null=True)
    due_at = Instant(required=False, allow_null=True)
    done_at = Instant(required=False, allow_null=True)
    cover_file_id = Id(required=False, allow_null=True)


class MoveCard(Place, Versioned):
    column_id = Id()


class CardAndFile(OfEntity):
    file_id = Id()


class OfCard(WireSerializer):
    """Puts something on a card; `projectId` may stand beside it and must then be right."""

    card_id = Id()
    project_id = Id(required=False)


class CreateComment(OfCard):
    id = NewId(required=False)
    text = Prose(max_length=COMMENT_LENGTH)


class UpdateComment(OfEntity):
    text = Prose(max_length=COMMENT_LENGTH)


class CreateChecklist(Place, OfCard):
    id = NewId(required=False)
    name = Text(max_length=NAME_LENGTH)


class UpdateChecklist(OfEntity):
    name = Text(max_length=NAME_LENGTH, required=False)


class MoveChecklist(Place, OfEntity):
    pass


class CreateItem(Place):
    id = NewId(required=False)
    checklist_id = Id()
    project_id = Id(required=False)
    text = Text(max_length=ITEM_LENGTH)
    assignee_id = Id(required=False, allow_null=True)
    due_at = Instant(required=False, allow_null=True)


class UpdateItem(OfEntity):
    text = Text(max_length=ITEM_LENGTH, required=False)
    done = Flag(required=False)
    assignee_id = Id(required=False, allow_null=True)
    due_at = Instant(required=False, allow_null=True)


class MoveItem(Place, OfEntity):
    """Without `checklistId` it stays in its own."""

    checklist_id = Id(required=False)


class ConvertItem(Place, OfEntity):
    """Without `columnId` the card comes into the column of the item's card."""

    column_id = Id(required=False)


class CreateLabel(InProject):
    id = NewId(required=False)
    name = Text(max_length=NAME_LENGTH)
    color = HueField()


class UpdateLabel(OfEntity):
    name = Text(max_length=NAME_LENGTH, required=False)
    color = HueField(required=False)


# ── Of an undo, which knows what was ──────────────────────────────────────────────────────────────

ANY_NUMBER = 100_000
POSITION_LENGTH = 1000


class Position(Text):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=POSITION_LENGTH, **kwargs)


class CardReverted(OfEntity):
    """All that `card.update` takes, and the files."""

    def get_fields(self) -> dict[str, serializers.Field]:
        kept = {name: field for name, field in UpdateCard().get_fields().items() if name != "version"}
        return {**kept, "fileIds": Ids(source="file_ids", required=False)}


class CardPutBack(OfEntity):
    column_id = Id(required=False)
    position = Position(required=False)
    archived_at = Instant(required=False, allow_null=True)
    deleted_at = Instant(required=False, allow_null=True)


class ColumnPutBack(OfEntity):
    position = Position()


class LabelBack(InProject):
    id = Id()
    name = Text(max_length=NAME_LENGTH)
    color = HueField()
    card_ids = Ids(max_length=ANY_NUMBER)
    places = serializers.ListField(child=Integer(), max_length=ANY_NUMBER)
