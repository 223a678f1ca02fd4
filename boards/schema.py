"""Answers of this app as OpenAPI shows them."""

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from accounts.wire import WireSerializer
from boards.models import Hue
from projects import schema


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
    due_at = serializers.DateTimeField(allow_null=True)
    archived_at = serializers.DateTimeField(allow_null=True)
    created_by = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    comment_count = serializers.IntegerField()
    file_ids = serializers.ListField(child=serializers.UUIDField())
    file_count = serializers.IntegerField()
    cover_file_id = serializers.UUIDField(allow_null=True)


class Card(OpenCard):
    description = serializers.CharField()


class PlacedCard(WireSerializer):
    """Where a card stands, and no more of it."""

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
        "seq": serializers.IntegerField(),
    },
)
CardPage = schema.page_of(Card, "CardPage")
LabelPage = schema.page_of(Label, "LabelPage")
