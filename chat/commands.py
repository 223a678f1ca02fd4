"""Talking: what is said, changed, taken back and answered with an emoji."""

import datetime as dt
import math
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from chat.attachments import set_files, take_files
from chat.inputs import React, SendMessage, UpdateMessage
from chat.models import Mention, Message, MessageFile, Reaction
from chat.serialization import message_wire
from projects.errors import Conflict, Forbidden, NotFound, TooMany, invalid_field
from projects.events.log import differences, happened
from projects.inputs import OfEntity
from projects.mentions import find_mentions
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, in_project, project_of

MESSAGES = 5
WINDOW = dt.timedelta(seconds=10)
REACTIONS_PER_MESSAGE = 200


@command(
    "chat.message",
    input=SendMessage,
    role=Role.MEMBER,
    locate=in_project,
    event="chat.message.created",
    echoed=("tempId",),
    acked=("id", "createdAt"),
)
def send_message(
    member: Member,
    *,
    text: str,
    id: UUID | None = None,
    file_ids: list[UUID] | None = None,
    reply_to_id: UUID | None = None,
) -> Event:
    if id is not None and Message.objects.filter(pk=id).exists():
        raise Conflict(_("This id is taken."))
    if reply_to_id and not Message.objects.filter(project=member.project, pk=reply_to_id).exists():
        raise invalid_field("replyToId", _("There is no such message."))
    if not member.imported:
        _check_pace(member)
    message = Message(project=member.project, author=member.user, text=text, reply_to_id=reply_to_id)
    message.created_at = member.at
    message.has_files = bool(file_ids)
    if id is not None:
        message.pk = id
    message.save(force_insert=True)
    set_files(message, file_ids or [])
    _set_mentions(message)
    return happened(message_wire(message))


@command(
    "chat.update",
    input=UpdateMessage,
    role=Role.MEMBER,
    locate=project_of(Message),
    event="chat.message.updated",
)
def update_message(member: Member, *, id: UUID, text: str) -> Event:
    """By its author, at any time."""
    message = _standing(member, id)
    if message.author_id != member.user.pk:
        raise Forbidden(_("Only its author changes a message."))
    if not text and not MessageFile.objects.filter(message=message).exists():
        raise invalid_field("text", _("This may not be empty."))
    before = message_wire(message)
    message.text, message.edited_at = text, member.at
    message.save(update_fields=["text", "edited_at"])
    _set_mentions(message)
    return _changed(message, before)


@command(
    "chat.delete",
    input=OfEntity,
    role=Role.MEMBER,
    locate=project_of(Message),
    event="chat.message.deleted",
)
def delete_message(member: Member, *, id: UUID) -> Event:
    """By its author, or an admin. A tombstone stays, and nothing of text and files in any answer from now on.

    Files that nothing else holds are deleted with it; `changes` tells which.
    """
    message = _standing(member, id)
    if message.author_id != member.user.pk and not member.role.may(Role.ADMIN):
        raise Forbidden(_("Only its author or an admin deletes a message."))
    message.text, message.has_files, message.deleted_at = "", False, member.at
    message.save(update_fields=["text", "has_files", "deleted_at"])
    gone = take_files(member, message)
    Mention.objects.filter(message=message).delete()
    Reaction.objects.filter(message=message).delete()
    return happened(message_wire(message), changes={"deleted_at": [None, member.at], **gone})


@command(
    "chat.react", input=React, role=Role.MEMBER, locate=project_of(Message), event="chat.message.updated"
)
def add_reaction(member: Member, *, id: UUID, emoji: str) -> Event:
    message = _standing(member, id)
    before = message_wire(message)
    if Reaction.objects.filter(message=message).count() >= REACTIONS_PER_MESSAGE:
        raise invalid_field("emoji", _("This message has enough reactions."))
    Reaction.objects.get_or_create(
        message=message, user=member.user, emoji=emoji, defaults={"project": member.project}
    )
    return _changed(message, before)


@command(
    "chat.unreact", input=React, role=Role.MEMBER, locate=project_of(Message), event="chat.message.updated"
)
def remove_reaction(member: Member, *, id: UUID, emoji: str) -> Event:
    message = _standing(member, id)
    before = message_wire(message)
    Reaction.objects.filter(message=message, user=member.user, emoji=emoji).delete()
    return _changed(message, before)


def _standing(member: Member, message_id: UUID) -> Message:
    message = Message.objects.filter(project=member.project, pk=message_id, deleted_at=None).first()
    if message is None:
        raise NotFound
    return message


def _changed(message: Message, before: dict[str, Any]) -> Event:
    after = message_wire(message)
    return happened(after, changes=differences(before, after))


def _set_mentions(message: Message) -> None:
    Mention.objects.filter(message=message).delete()
    Mention.objects.bulk_create(
        Mention(project=message.project, message=message, user_id=user_id, name=name)
        for user_id, name in find_mentions(message.text, message.project).items()
    )


def _check_pace(member: Member) -> None:
    """At most MESSAGES in any WINDOW, counted from the rows themselves, under the project's lock."""
    recent = Message.objects.filter(
        project=member.project, author=member.user, created_at__gt=member.at - WINDOW
    ).order_by("-created_at")
    times = list(recent.values_list("created_at", flat=True)[:MESSAGES])
    if len(times) == MESSAGES:
        wait = times[-1] + WINDOW - member.at
        raise TooMany(retry_after=max(1, math.ceil(wait.total_seconds())))
