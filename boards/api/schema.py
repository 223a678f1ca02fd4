"""Serializers that describe the responses of the boards app in OpenAPI."""

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from boards.models import Hue
from core.moments import Moment
from core.wire import WireSerializer
from projects.api import schema


class OpenCard(WireSerializer):
    id = serializers.UUIDField()
    number = serializers.IntegerField()
    key = serializers.CharField()
    project_id = serializers.UUIDField()
    column_id = serializers.UUIDField()
    title = serializers.CharField()
    position = serializers.CharField()
    version = serializers.IntegerField()
    label_ids = serializers.ListField(child=serializers.UUIDField())
    assignee_ids = serializers.ListField(child=serializers.UUIDField())
    start_at = Moment(allow_null=True)
    due_at = Moment(allow_null=True)
    done_at = serializers.DateTimeField(allow_null=True)
    archived_at = serializers.DateTimeField(allow_null=True)
    created_by = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    comment_count = serializers.IntegerField()
    checklist_total = serializers.IntegerField()
    checklist_done = serializers.IntegerField()
    file_ids = serializers.ListField(child=serializers.UUIDField())
    file_count = serializers.IntegerField()
    cover_file_id = serializers.UUIDField(allow_null=True)


class Card(OpenCard):
    description = serializers.CharField()


class OwnCard(Card):
    """A card, with `watching` for the user."""

    watching = serializers.BooleanField()


class Description(WireSerializer):
    """A version of a card's description, with the event that set it."""

    seq = serializers.IntegerField()
    actor_id = serializers.UUIDField()
    at = serializers.DateTimeField()
    description = serializers.CharField()


class Comment(WireSerializer):
    id = serializers.UUIDField()
    project_id = serializers.UUIDField()
    card_id = serializers.UUIDField()
    author_id = serializers.UUIDField()
    text = serializers.CharField()
    mention_ids = serializers.ListField(child=serializers.UUIDField())
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    deleted_at = serializers.DateTimeField(allow_null=True)


class Counts(WireSerializer):
    """Summary of the card that a comment or checklist belongs to, with its current counts."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    key = serializers.CharField()
    title = serializers.CharField()
    comment_count = serializers.IntegerField()
    checklist_total = serializers.IntegerField()
    checklist_done = serializers.IntegerField()


class ToldComment(Comment):
    number = serializers.IntegerField()
    card = Counts()


class ChecklistItem(WireSerializer):
    id = serializers.UUIDField()
    project_id = serializers.UUIDField()
    card_id = serializers.UUIDField()
    checklist_id = serializers.UUIDField()
    text = serializers.CharField()
    position = serializers.CharField()
    done = serializers.BooleanField()
    assignee_id = serializers.UUIDField(allow_null=True)
    due_at = Moment(allow_null=True)


class Checklist(WireSerializer):
    id = serializers.UUIDField()
    project_id = serializers.UUIDField()
    card_id = serializers.UUIDField()
    name = serializers.CharField()
    position = serializers.CharField()
    items = ChecklistItem(many=True)


class ToldChecklist(Checklist):
    number = serializers.IntegerField()
    card = Counts()


class ToldItem(ChecklistItem):
    number = serializers.IntegerField()
    card = Counts()


class ConvertedCard(Card):
    """The new card, with the deleted item and a summary of the card that the item was on."""

    item = ChecklistItem()
    card = Counts()


class PlacedCard(WireSerializer):
    """Position of a card, and its version."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    position = serializers.CharField()
    version = serializers.IntegerField()


class Column(WireSerializer):
    id = serializers.UUIDField()
    project_id = serializers.UUIDField()
    name = serializers.CharField()
    color = serializers.ChoiceField(Hue.choices)
    position = serializers.CharField()
    wip_limit = serializers.IntegerField(allow_null=True)
    version = serializers.IntegerField()


class Label(WireSerializer):
    id = serializers.UUIDField()
    project_id = serializers.UUIDField()
    name = serializers.CharField()
    color = serializers.ChoiceField(Hue.choices)


class Board(WireSerializer):
    id = serializers.UUIDField()
    project_id = serializers.UUIDField()
    name = serializers.CharField()
    created_at = serializers.DateTimeField()


Snapshot = inline_serializer(
    "BoardSnapshot",
    {
        "project": schema.Project(),
        "board": Board(),
        "columns": Column(many=True),
        "cards": OpenCard(many=True),
        "labels": Label(many=True),
        "members": schema.Member(many=True),
        "watching": serializers.ListField(child=serializers.UUIDField()),
        "seq": serializers.IntegerField(),
    },
)
CardPage = schema.page_of(Card, "CardPage")
ChecklistPage = schema.page_of(Checklist, "ChecklistPage")
DescriptionPage = schema.page_of(Description, "DescriptionPage")
CommentPage = schema.page_of(Comment, "CommentPage")
LabelPage = schema.page_of(Label, "LabelPage")
