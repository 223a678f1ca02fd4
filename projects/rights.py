"""Derived rights: what a person made by a right of theirs, and what would work on after the right has ended.

An invitation is one: its link makes members long after its maker has left. Each kind registers how it is
revoked. A command that takes a right away calls `revoke_derived_rights` in its own transaction, and its event
lists in `changes` what was revoked.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from accounts.models import User
from core.registry import ListRegistry
from projects.events.log import Changes
from projects.models import Project
from projects.permissions import Role


@dataclass(frozen=True)
class RemainingRights:
    """What a person may still do in a project from `at` on: what `role` allows; OUTSIDER allows nothing.

    `user_id` is None for everyone in the project.
    """

    project: Project
    user_id: UUID | None
    role: Role
    at: dt.datetime


class DerivedRight(Protocol):
    """One kind of things that work on their own and rest on the rights of the person who made them."""

    def projects_of(self, user: User) -> Iterable[UUID]:
        """Return the ids of the projects in which `user` has made some that still work."""
        ...

    def revoke(self, remaining: RemainingRights) -> Changes:
        """Revoke what could no longer be made, and return {field: [old, new]} for the event.

        A second call finds nothing to revoke.
        """
        ...


derived_rights: ListRegistry[DerivedRight] = ListRegistry(
    f"{__name__}.derived_rights",
    used="a right ends (removed, demoted, deactivated, project deleted), in the transaction of the command",
)


def revoke_derived_rights(remaining: RemainingRights) -> Changes:
    """Revoke everything that rests on rights which the person no longer has."""
    changes: Changes = {}
    for kind in derived_rights:
        changes |= kind.revoke(remaining)
    return changes


def projects_with_derived_rights(user: User) -> list[UUID]:
    """Return the ids of the projects in which `user` has made something that still works, in order."""
    return sorted({project_id for kind in derived_rights for project_id in kind.projects_of(user)})
