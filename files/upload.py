"""The only way in for a file: every door hands it over here.

who? → how often? → how large? → what is it? → into storage → the command. Whatever fails, nothing is kept.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.base import File as Content
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError
from django.utils.translation import gettext as _

from accounts.auth.rate_limits import count
from accounts.errors import TooManyAttempts
from accounts.models import User
from files.content_types import content_type_of
from files.errors import FileTooLarge
from files.filenames import cleaned
from files.models import MAX_SIZE, File
from files.quota import check_quota
from files.storage.backends import keep, new_key, remove
from files.thumbnails.render import Picture, draw
from projects.dispatch.execute import Origin, Outcome, execute
from projects.errors import Forbidden, NotFound, TooMany, invalid_field
from projects.models import Membership
from projects.permissions import Role


@dataclass(frozen=True)
class Facts:
    name: str
    size: int
    content_type: str
    sha256: str
    picture: Picture | None


def upload(
    actor: User,
    project_id: UUID,
    incoming: UploadedFile,
    *,
    event_id: UUID | None = None,
    origin: Origin | None = None,
) -> Outcome:
    """Takes the file into the project, once per `event_id`. Raises Refusal; then nothing is stored."""
    _check_role(actor, project_id)
    _check_pace(actor)
    _check_size(incoming)
    check_quota(project_id, incoming.size or 0)
    facts = _looked_at(incoming)
    key = new_key(project_id)
    thumbnail_key = new_key(project_id) if facts.picture else None
    outcome = None
    try:
        keep(key, Content(incoming.file))
        if facts.picture and thumbnail_key:
            keep(thumbnail_key, ContentFile(facts.picture.thumbnail))
        outcome = execute(
            actor,
            "file.upload",
            _input(project_id, facts, key, thumbnail_key),
            event_id=event_id,
            origin=origin,
        )
        return outcome
    finally:
        if outcome is None or outcome.replayed:
            _discard(key, thumbnail_key)


def _check_role(actor: User, project_id: UUID) -> None:
    """Before the work; the command asks again, under the project's lock."""
    rows = Membership.objects.filter(project_id=project_id, project__deleted_at=None, user=actor)
    role = rows.values_list("role", flat=True).first()
    if role is None:
        raise NotFound
    if not Role(role).may(Role.MEMBER):
        raise Forbidden


def _check_pace(actor: User) -> None:
    try:
        count(("upload", str(actor.pk)))
    except TooManyAttempts as error:
        raise TooMany(retry_after=int(error.wait)) from error


def _check_size(incoming: UploadedFile) -> None:
    if not incoming.size:
        raise invalid_field("file", _("This file is empty."))
    if incoming.size > MAX_SIZE:
        raise FileTooLarge


def _looked_at(incoming: UploadedFile) -> Facts:
    name = cleaned(incoming.name or "")
    incoming.seek(0)
    content = incoming.read()
    content_type = content_type_of(content, name)
    digest = hashlib.sha256(content).hexdigest()
    return Facts(name, len(content), content_type, digest, draw(content, content_type))


def _input(project_id: UUID, facts: Facts, key: str, thumbnail_key: str | None) -> dict[str, object]:
    return {
        "projectId": str(project_id),
        "name": facts.name,
        "size": facts.size,
        "contentType": facts.content_type,
        "sha256": facts.sha256,
        "key": key,
        "thumbnailKey": thumbnail_key,
        "width": facts.picture and facts.picture.width,
        "height": facts.picture and facts.picture.height,
    }


def _discard(key: str, thumbnail_key: str | None) -> None:
    """A commit whose answer was lost may have made the row. While the database is away, the sweeper waits."""
    with suppress(DatabaseError):
        if not File.objects.filter(key=key).exists():
            remove([each for each in (key, thumbnail_key) if each])
