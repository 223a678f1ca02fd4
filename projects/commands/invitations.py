"""Commands of invitations: links with which one person can join a project."""

import datetime as dt
import hashlib
import secrets
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.mail import in_background, send_template
from projects.errors import Conflict, Forbidden, NotFound, invalid_field
from projects.events.log import new_event
from projects.inputs import AcceptInvitation, CreateInvitation, InvitationInput
from projects.models import Event, Invitation, Membership
from projects.permissions import Role
from projects.registry import Member, Values, command, in_project, project_of
from projects.serialization import invitation_answer, invitation_wire, member_wire, project_wire

LIFETIME = dt.timedelta(days=7)
TOKEN_BYTES = 32


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _project_of_token(values: Values) -> UUID | None:
    rows = Invitation.objects.filter(token_hash=hash_of(values["token"]))
    return rows.values_list("project_id", flat=True).first()


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
    if not member.role.may(Role(role)):
        raise Forbidden
    if email == member.user.email:
        raise invalid_field("email", _("This is your own e-mail address."))
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
        transaction.on_commit(partial(_mail, member, email, url, language), robust=True)
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
    invitation = Invitation.objects.get(project=member.project, token_hash=hash_of(token))
    if not invitation.is_open(member.at) or invitation.email not in ("", member.user.email):
        raise NotFound
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


def _mail(member: Member, email: str, url: str, language: str) -> None:
    context = {"person": member.user, "project": member.project, "url": url}
    in_background(partial(send_template, "invitation", to=email, language=language, **context))
