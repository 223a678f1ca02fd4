"""Commands on files: upload and delete."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from files.inputs import StoreFile
from files.models import File
from files.quota import check_quota
from files.references import delete_files, remove_references
from files.serialization import file_wire
from projects.errors import Forbidden, NotFound
from projects.events.log import new_event
from projects.inputs import EntityInput
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, in_project, project_of


@command(
    "file.upload",
    input=StoreFile,
    role=Role.MEMBER,
    locate=in_project,
    event="file.uploaded",
    not_fingerprinted=("key", "width", "height", "location"),
    internal=True,
)
def store_file(member: Member, *, size: int, location: str | None, **values: Any) -> Event:
    """Create the row of a file whose bytes are in storage already.

    This is the last step of `files.upload.upload`; nothing else runs this command.
    """
    check_quota(member.project.pk, member.user.pk, size)
    own = {"project": member.project, "uploader": member.user, "created_at": member.at}
    file = File(size=size, location=location or "", **own, **values)
    file.save(force_insert=True)
    return new_event(file_wire(file))


@command("file.delete", input=EntityInput, role=Role.MEMBER, locate=project_of(File), event="file.deleted")
def delete_file(member: Member, *, id: UUID) -> Event:
    """Delete a file and detach it from cards and messages. Only its uploader or an admin may.

    `changes` of the event list the cards and messages.
    """
    file = File.objects.undeleted().filter(project=member.project, pk=id).first()
    if file is None:
        raise NotFound
    if file.uploader_id != member.user.pk and not member.role.may(Role.ADMIN):
        raise Forbidden(_("Only the person who uploaded a file or an admin can delete it."))
    before = file_wire(file)
    changes = remove_references(member, [file.pk])
    delete_files(member, [file.pk])
    return new_event(before, changes=changes)
