"""What the commands and signals of this app take, in the words of the wire."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from chat.emoji import EMOJI
from chat.models import EMOJI_LENGTH, TEXT_LENGTH
from core.wire import Id, Ids, NewId, Text, WireSerializer
from projects.inputs import InProject, OfEntity, Prose

MAX_FILES = 10


class Emoji(Text):
    default_error_messages = {"emoji": _("One emoji, please.")}

    def __init__(self, **kwargs: object) -> None:
        super().__init__(max_length=EMOJI_LENGTH, **kwargs)  # type: ignore[arg-type]

    def to_internal_value(self, data: object) -> str:
        value = super().to_internal_value(data)
        if value not in EMOJI:
            self.fail("emoji")
        return value


class SendMessage(InProject):
    """Text or files, or both."""

    id = NewId(required=False)
    text = Prose(max_length=TEXT_LENGTH, blank=True)
    file_ids = Ids(max_length=MAX_FILES, required=False)
    reply_to_id = Id(required=False, allow_null=True)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if not values["text"] and not values.get("file_ids"):
            raise serializers.ValidationError({"text": [Text.default_error_messages["blank"]]})
        return values


class UpdateMessage(OfEntity):
    """The text may be empty where files stay."""

    text = Prose(max_length=TEXT_LENGTH, blank=True)


class React(OfEntity):
    emoji = Emoji()


class Typing(WireSerializer):
    """`userId` may stand there and says nothing: the socket knows who it is."""

    project_id = Id()
    user_id = serializers.JSONField(required=False)


class ReadUpTo(WireSerializer):
    project_id = Id()
    message_id = Id()
