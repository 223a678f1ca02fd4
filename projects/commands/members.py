"""Commands of members: changing roles, removing members, leaving; and what ends with a right."""

import contextlib
from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.deactivation import on_account_deactivated
from accounts.models import User
from accounts.profile import on_user_renamed
from core.registry import ListRegistry
from projects.dispatch.execute import Origin, execute
from projects.errors import Conflict, Forbidden, NotFound
from projects.events.log import Changes, differences, new_event
from projects.inputs import InProject, MemberInput, UpdateMember
from projects.models import Event, Membership
from projects.permissions import Role, may_grant
from projects.registry import Member, Values, command, in_project
from projects.rights import RemainingRights, projects_with_derived_rights, revoke_derived_rights
from projects.serialization import member_wire

on_member_removed: ListRegistry[Callable[[Member, UUID], Changes]] = ListRegistry(
    f"{__name__}.on_member_removed", used="a member leaves or is removed, in the transaction of the command"
)
"""Called with the acting member and the id of the removed user; returns {field: [old, new]} for the event."""


def makes_owner(values: Values) -> bool:
    """Return whether the change gives the project away: owners can remove each other."""
    return bool(values["role"] == Role.OWNER)


@command(
    "member.update",
    input=UpdateMember,
    role=Role.ADMIN,
    locate=in_project,
    event="member.updated",
    recent_sign_in=makes_owner,
)
def update_member(member: Member, *, user_id: UUID, role: str) -> Event:
    membership = _membership(member, user_id)
    _check_rank(member, over=Role(membership.role), granting=Role(role))
    if role != Role.OWNER:
        _check_owner_stays(membership)
    before = member_wire(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    after = member_wire(membership)
    revoked = _revoke(member, user_id, remaining=Role(role))
    return new_event(after, changes={**differences(before, after), **revoked})


@command("member.remove", input=MemberInput, role=Role.VIEWER, locate=in_project, event="member.removed")
def remove_member(member: Member, *, user_id: UUID) -> Event:
    """Remove a member. Members of every role can remove themselves: they leave."""
    membership = _membership(member, user_id)
    if user_id != member.user.pk:
        _check_rank(member, over=Role(membership.role), granting=Role.ADMIN)
    _check_owner_stays(membership)
    before = member_wire(membership)
    changes: Changes = {}
    for leave in on_member_removed:
        changes |= leave(member, user_id)
    membership.delete()
    changes |= _revoke(member, user_id, remaining=Role.OUTSIDER)
    return new_event(before, changes=changes)


class RenameMember(InProject):
    """Names the project only: the user's row has the new name already."""


@command(
    "member.rename",
    input=RenameMember,
    role=Role.VIEWER,
    locate=in_project,
    event="member.updated",
    internal=True,
)
def rename_member(member: Member) -> Event:
    return new_event(member_wire(_membership(member, member.user.pk)))


@on_user_renamed.register
def rename_in_projects(user: User) -> None:
    """Append an event with a user's new name to each of their projects, locked in the order of their ids.

    Commands of inactive people are refused. Their new name is shown from the next reading of a page on.
    """
    if not user.is_active:
        return
    with transaction.atomic():
        memberships = Membership.objects.filter(user=user, project__deleted_at=None).order_by("project_id")
        for project_id in memberships.values_list("project_id", flat=True):
            with contextlib.suppress(NotFound):
                execute(user, "member.rename", {"projectId": str(project_id)})


@command(
    "member.revoke_rights",
    input=MemberInput,
    role=Role.ADMIN,
    locate=in_project,
    event="member.updated",
    internal=True,
)
def revoke_rights(member: Member, *, user_id: UUID) -> Event:
    """Revoke what a deactivated person made here. The membership stays, for the day of a reactivation."""
    payload = member_wire(_membership(member, user_id))
    return new_event(payload, changes=_revoke(member, user_id, remaining=Role.OUTSIDER))


@on_account_deactivated.register
def revoke_rights_in_projects(user: User, operator: User, address: str | None) -> None:
    """Revoke in each project what a deactivated person made there, in the order of the projects' ids."""
    memberships = Membership.objects.filter(user=user, project__deleted_at=None)
    joined = set(memberships.values_list("project_id", flat=True))
    for project_id in projects_with_derived_rights(user):
        if project_id in joined:
            data = {"projectId": str(project_id), "userId": str(user.pk)}
            execute(operator, "member.revoke_rights", data, origin=Origin(via="admin", address=address))


def _revoke(member: Member, user_id: UUID, *, remaining: Role) -> Changes:
    return revoke_derived_rights(RemainingRights(member.project, user_id, remaining, member.at))


def _membership(member: Member, user_id: UUID) -> Membership:
    row = Membership.objects.select_related("user").filter(project=member.project, user_id=user_id).first()
    if row is None:
        raise NotFound
    return row


def _check_rank(member: Member, *, over: Role, granting: Role) -> None:
    """Raise Forbidden unless the actor is an admin and not below the member or the granted role."""
    if not (may_grant(member.role, granting) and member.role.may(over)):
        raise Forbidden


def _check_owner_stays(membership: Membership) -> None:
    if membership.role != Role.OWNER:
        return
    others = Membership.objects.filter(project_id=membership.project_id, role=Role.OWNER).exclude(
        pk=membership.pk
    )
    if not others.exists():
        raise Conflict(_("A project needs an owner. Make someone else an owner first."), code="last_owner")
