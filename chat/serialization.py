"""Serialization of messages."""

from collections import defaultdict
from typing import TypedDict
from uuid import UUID

from chat.models import Mention, Message, MessageFile, Reaction
from core.wire import instant
from files.models import File
from files.serialization import FileWire, file_wire
from projects.mentions.find import mentioned_ids


class ReactionWire(TypedDict):
    """An emoji under a message, and the ids of the users who added it, in the order of adding."""

    emoji: str
    userIds: list[str]


class MessageWire(TypedDict):
    id: str
    projectId: str
    authorId: str
    text: str
    replyToId: str | None
    createdAt: str
    editedAt: str | None
    deletedAt: str | None
    mentionIds: list[str]
    reactions: list[ReactionWire]
    files: list[FileWire]


class ReactionGroup(TypedDict):
    """The users who reacted to a message with one emoji, by their ids in the database."""

    emoji: str
    user_ids: list[UUID]


def message_wire(message: Message) -> MessageWire:
    return messages_wire([message])[0]


def messages_wire(messages: list[Message]) -> list[MessageWire]:
    reactions, mentions, files = reactions_of(messages), mentions_of(messages), files_of(messages)
    return [
        {
            "id": str(message.pk),
            "projectId": str(message.project_id),
            "authorId": str(message.author_id),
            "text": message.text,
            "replyToId": str(message.reply_to_id) if message.reply_to_id else None,
            "createdAt": instant(message.created_at),
            "editedAt": instant(message.edited_at),
            "deletedAt": instant(message.deleted_at),
            "mentionIds": mentioned_ids(mentions[message.pk]),
            "reactions": [_reaction(reaction) for reaction in reactions[message.pk]],
            "files": [file_wire(file) for file in files[message.pk]],
        }
        for message in messages
    ]


def reactions_of(messages: list[Message]) -> dict[UUID, list[ReactionGroup]]:
    """Return {message id: [{emoji, user_ids}]}, ordered by the first reaction with each emoji."""
    grouped: dict[UUID, dict[str, list[UUID]]] = defaultdict(lambda: defaultdict(list))
    for row in Reaction.objects.filter(message__in=messages).order_by("id"):
        grouped[row.message_id][row.emoji].append(row.user_id)
    lists: dict[UUID, list[ReactionGroup]] = {
        pk: [{"emoji": emoji, "user_ids": ids} for emoji, ids in by_emoji.items()]
        for pk, by_emoji in grouped.items()
    }
    return defaultdict(list, lists)


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


def _reaction(reaction: ReactionGroup) -> ReactionWire:
    return {"emoji": reaction["emoji"], "userIds": list(map(str, reaction["user_ids"]))}
