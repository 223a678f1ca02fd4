"""The one form in which each entity of this app stands in answers and events."""

from typing import Any

from core.wire import camelize
from projects.models import Invitation, Membership, Project


def project_wire(project: Project) -> dict[str, Any]:
    return camelize(
        {
            "id": project.pk,
            "name": project.name,
            "key": project.key,
            "created_by": project.created_by_id,
            "created_at": project.created_at,
            "updated_at": project.updated_at,
        }
    )


def member_wire(membership: Membership) -> dict[str, Any]:
    return camelize(
        {
            "user_id": membership.user_id,
            "display_name": membership.user.display_name,
            "role": membership.role,
            "joined_at": membership.joined_at,
        }
    )


def invitation_wire(invitation: Invitation) -> dict[str, Any]:
    """Without the address: every member reads the log."""
    return camelize({"id": invitation.pk, "role": invitation.role, "expires_at": invitation.expires_at})


def invitation_answer(invitation: Invitation) -> dict[str, Any]:
    """For who may invite; token and url are told once, when it is made."""
    told = {"token": None, "url": None, "email": invitation.email or None}
    return {**invitation_wire(invitation), **told}


def members_wire(project: Project) -> list[dict[str, Any]]:
    rows = Membership.objects.filter(project=project).select_related("user").order_by("joined_at", "id")
    return [member_wire(row) for row in rows]
