"""The projects of somebody who deletes the account: those with others are left, the rest are deleted."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.deletion import PARTINGS, TIES, Fate, Tie
from accounts.errors import HandOverFirst
from accounts.models import User
from projects.dispatch.execute import Origin, execute
from projects.errors import Conflict
from projects.events.log import REDACTORS, Wire
from projects.models import Invitation, Membership
from projects.permissions import Role


def ties(user: User) -> list[Tie]:
    return [
        Tie(
            name=row.project.name,
            url=reverse("members", kwargs={"project_id": row.project_id}),
            fate=_fate(row),
        )
        for row in _memberships(user).order_by("project__name")
    ]


def part(user: User, address: str | None) -> None:
    """Each project is locked in the order of their ids. Raises HandOverFirst."""
    origin = Origin(address=address)
    for row in _memberships(user).order_by("project_id"):
        told = {"projectId": str(row.project_id)}
        try:
            if _fate(row) == "deleted":
                execute(user, "project.delete", told, origin=origin)
            else:
                execute(user, "member.remove", {**told, "userId": str(user.pk)}, origin=origin)
        except Conflict as refusal:
            raise HandOverFirst(f"{row.project.name}: {refusal.detail}") from refusal
    Invitation.objects.filter(accepted_by=user).update(email="")


def redact_former(wires: list[Wire]) -> None:
    """Names that events carry of people who have deleted their accounts since."""
    named = [person for wire in wires for person in _people_of(wire)]
    if not named:
        return
    former = _former({person["userId"] for person in named})
    for person in named:
        if person["userId"] in former:
            person["displayName"] = _("Former member")


TIES.append(ties)
PARTINGS.append(part)
REDACTORS.append(redact_former)


def _memberships(user: User) -> QuerySet[Membership, Any]:
    others = Count("project__memberships", filter=~Q(project__memberships__user=user))
    owners = Q(project__memberships__role=Role.OWNER) & ~Q(project__memberships__user=user)
    rows = Membership.objects.filter(user=user, project__deleted_at=None).select_related("project")
    return rows.annotate(others=others, owners=Count("project__memberships", filter=owners))


def _fate(row: Any) -> Fate:
    if not row.others:
        return "deleted"
    return "stuck" if row.role == Role.OWNER and not row.owners else "kept"


def _people_of(wire: Wire) -> Iterable[dict[str, Any]]:
    for told in (wire["payload"], wire["payload"].get("member")):
        if isinstance(told, dict) and {"userId", "displayName"} <= told.keys():
            yield told


def _former(user_ids: set[str]) -> set[str]:
    rows = User.objects.filter(pk__in=user_ids).exclude(deleted_at=None)
    return {str(pk) for pk in rows.values_list("pk", flat=True)}
