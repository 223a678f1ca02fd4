"""Roles in a project, lowest first, and the check that an actor has the role that a command declares."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.errors import Forbidden, NotFound


class Role(models.TextChoices):
    """`outsider` and `operator` (staff acting in the admin) are never stored."""

    OUTSIDER = "outsider", _("Outsider")
    VIEWER = "viewer", _("Viewer")
    MEMBER = "member", _("Member")
    ADMIN = "admin", _("Admin")
    OWNER = "owner", _("Owner")
    OPERATOR = "operator", _("Operator")

    @property
    def rank(self) -> int:
        return list(Role).index(self)

    def may(self, needed: "Role") -> bool:
        return self.rank >= needed.rank


class MentionAll(models.TextChoices):
    """Roles that may call everyone in a project, by @all and @here."""

    NOBODY = "nobody", _("No one")
    ADMINS = "admins", _("Admins only")
    MEMBERS = "members", _("Anyone who can write")

    def allows(self, role: Role) -> bool:
        needed = {MentionAll.ADMINS: Role.ADMIN, MentionAll.MEMBERS: Role.MEMBER}.get(self)
        return needed is not None and role.may(needed)


def may_grant(role: Role, granted: Role) -> bool:
    """Return whether a member with `role` may make somebody a `granted`, by an invitation or directly."""
    return role.may(Role.ADMIN) and role.may(granted)


def check_role(role: Role, needed: Role) -> None:
    """Raise Forbidden if `role` is below the one that is needed."""
    if not role.may(needed):
        raise Forbidden


def hide_from_outsiders(role: Role, needed: Role, *, is_repeat: bool) -> None:
    """Raise NotFound for outsiders.

    To them a project of others does not exist, and neither do its repeats.
    """
    if role is Role.OUTSIDER and (is_repeat or needed is not Role.OUTSIDER):
        raise NotFound


MEMBER_ROLES = [Role.VIEWER, Role.MEMBER, Role.ADMIN, Role.OWNER]
