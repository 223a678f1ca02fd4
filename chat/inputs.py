"""Inputs of the chat's commands and of its other frames."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from chat.emoji import one_form
from chat.models import EMOJI_LENGTH, TEXT_LENGTH
from core.wire import Id, Ids, NewId, Text, WireSerializer
from projects.inputs import EntityInput, InProject, Prose

MAX_FILES = 10


class Emoji(Text):
    """One emoji. ❤ and ❤️ are the same."""

    default_error_messages = {"emoji": _("Enter one emoji.")}

    def __init__(self, **kwargs: object) -> None:
        super().__init__(max_length=EMOJI_LENGTH, **kwargs)  # type: ignore[arg-type]

    def to_internal_value(self, data: object) -> str:
        emoji = one_form(super().to_internal_value(data))
        if not emoji:
            self.fail("emoji")
        return emoji


class SendMessage(InProject):
    """Requires a text, files, or both."""

    id = NewId(required=False)
    text = Prose(max_length=TEXT_LENGTH, blank=True)
    file_ids = Ids(max_length=MAX_FILES, required=False)
    reply_to_id = Id(required=False, allow_null=True)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if not values["text"] and not values.get("file_ids"):
            raise serializers.ValidationError({"text": [Text.default_error_messages["blank"]]})
        return values


class UpdateMessage(EntityInput):
    """The text may be empty if the message has files."""

    text = Prose(max_length=TEXT_LENGTH, blank=True)


class React(EntityInput):
    emoji = Emoji()


class Typing(WireSerializer):
    """`userId` is accepted and ignored: the socket belongs to one person."""

    project_id = Id()
    user_id = serializers.JSONField(required=False)


class ReadUpTo(WireSerializer):
    project_id = Id()
    message_id = Id()
