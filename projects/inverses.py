"""What takes back the events of this app, or why nothing does."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.errors import CannotUndo
from projects.history.undo import LASTING, as_before, fields_of, inverse
from projects.models import Event, Membership
from projects.registry import Member
from projects.serialization import member_wire, project_wire

LASTING.update(
    {
        "project.created": _("A project is not taken back: its owner can delete it."),
        "project.deleted": _("A deleted project cannot be brought back."),
        "member.removed": _("Nobody is brought back against their will: invite them again."),
        "invitation.accepted": _("Who has joined is not taken back, but can be removed from the project."),
        "invitation.revoked": _("A withdrawn link stays dead: make a new invitation."),
    }
)


@inverse("project.updated", by="project.update")
def project_updated(member: Member, past: Event) -> dict[str, Any]:
    before = as_before(past.changes, project_wire(member.project), fields_of("project.update"))
    return {"projectId": str(past.project_id), **before}


@inverse("member.updated", by="member.update")
def member_updated(member: Member, past: Event) -> dict[str, Any]:
    """A role. A name is its owner's own, and told without changes."""
    user_id = past.payload["userId"]
    rows = Membership.objects.filter(project=member.project, user=user_id).select_related("user")
    person = rows.first()
    if person is None:
        raise CannotUndo(_("This person is no longer in the project."))
    before = as_before(past.changes, member_wire(person), fields_of("member.update"))
    return {"projectId": str(past.project_id), "userId": user_id, **before}


@inverse("invitation.created", by="invitation.revoke")
def invitation_created(member: Member, past: Event) -> dict[str, Any]:
    """Whether it can still be accepted, the command finds out."""
    return {"id": past.payload["id"]}
