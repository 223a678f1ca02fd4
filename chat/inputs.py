"""What the commands and signals of this app take, in the words of the wire."""

from typing import Any

import emoji
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.wire import Id, Ids, NewId, Text, WireSerializer
from chat.models import EMOJI_LENGTH, TEXT_LENGTH
from projects.inputs import InProject, OfEntity

MAX_FILES = 10


class Emoji(Text):
    default_error_messages = {"emoji": _("One emoji, please.")}

    def __init__(self, **kwargs: object) -> None:
        super().__init__(max_length=EMOJI_LENGTH, **kwargs)  # type: ignore[arg-type]

    def to_internal_value(self, data: object) -> str:
        value = super().to_internal_value(data)
        if not emoji.is_emoji(value):
            self.fail("emoji")
        return value


class MessageText(Text):
    """Line breaks stay; control and direction-changing characters, which could disguise a text, go."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(max_length=TEXT_LENGTH, lines=True, **kwargs)  # type: ignore[arg-type]

    def to_internal_value(self, data: object) -> str:
        if isinstance(data, str):
            data = data.translate(DISGUISES).replace("\r\n", "\n").replace("\r", "\n")
        return super().to_internal_value(data)


CONTROLS = {*range(1, 9), 11, 12, *range(14, 32), *range(127, 160)}
DIRECTIONS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
DISGUISES = dict.fromkeys(CONTROLS | DIRECTIONS)


class SendMessage(InProject):
    """Text or files, or both."""

    id = NewId(required=False)
    text = MessageText(blank=True)
    file_ids = Ids(max_length=MAX_FILES, required=False)
    reply_to_id = Id(required=False, allow_null=True)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if not values["text"] and not values.get("file_ids"):
            raise serializers.ValidationError({"text": [Text.default_error_messages["blank"]]})
        return values


class UpdateMessage(OfEntity):
    """The text may be empty where files stay."""

    text = MessageText(blank=True)


class React(OfEntity):
    emoji = Emoji()


class Typing(WireSerializer):
    """`userId` may stand there and says nothing: the socket knows who it is."""

    project_id = Id()
    user_id = serializers.JSONField(required=False)


class ReadUpTo(WireSerializer):
    project_id = Id()
    message_id = Id()
