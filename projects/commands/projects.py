"""Commands of projects: create, update, delete."""

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from core.registry import ListRegistry
from projects.errors import Conflict, LimitReached
from projects.events.log import differences, new_event
from projects.inputs import CreateProject, ProjectInput, UpdateProject
from projects.models import Event, Membership, Project
from projects.permissions import Role
from projects.project_keys import derive_key
from projects.rate_limits import check_rate
from projects.registry import Member, always, command, in_project, makes_project
from projects.rights import RemainingRights, revoke_derived_rights
from projects.serialization import project_wire

on_project_created: ListRegistry[Callable[[Project, dt.datetime], None]] = ListRegistry(
    f"{__name__}.on_project_created", used="a project is created, in the transaction of the command"
)


@command(
    "project.create", input=CreateProject, role=Role.OUTSIDER, locate=makes_project, event="project.created"
)
def create_project(
    actor: User,
    *,
    at: dt.datetime,
    imported: bool,
    name: str,
    key: str | None = None,
    id: UUID | None = None,
) -> Event:
    if id is not None and Project.objects.filter(pk=id).exists():
        raise Conflict(_("This id is already in use."))
    if not imported:
        _check_number(actor, at)
    project = Project(name=name, key=key or derive_key(name), created_by=actor, created_at=at, updated_at=at)
    if id is not None:
        project.pk = id
    project.save(force_insert=True)
    Membership.objects.create(project=project, user=actor, role=Role.OWNER, joined_at=at)
    for prepare in on_project_created:
        prepare(project, at)
    event = new_event(project_wire(project))
    event.project = project
    return event


@command("project.update", input=UpdateProject, role=Role.ADMIN, locate=in_project, event="project.updated")
def update_project(
    member: Member,
    *,
    name: str | None = None,
    key: str | None = None,
    removes_location: bool | None = None,
    mention_all: str | None = None,
) -> Event:
    """Change what is given.

    `removes_location` holds for pictures that are uploaded from now on, `mention_all` for texts written.
    """
    project = member.project
    before = project_wire(project)
    project.name, project.key = name or project.name, key or project.key
    if removes_location is not None:
        project.removes_location = removes_location
    project.mention_all = mention_all or project.mention_all
    project.updated_at = member.at
    project.save(update_fields=["name", "key", "removes_location", "mention_all", "updated_at"])
    after = project_wire(project)
    return new_event(after, changes=differences(before, after))


@command(
    "project.delete",
    input=ProjectInput,
    role=Role.OWNER,
    locate=in_project,
    event="project.deleted",
    recent_sign_in=always,
)
def delete_project(member: Member) -> Event:
    before = project_wire(member.project)
    member.project.deleted_at = member.at
    member.project.save(update_fields=["deleted_at"])
    revoked = revoke_derived_rights(RemainingRights(member.project, None, Role.OUTSIDER, member.at))
    return new_event(before, changes=revoked)


def _check_number(actor: User, at: dt.datetime) -> None:
    """Raise TooMany or LimitReached. The actor's row is locked, so the counts are exact."""
    created = Project.objects.filter(created_by=actor)
    check_rate(created, settings.RATE_LIMITS["projects_person"], at=at)
    owned = Membership.objects.filter(user=actor, role=Role.OWNER, project__deleted_at=None)
    if owned.count() >= settings.PROJECTS_PER_PERSON:
        raise LimitReached(
            _("You own %(count)d projects and can’t create more. Delete one that is no longer needed first.")
            % {"count": settings.PROJECTS_PER_PERSON}
        )
