"""The form on the wire of this app's entities, the same in answers and events."""

from typing import TypedDict

from core.wire import instant
from projects.models import Invitation, Membership, Project


class ProjectWire(TypedDict):
    id: str
    name: str
    key: str
    removesLocation: bool
    mentionAll: str
    createdBy: str
    createdAt: str
    updatedAt: str


class MemberWire(TypedDict):
    userId: str
    displayName: str
    role: str
    joinedAt: str


class LoggedInvitation(TypedDict):
    """An invitation as every member may read it in the log."""

    id: str
    role: str
    expiresAt: str


class InvitationWire(LoggedInvitation):
    """An invitation for admins and owners. Only the answer that creates it has `token` and `url`."""

    token: str | None
    url: str | None
    email: str | None


def project_wire(project: Project) -> ProjectWire:
    return {
        "id": str(project.pk),
        "name": project.name,
        "key": project.key,
        "removesLocation": project.removes_location,
        "mentionAll": project.mention_all,
        "createdBy": str(project.created_by_id),
        "createdAt": instant(project.created_at),
        "updatedAt": instant(project.updated_at),
    }


def member_wire(membership: Membership) -> MemberWire:
    return {
        "userId": str(membership.user_id),
        "displayName": membership.user.display_name,
        "role": membership.role,
        "joinedAt": instant(membership.joined_at),
    }


def invitation_wire(invitation: Invitation) -> LoggedInvitation:
    """Return the invitation without its e-mail address, because every member can read the log."""
    return {
        "id": str(invitation.pk),
        "role": invitation.role,
        "expiresAt": instant(invitation.expires_at),
    }


def invitation_answer(invitation: Invitation) -> InvitationWire:
    """Return the invitation for admins and owners. Token and URL are only in the answer that creates it."""
    return {
        **invitation_wire(invitation),
        "token": None,
        "url": None,
        "email": invitation.email or None,
    }


def members_wire(project: Project) -> list[MemberWire]:
    rows = Membership.objects.filter(project=project).select_related("user").order_by("joined_at", "id")
    return [member_wire(row) for row in rows]
