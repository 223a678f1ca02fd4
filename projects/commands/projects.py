"""Commands of projects: create, update, delete."""

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from core.registry import ListRegistry
from projects.errors import Conflict
from projects.events.log import differences, new_event
from projects.inputs import CreateProject, ProjectInput, UpdateProject
from projects.models import Event, Membership, Project
from projects.permissions import Role
from projects.project_keys import derive_key
from projects.registry import Member, command, in_project, makes_project
from projects.serialization import project_wire

on_project_created: ListRegistry[Callable[[Project, dt.datetime], None]] = ListRegistry(
    f"{__name__}.on_project_created", used="a project is created, in the transaction of the command"
)


@command(
    "project.create", input=CreateProject, role=Role.OUTSIDER, locate=makes_project, event="project.created"
)
def create_project(
    actor: User, *, at: dt.datetime, name: str, key: str | None = None, id: UUID | None = None
) -> Event:
    if id is not None and Project.objects.filter(pk=id).exists():
        raise Conflict(_("This id is already in use."))
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
def update_project(member: Member, *, name: str | None = None, key: str | None = None) -> Event:
    project = member.project
    before = project_wire(project)
    project.name, project.key = name or project.name, key or project.key
    project.updated_at = member.at
    project.save(update_fields=["name", "key", "updated_at"])
    after = project_wire(project)
    return new_event(after, changes=differences(before, after))


@command("project.delete", input=ProjectInput, role=Role.OWNER, locate=in_project, event="project.deleted")
def delete_project(member: Member) -> Event:
    before = project_wire(member.project)
    member.project.deleted_at = member.at
    member.project.save(update_fields=["deleted_at"])
    return new_event(before)
