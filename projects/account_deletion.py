"""A deleted account leaves the projects that it shares; projects without other members are deleted."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.deletion import DeletionEffect, Fate, deletion_effects, on_account_deleted
from accounts.errors import OwnershipTransferRequired
from accounts.models import User
from projects.dispatch.execute import Origin, execute
from projects.errors import Conflict
from projects.events.log import EventWire, redactors
from projects.models import Invitation, Membership
from projects.permissions import Role


@deletion_effects.register
def deletion_effects_on_projects(user: User) -> list[DeletionEffect]:
    return [
        DeletionEffect(
            name=row.project.name,
            url=reverse("members", kwargs={"project_id": row.project_id}),
            fate=_fate(row),
        )
        for row in _memberships(user).order_by("project__name")
    ]


@on_account_deleted.register
def leave_projects(user: User, address: str | None) -> None:
    """Leave or delete each project, in the order of their ids, which is that of the locks.

    Raises OwnershipTransferRequired where others would be left without an owner.
    """
    origin = Origin(address=address)
    for row in _memberships(user).order_by("project_id"):
        data = {"projectId": str(row.project_id)}
        try:
            if _fate(row) == "deleted":
                execute(user, "project.delete", data, origin=origin)
            else:
                execute(user, "member.remove", {**data, "userId": str(user.pk)}, origin=origin)
        except Conflict as refusal:
            raise OwnershipTransferRequired(f"{row.project.name}: {refusal.detail}") from refusal
    Invitation.objects.filter(accepted_by=user).update(email="")


@redactors.register
def redact_former_members(wires: list[EventWire]) -> None:
    """Replace the names in events of users who have deleted their accounts since."""
    named = [person for wire in wires for person in _people_of(wire)]
    if not named:
        return
    former = _former({person["userId"] for person in named})
    for person in named:
        if person["userId"] in former:
            person["displayName"] = _("Former member")


def _memberships(user: User) -> QuerySet[Membership, Any]:
    others = Count("project__memberships", filter=~Q(project__memberships__user=user))
    owners = Q(project__memberships__role=Role.OWNER) & ~Q(project__memberships__user=user)
    rows = Membership.objects.filter(user=user, project__deleted_at=None).select_related("project")
    return rows.annotate(others=others, owners=Count("project__memberships", filter=owners))


def _fate(row: Any) -> Fate:
    if not row.others:
        return "deleted"
    return "stuck" if row.role == Role.OWNER and not row.owners else "kept"


def _people_of(wire: EventWire) -> Iterable[dict[str, str]]:
    for payload in (wire["payload"], wire["payload"].get("member")):
        if isinstance(payload, dict) and {"userId", "displayName"} <= payload.keys():
            yield payload


def _former(user_ids: set[str]) -> set[str]:
    rows = User.objects.filter(pk__in=user_ids).exclude(deleted_at=None)
    return {str(pk) for pk in rows.values_list("pk", flat=True)}
