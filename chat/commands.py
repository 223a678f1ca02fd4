"""Commands on messages: send, change, delete, add and remove reactions."""

from uuid import UUID

from django.utils.translation import gettext as _

from chat.attachments import detach_files, set_files
from chat.inputs import React, SendMessage, UpdateMessage
from chat.models import Mention, Message, MessageFile, Reaction
from chat.rate_limit import check_edit_rate, check_message_rate
from chat.serialization import MessageWire, message_wire
from projects.errors import Conflict, Forbidden, NotFound, invalid_field
from projects.events.log import Changes, differences, new_event
from projects.inputs import EntityInput
from projects.mentions.find import find_mentions
from projects.models import Event
from projects.permissions import Role
from projects.realtime.present import READ_PRESENT
from projects.registry import Member, command, in_project, project_of

REACTIONS_PER_MESSAGE = 200


@command(
    "chat.message",
    input=SendMessage,
    role=Role.MEMBER,
    locate=in_project,
    event="chat.message.created",
    echoed=("tempId",),
    acked=("id", "createdAt"),
    read_ahead=READ_PRESENT,
)
def send_message(
    member: Member,
    *,
    text: str,
    id: UUID | None = None,
    file_ids: list[UUID] | None = None,
    reply_to_id: UUID | None = None,
    present: frozenset[UUID] = frozenset(),
) -> Event:
    if id is not None and Message.objects.filter(pk=id).exists():
        raise Conflict(_("This id is already in use."))
    if reply_to_id and not Message.objects.filter(project=member.project, pk=reply_to_id).exists():
        raise invalid_field("replyToId", _("Message not found."))
    if not member.imported:
        check_message_rate(member)
    message = Message(project=member.project, author=member.user, text=text, reply_to_id=reply_to_id)
    message.created_at = member.at
    message.has_files = bool(file_ids)
    if id is not None:
        message.pk = id
    message.save(force_insert=True)
    set_files(message, file_ids or [])
    _set_mentions(member, message, present)
    return new_event(message_wire(message))


@command(
    "chat.update",
    input=UpdateMessage,
    role=Role.MEMBER,
    locate=project_of(Message),
    event="chat.message.updated",
    read_ahead=READ_PRESENT,
)
def update_message(member: Member, *, id: UUID, text: str, present: frozenset[UUID] = frozenset()) -> Event:
    """Change the text. Only the author may, however old the message is."""
    message = _get_message(member, id)
    if message.author_id != member.user.pk:
        raise Forbidden(_("Only the author can edit a message."))
    if not text and not MessageFile.objects.filter(message=message).exists():
        raise invalid_field("text", _("This can’t be empty."))
    check_edit_rate(member)
    before = message_wire(message)
    message.text, message.edited_at = text, member.at
    message.save(update_fields=["text", "edited_at"])
    _set_mentions(member, message, present)
    return _changed_event(message, before)


@command(
    "chat.delete",
    input=EntityInput,
    role=Role.MEMBER,
    locate=project_of(Message),
    event="chat.message.deleted",
)
def delete_message(member: Member, *, id: UUID) -> Event:
    """Delete a message. Its author or an admin may.

    The row stays as a tombstone; no later response contains the text or the files. Files that nothing else
    refers to are deleted too; `changes` lists them.
    """
    message = _get_message(member, id)
    if message.author_id != member.user.pk and not member.role.may(Role.ADMIN):
        raise Forbidden(_("Only the author or an admin can delete a message."))
    message.text, message.has_files, message.deleted_at = "", False, member.at
    message.save(update_fields=["text", "has_files", "deleted_at"])
    deleted_files = detach_files(member, message)
    changes = {"deleted_at": [None, member.at], **deleted_files, **_end_mentions(message)}
    Reaction.objects.filter(message=message).delete()
    return new_event(message_wire(message), changes=changes)


@command(
    "chat.react", input=React, role=Role.MEMBER, locate=project_of(Message), event="chat.message.updated"
)
def add_reaction(member: Member, *, id: UUID, emoji: str) -> Event:
    message = _get_message(member, id)
    before = message_wire(message)
    if Reaction.objects.filter(message=message).count() >= REACTIONS_PER_MESSAGE:
        raise invalid_field("emoji", _("No more reactions can be added to this message."))
    Reaction.objects.get_or_create(
        message=message, user=member.user, emoji=emoji, defaults={"project": member.project}
    )
    return _changed_event(message, before)


@command(
    "chat.unreact", input=React, role=Role.MEMBER, locate=project_of(Message), event="chat.message.updated"
)
def remove_reaction(member: Member, *, id: UUID, emoji: str) -> Event:
    message = _get_message(member, id)
    before = message_wire(message)
    Reaction.objects.filter(message=message, user=member.user, emoji=emoji).delete()
    return _changed_event(message, before)


def _get_message(member: Member, message_id: UUID) -> Message:
    message = Message.objects.filter(project=member.project, pk=message_id, deleted_at=None).first()
    if message is None:
        raise NotFound
    return message


def _changed_event(message: Message, before: MessageWire) -> Event:
    after = message_wire(message)
    return new_event(after, changes=differences(before, after))


def _end_mentions(message: Message) -> Changes:
    """Delete the mentions. Return them for the event: a page counts those that have not been read."""
    rows = Mention.objects.filter(message=message).order_by("id").values_list("user_id", flat=True)
    user_ids = list(dict.fromkeys(rows))
    if not user_ids:
        return {}
    Mention.objects.filter(message=message).delete()
    return {"mention_ids": [user_ids, []]}


def _set_mentions(member: Member, message: Message, present: frozenset[UUID]) -> None:
    before = list(Mention.objects.filter(message=message).order_by("id"))
    found = find_mentions(message.text, member, before=before, present=present)
    Mention.objects.filter(message=message).delete()
    Mention.objects.bulk_create(
        Mention(project=message.project, message=message, user_id=user_id, name=name)
        for user_id, name in found
    )
