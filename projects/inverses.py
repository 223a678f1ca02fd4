"""Undo rules of this app's events, and the reasons why some cannot be undone."""

from django.utils.translation import gettext_lazy as _

from projects.errors import CannotUndo
from projects.history.undo import CommandInput, input_fields, inverse, not_undoable, previous_values
from projects.models import Event, Membership
from projects.registry import Member
from projects.serialization import member_wire, project_wire

not_undoable.add(
    {
        "project.created": _("Creating a project can’t be undone. Its owner can delete it."),
        "project.deleted": _("Deleted projects can’t be restored."),
        "member.removed": _("Removed members can’t be restored. Invite them again."),
        "invitation.accepted": _("Accepting an invitation can’t be undone. You can remove the member."),
        "invitation.revoked": _("A revoked link can’t be restored. Create a new invitation."),
    },
    module=__name__,
)


@inverse("project.updated", by="project.update")
def project_updated(member: Member, event: Event) -> CommandInput:
    before = previous_values(event.changes, project_wire(member.project), input_fields("project.update"))
    return {"projectId": str(event.project_id), **before}


@inverse("member.updated", by="member.update")
def member_updated(member: Member, event: Event) -> CommandInput:
    """Restore a role. A new name is not undone: its event has no changes."""
    user_id = event.payload["userId"]
    rows = Membership.objects.filter(project=member.project, user=user_id).select_related("user")
    person = rows.first()
    if person is None:
        raise CannotUndo(_("This person is no longer in the project."))
    before = previous_values(event.changes, member_wire(person), input_fields("member.update"))
    return {"projectId": str(event.project_id), "userId": user_id, **before}


@inverse("invitation.created", by="invitation.revoke")
def invitation_created(member: Member, event: Event) -> CommandInput:
    """Revoke the invitation; the command checks that it is still open."""
    return {"id": event.payload["id"]}
