"""Commands of invitations: links with which one person can join a project."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from functools import partial
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import User
from core.mail import in_background, send_template
from core.mail_names import mail_name
from projects.errors import Conflict, Forbidden, NotFound, invalid_field
from projects.events.log import Changes, new_event
from projects.inputs import AcceptInvitation, CreateInvitation, InvitationInput
from projects.invitation_limits import check_invitation_rate
from projects.models import Event, Invitation, Membership
from projects.permissions import MEMBER_ROLES, Role, may_grant
from projects.registry import Member, Values, command, in_project, project_of
from projects.rights import RemainingRights, derived_rights
from projects.serialization import invitation_answer, invitation_wire, member_wire, project_wire

LIFETIME = dt.timedelta(days=7)
TOKEN_BYTES = 32
WORKS_NO_MORE = gettext_lazy(
    "This invitation no longer works. Ask an owner or an admin of the project for a new one."
)
"""The same for every link that cannot be accepted: the text does not tell which links have existed."""


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _project_of_token(values: Values) -> UUID | None:
    """Locate by the token. Raises NotFound with the text of every link that does not work."""
    rows = Invitation.objects.filter(token_hash=hash_of(values["token"]))
    project_id = rows.values_list("project_id", flat=True).first()
    if project_id is None:
        raise NotFound(WORKS_NO_MORE)
    return project_id


@command(
    "invitation.create",
    input=CreateInvitation,
    role=Role.ADMIN,
    locate=in_project,
    event="invitation.created",
)
def create_invitation(member: Member, *, role: str, email: str | None = None) -> Event:
    """Create an invitation. With an address the link is also mailed there.

    The mail is in the sender's language, even if the address belongs to a user with another.
    """
    if not may_grant(member.role, Role(role)):
        raise Forbidden
    if email == member.user.email:
        raise invalid_field("email", _("This is your own e-mail address."))
    if not member.imported:
        check_invitation_rate(member, email)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation.objects.create(
        project=member.project,
        email=email or "",
        role=role,
        token_hash=hash_of(token),
        created_by=member.user,
        created_at=member.at,
        expires_at=member.at + LIFETIME,
    )
    url = settings.PUBLIC_URL + reverse("invitation", kwargs={"token": token})
    if email and not member.imported:
        language = member.user.locale or get_language() or settings.LANGUAGE_CODE
        mail = partial(_mail, invitation.pk, member, url=url, language=language, to=email)
        transaction.on_commit(partial(in_background, mail), robust=True)
    return new_event(
        invitation_wire(invitation),
        answer=invitation_answer(invitation),
        answer_once={"token": token, "url": url},
    )


@command(
    "invitation.revoke",
    input=InvitationInput,
    role=Role.ADMIN,
    locate=project_of(Invitation),
    event="invitation.revoked",
)
def revoke_invitation(member: Member, *, id: UUID) -> Event:
    invitation = Invitation.objects.filter(project=member.project, pk=id).first()
    if invitation is None or not invitation.is_open(member.at):
        raise NotFound
    invitation.revoked_at = member.at
    invitation.save(update_fields=["revoked_at"])
    return new_event(invitation_wire(invitation), answer=invitation_answer(invitation))


@command(
    "invitation.accept",
    input=AcceptInvitation,
    role=Role.OUTSIDER,
    locate=_project_of_token,
    event="invitation.accepted",
)
def accept_invitation(member: Member, *, token: str) -> Event:
    """Join the project. The right of the person who made the invitation counts as it is now."""
    rows = Invitation.objects.backed().filter(project=member.project, token_hash=hash_of(token))
    invitation = rows.first()
    addressed = invitation is not None and invitation.email in ("", member.user.email)
    if invitation is None or not addressed or not invitation.is_open(member.at):
        raise NotFound(WORKS_NO_MORE)
    if Membership.objects.filter(project=member.project, user=member.user).exists():
        raise Conflict(_("You are already in this project."))
    membership = Membership.objects.create(
        project=member.project, user=member.user, role=invitation.role, joined_at=member.at
    )
    invitation.accepted_at, invitation.accepted_by = member.at, member.user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    return new_event(
        {**invitation_wire(invitation), "member": member_wire(membership)},
        answer=project_wire(member.project),
    )


class PendingInvitations:
    """The open invitations that a person made."""

    def projects_of(self, user: User) -> Iterable[UUID]:
        rows = Invitation.objects.open().filter(created_by=user, project__deleted_at=None)
        return rows.values_list("project_id", flat=True)

    def revoke(self, remaining: RemainingRights) -> Changes:
        kept = [role for role in MEMBER_ROLES if may_grant(remaining.role, role)]
        rows = Invitation.objects.open().filter(project=remaining.project).exclude(role__in=kept)
        if remaining.user_id is not None:
            rows = rows.filter(created_by=remaining.user_id)
        revoked = [invitation_wire(row) for row in rows.order_by("created_at", "id")]
        if not revoked:
            return {}
        rows.update(revoked_at=remaining.at)
        return {"invitations": [revoked, []]}


derived_rights.add(PendingInvitations(), module=__name__)


def _mail(invitation_id: UUID, member: Member, *, to: str, language: str, url: str) -> None:
    """Send the link, unless the invitation was revoked while the mail was waiting."""
    if Invitation.objects.open().backed().filter(pk=invitation_id).exists():
        names = {
            "person": mail_name(member.user.display_name),
            "project": mail_name(member.project.name),
            "host": urlsplit(settings.PUBLIC_URL).netloc,
            "contact": settings.MAIL_CONTACT,
        }
        send_template("invitation", to=to, language=language, url=url, **names)
