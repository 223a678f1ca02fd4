"""How many invitations one person, one project, one mailbox and the whole installation may send."""

from collections.abc import Iterator
from math import ceil

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.mail import mailbox_of, spellings_of
from projects.errors import TooMany
from projects.models import Invitation
from projects.rate_limits import check_rate
from projects.registry import Member

Rule = tuple[str, "QuerySet[Invitation]"]


def check_invitation_rate(member: Member, email: str | None) -> None:
    """Raise TooMany before an invitation is stored or mailed; the text says what can be done instead."""
    for limit, rows in _rules(member, email):
        try:
            check_rate(rows, settings.RATE_LIMITS[limit], at=member.at)
        except TooMany as refusal:
            wait = refusal.extra["retryAfter"]
            raise TooMany(_text(limit) % {"wait": _in_words(wait)}, retry_after=wait) from refusal


def _rules(member: Member, email: str | None) -> Iterator[Rule]:
    """Yield the name of each limit with the invitations that count against it."""
    made = Invitation.objects.filter(created_by=member.user)
    in_project = Invitation.objects.filter(project=member.project)
    yield "invitations_person", made
    yield "invitations_project", in_project
    if email:
        yield "invitation_mails_address", _unanswered_to(email)
        yield "invitation_mails_hour", made.exclude(email="")
        yield "invitation_mails_day", made.exclude(email="")
        yield "invitation_mails_project", in_project.exclude(email="")
        yield "invitation_mails_total", _mailed()


def _unanswered_to(email: str) -> "QuerySet[Invitation]":
    """Return the invitations to the mailbox, however tagged and spelled, that nobody has accepted."""
    local, _at, domain = mailbox_of(email).rpartition("@")
    spelled = Q()
    for each in spellings_of(domain):
        tagged = Q(email__startswith=f"{local}+", email__endswith=f"@{each}")
        spelled |= Q(email=f"{local}@{each}") | tagged
    return _mailed().filter(spelled, accepted_at=None)


def _mailed() -> "QuerySet[Invitation]":
    """Return those with an address; the index over the newest of them has a day's worth at hand."""
    return Invitation.objects.exclude(email="")


def _text(limit: str) -> str:
    if limit == "invitation_mails_address":
        return _(
            "This address has received enough invitations for now. Create a link without an address and pass "
            "it on yourself, or try again in %(wait)s."
        )
    if limit.startswith("invitation_mails"):
        return _(
            "Enough invitations have been mailed for now. Create a link without an address and pass it on "
            "yourself, or try again in %(wait)s."
        )
    return _("Enough invitations have been created for now. Try again in %(wait)s.")


def _in_words(seconds: int) -> str:
    minutes, hours = ceil(seconds / 60), ceil(seconds / 3600)
    if minutes < 120:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
