"""Files in messages: sent with them, and gone with them."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from chat.models import Message, MessageFile
from files.models import File
from files.references import HOLDERS, RELEASERS, forget, held
from projects.errors import invalid_field
from projects.registry import Member


def set_files(message: Message, file_ids: list[UUID]) -> None:
    """In this order. Raises Invalid for files that are not the project's, or deleted."""
    known = File.objects.kept().filter(project=message.project_id, pk__in=file_ids).count()
    if known != len(file_ids):
        raise invalid_field("fileIds", _("There is no such file."))
    MessageFile.objects.bulk_create(
        MessageFile(project=message.project, message=message, file_id=file_id) for file_id in file_ids
    )


def take_files(member: Member, message: Message) -> dict[str, Any]:
    """Takes its files off a message. What its author brought and nothing else holds is deleted, as told."""
    rows = MessageFile.objects.filter(message=message)
    own = list(rows.filter(file__uploader=message.author_id).order_by("id").values_list("file_id", flat=True))
    rows.delete()
    kept = held(own)
    gone = [file_id for file_id in own if file_id not in kept]
    forget(member, gone)
    return {"file_ids": [gone, []]} if gone else {}


def strip_files(member: Member, file_ids: list[UUID]) -> dict[str, Any]:
    """Takes files that are deleted out of all messages."""
    rows = MessageFile.objects.filter(project=member.project, file__in=file_ids)
    messages = list(dict.fromkeys(rows.order_by("id").values_list("message_id", flat=True)))
    rows.delete()
    return {"message_ids": [messages, []]} if messages else {}


def files_in_messages(file_ids: list[UUID]) -> set[UUID]:
    return set(MessageFile.objects.filter(file__in=file_ids).values_list("file_id", flat=True))


RELEASERS.append(strip_files)
HOLDERS.append(files_in_messages)
