"""Files attached to messages: attaching, detaching, and deleting them with the message."""

from uuid import UUID

from django.utils.translation import gettext as _

from chat.models import Message, MessageFile
from files.models import File
from files.references import delete_files, file_reference_lookups, on_file_deleted, referenced_files
from projects.errors import invalid_field
from projects.events.log import Changes
from projects.registry import Member


def set_files(message: Message, file_ids: list[UUID]) -> None:
    """Attach files in this order. Raise Invalid for a file that is deleted or belongs to another project."""
    count = File.objects.undeleted().filter(project=message.project_id, pk__in=file_ids).count()
    if count != len(file_ids):
        raise invalid_field("fileIds", _("File not found."))
    MessageFile.objects.bulk_create(
        MessageFile(project=message.project, message=message, file_id=file_id) for file_id in file_ids
    )


def detach_files(member: Member, message: Message) -> Changes:
    """Detach all files from a message, and delete those that its author uploaded and nothing else refers to.

    Return `changes` for the event: `file_ids` of the deleted files.
    """
    rows = MessageFile.objects.filter(message=message)
    own = list(rows.filter(file__uploader=message.author_id).order_by("id").values_list("file_id", flat=True))
    rows.delete()
    kept = referenced_files(own)
    deleted = [file_id for file_id in own if file_id not in kept]
    delete_files(member, deleted)
    return {"file_ids": [deleted, []]} if deleted else {}


@on_file_deleted.register
def strip_files(member: Member, file_ids: list[UUID]) -> Changes:
    """Detach deleted files from all messages."""
    rows = MessageFile.objects.filter(project=member.project, file__in=file_ids)
    messages = list(dict.fromkeys(rows.order_by("id").values_list("message_id", flat=True)))
    rows.delete()
    return {"message_ids": [messages, []]} if messages else {}


@file_reference_lookups.register
def files_in_messages(file_ids: list[UUID]) -> set[UUID]:
    return set(MessageFile.objects.filter(file__in=file_ids).values_list("file_id", flat=True))
