"""Files: taken in, and deleted."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from files.inputs import StoreFile
from files.models import File
from files.quota import check_quota
from files.references import forget, release
from files.serialization import file_wire
from projects.errors import Forbidden, NotFound
from projects.events.log import happened
from projects.inputs import OfEntity
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, in_project, project_of


@command(
    "file.upload",
    input=StoreFile,
    role=Role.MEMBER,
    locate=in_project,
    event="file.uploaded",
    apart=("key", "thumbnail_key", "width", "height"),
    internal=True,
)
def store_file(member: Member, *, size: int, **values: Any) -> Event:
    """The last step of `files.upload.upload`, which alone calls it."""
    check_quota(member.project.pk, size)
    file = File(project=member.project, uploader=member.user, size=size, created_at=member.at, **values)
    file.save(force_insert=True)
    return happened(file_wire(file))


@command("file.delete", input=OfEntity, role=Role.MEMBER, locate=project_of(File), event="file.deleted")
def delete_file(member: Member, *, id: UUID) -> Event:
    """By who uploaded it, or an admin. It is taken off cards and messages; `changes` tells which."""
    file = File.objects.kept().filter(project=member.project, pk=id).first()
    if file is None:
        raise NotFound
    if file.uploader_id != member.user.pk and not member.role.may(Role.ADMIN):
        raise Forbidden(_("Only who uploaded a file, or an admin, deletes it."))
    before = file_wire(file)
    changes = release(member, [file.pk])
    forget(member, [file.pk])
    return happened(before, changes=changes)
