"""Upload of a file: the only way in, whether it comes by REST, from a page or from the demo.

The steps, in this order: role, rate limit, size, quota, content type, location, storage, command. If one
fails, nothing is stored. The thumbnail of a picture is made afterwards and elsewhere
(files/thumbnails/queue.py).
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.base import File as Content
from django.core.files.uploadedfile import UploadedFile
from django.db import Error, transaction
from django.utils.translation import gettext as _

from accounts.auth.rate_limits import count_attempt
from accounts.errors import TooManyAttempts
from accounts.models import User
from files.content_types.judgement import content_type_of
from files.errors import FileTooLarge
from files.filenames import clean_filename
from files.location.removal import remove_location
from files.models import MAX_SIZE, File, Location
from files.quota import check_quota
from files.storage.backends import delete_objects, new_key, save_object
from files.thumbnails.header import PixelSize, read_header
from files.thumbnails.queue import enqueue_thumbnail
from projects.dispatch.execute import Origin, Outcome, execute
from projects.errors import Forbidden, NotFound, TooMany, invalid_field
from projects.models import Membership
from projects.permissions import Role


@dataclass(frozen=True)
class InspectedFile:
    """An uploaded file whose content was examined. `pixels` is set if it is an image with a valid header.

    `rewritten` is the content without its location, if it had one.
    """

    name: str
    size: int
    content_type: str
    sha256: str
    pixels: PixelSize | None
    location: Location
    rewritten: bytes


def upload(
    actor: User,
    project_id: UUID,
    incoming: UploadedFile,
    *,
    event_id: UUID | None = None,
    origin: Origin | None = None,
) -> Outcome:
    """Add the file to the project, once per `event_id`. Raises Refusal, with nothing left in storage."""
    removes_location = _check_role(actor, project_id)
    _check_rate(actor)
    _check_size(incoming)
    check_quota(project_id, actor.pk, incoming.size or 0)
    file = _inspect(incoming, removes_location=removes_location)
    key = new_key(project_id)
    outcome = None
    try:
        save_object(key, ContentFile(file.rewritten) if file.rewritten else Content(incoming.file))
        values = _command_input(project_id, file, key)
        outcome = execute(actor, "file.upload", values, event_id=event_id, origin=origin)
    finally:
        if outcome is None or outcome.replayed:
            _discard(key)
    if file.pixels and not outcome.replayed:
        transaction.on_commit(partial(enqueue_thumbnail, UUID(outcome.event["payload"]["id"])))
    return outcome


def _check_role(actor: User, project_id: UUID) -> bool:
    """Check the role before any work is done. The command checks it again, under the project's lock.

    Return whether the project removes the location from pictures, as it is set when the upload arrives.
    """
    rows = Membership.objects.filter(project_id=project_id, project__deleted_at=None, user=actor)
    found = rows.values_list("role", "project__removes_location").first()
    if found is None:
        raise NotFound
    role, removes_location = found
    if not Role(role).may(Role.MEMBER):
        raise Forbidden
    return removes_location


def _check_rate(actor: User) -> None:
    try:
        count_attempt(("upload", str(actor.pk)))
    except TooManyAttempts as error:
        raise TooMany(retry_after=int(error.wait)) from error


def _check_size(incoming: UploadedFile) -> None:
    if not incoming.size:
        raise invalid_field("file", _("This file is empty."))
    if incoming.size > MAX_SIZE:
        raise FileTooLarge


def _inspect(incoming: UploadedFile, *, removes_location: bool) -> InspectedFile:
    """Read the file and find out its type, hash and size in pixels. Remove its location if asked to.

    Raises UnsupportedType, TooLarge, Busy or Unavailable.
    """
    name = clean_filename(incoming.name or "")
    incoming.seek(0)
    content = incoming.read()
    content_type = content_type_of(content, name)
    pixels, location, rewritten = read_header(content, content_type), Location.NONE, b""
    if removes_location:
        cleaned, location = remove_location(content, content_type)
        content, rewritten = cleaned, cleaned if location == Location.REMOVED else b""
    digest = hashlib.sha256(content).hexdigest()
    return InspectedFile(name, len(content), content_type, digest, pixels, location, rewritten)


def _command_input(project_id: UUID, file: InspectedFile, key: str) -> dict[str, object]:
    return {
        "projectId": str(project_id),
        "name": file.name,
        "size": file.size,
        "contentType": file.content_type,
        "sha256": file.sha256,
        "key": key,
        "width": file.pixels and file.pixels.width,
        "height": file.pixels and file.pixels.height,
        "location": file.location.value or None,
    }


def _discard(key: str) -> None:
    """Delete the object, unless there is a row after all: the commit may succeed and its response be lost.

    While the database is unavailable it stays, for `manage.py sweep_files` to decide.
    """
    with suppress(Error):
        if not File.objects.filter(key=key).exists():
            delete_objects([key])
