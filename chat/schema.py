"""Serializers that describe the responses of the chat app in OpenAPI."""

from rest_framework import serializers

from core.wire import WireSerializer
from files.schema import File
from projects.api import schema


class Reaction(WireSerializer):
    emoji = serializers.CharField()
    user_ids = serializers.ListField(child=serializers.UUIDField())


class Message(WireSerializer):
    id = serializers.UUIDField()
    project_id = serializers.UUIDField()
    author_id = serializers.UUIDField()
    text = serializers.CharField()
    files = File(many=True)
    reply_to_id = serializers.UUIDField(allow_null=True)
    mention_ids = serializers.ListField(child=serializers.UUIDField())
    reactions = Reaction(many=True)
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    deleted_at = serializers.DateTimeField(allow_null=True)


class Unread(WireSerializer):
    unread = serializers.IntegerField()
    mentions = serializers.IntegerField()
    seq = serializers.IntegerField()
    message_id = serializers.UUIDField(allow_null=True)
    since = serializers.DateTimeField()


MessagePage = schema.page_of(Message, "MessagePage")
