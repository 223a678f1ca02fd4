"""Roles in a project, lowest first. Each command declares the role that it needs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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


MEMBER_ROLES = [Role.VIEWER, Role.MEMBER, Role.ADMIN, Role.OWNER]
