"""The people of a project: their roles, their going."""

import contextlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.profile import RENAME_FOLLOWERS
from projects.dispatch.execute import execute
from projects.errors import Conflict, Forbidden, NotFound
from projects.events.log import differences, happened
from projects.inputs import InProject, TheMember, UpdateMember
from projects.models import Event, Membership
from projects.permissions import Role
from projects.registry import Member, command, in_project
from projects.serialization import member_wire

LEAVERS: list[Callable[[Member, UUID], dict[str, Any]]] = []
"""What apps above take off a person who leaves; each returns its {field: [old, new]} for the event."""


@command("member.update", input=UpdateMember, role=Role.ADMIN, locate=in_project, event="member.updated")
def update_member(member: Member, *, user_id: UUID, role: str) -> Event:
    membership = _membership(member, user_id)
    _check_power(member, over=Role(membership.role), granting=Role(role))
    if role != Role.OWNER:
        _check_owner_stays(membership)
    before = member_wire(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    after = member_wire(membership)
    return happened(after, changes=differences(before, after))


@command("member.remove", input=TheMember, role=Role.VIEWER, locate=in_project, event="member.removed")
def remove_member(member: Member, *, user_id: UUID) -> Event:
    """Of oneself: leaving, open to every role."""
    membership = _membership(member, user_id)
    if user_id != member.user.pk:
        _check_power(member, over=Role(membership.role), granting=Role.ADMIN)
    _check_owner_stays(membership)
    before = member_wire(membership)
    changes: dict[str, Any] = {}
    for leave in LEAVERS:
        changes |= leave(member, user_id)
    membership.delete()
    return happened(before, changes=changes)


class RenameMember(InProject):
    """Nothing but the project: the name is already the person's own."""


@command(
    "member.rename",
    input=RenameMember,
    role=Role.VIEWER,
    locate=in_project,
    event="member.updated",
    internal=True,
)
def rename_member(member: Member) -> Event:
    return happened(member_wire(_membership(member, member.user.pk)))


def tell_projects_of_rename(user: User) -> None:
    """A person's new name appends an event in each of their projects, locked in the order of their ids."""
    with transaction.atomic():
        memberships = Membership.objects.filter(user=user, project__deleted_at=None).order_by("project_id")
        for project_id in memberships.values_list("project_id", flat=True):
            with contextlib.suppress(NotFound):
                execute(user, "member.rename", {"projectId": str(project_id)})


RENAME_FOLLOWERS.append(tell_projects_of_rename)


def _membership(member: Member, user_id: UUID) -> Membership:
    row = Membership.objects.select_related("user").filter(project=member.project, user_id=user_id).first()
    if row is None:
        raise NotFound
    return row


def _check_power(member: Member, *, over: Role, granting: Role) -> None:
    """Nobody rules over a role above the own one, nor grants it."""
    if not (member.role.may(Role.ADMIN) and member.role.may(over) and member.role.may(granting)):
        raise Forbidden


def _check_owner_stays(membership: Membership) -> None:
    if membership.role != Role.OWNER:
        return
    others = Membership.objects.filter(project_id=membership.project_id, role=Role.OWNER).exclude(
        pk=membership.pk
    )
    if not others.exists():
        raise Conflict(_("A project needs an owner: make someone else one first."), code="last_owner")
