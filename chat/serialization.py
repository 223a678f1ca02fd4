"""The one form of a message on the wire."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from chat.models import Mention, Message, MessageFile, Reaction
from core.wire import camelize
from files.models import File
from files.serialization import file_wire

Reactions = list[dict[str, Any]]


def message_wire(message: Message) -> dict[str, Any]:
    return messages_wire([message])[0]


def messages_wire(messages: list[Message]) -> list[dict[str, Any]]:
    reactions, mentions, files = reactions_of(messages), mentions_of(messages), files_of(messages)
    return [
        {
            **_message(message),
            "mentionIds": [str(row.user_id) for row in mentions[message.pk]],
            "reactions": camelize(reactions[message.pk]),
            "files": [camelize(file_wire(file)) for file in files[message.pk]],
        }
        for message in messages
    ]


def reactions_of(messages: list[Message]) -> dict[UUID, Reactions]:
    """For each message {emoji, user_ids}, in the order of the first of each."""
    grouped: dict[UUID, dict[str, list[UUID]]] = defaultdict(lambda: defaultdict(list))
    for row in Reaction.objects.filter(message__in=messages).order_by("id"):
        grouped[row.message_id][row.emoji].append(row.user_id)
    shown = {pk: [{"emoji": mark, "user_ids": ids} for mark, ids in by.items()] for pk, by in grouped.items()}
    return defaultdict(list, shown)


def mentions_of(messages: list[Message]) -> dict[UUID, list[Mention]]:
    grouped: dict[UUID, list[Mention]] = defaultdict(list)
    for row in Mention.objects.filter(message__in=messages).select_related("user").order_by("id"):
        grouped[row.message_id].append(row)
    return grouped


def files_of(messages: list[Message]) -> dict[UUID, list[File]]:
    grouped: dict[UUID, list[File]] = defaultdict(list)
    for row in MessageFile.objects.filter(message__in=messages).select_related("file").order_by("id"):
        grouped[row.message_id].append(row.file)
    return grouped


def _message(message: Message) -> dict[str, Any]:
    return camelize(
        {
            "id": message.pk,
            "project_id": message.project_id,
            "author_id": message.author_id,
            "text": message.text,
            "reply_to_id": message.reply_to_id,
            "created_at": message.created_at,
            "edited_at": message.edited_at,
            "deleted_at": message.deleted_at,
        }
    )
