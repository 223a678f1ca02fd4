"""Mentions: members named in a text as @name. The longest matching name wins, whatever its case."""

import re
from typing import Protocol
from uuid import UUID

from accounts.models import User
from projects.member_names import ids_by_name
from projects.models import Membership, Project

MAX_MENTIONS = 50
"""People that one text can mention, and so notify; further names are plain text."""


class Mention(Protocol):
    """A mention stored by a higher app (boards, chat): a member, with the `name` as the text had it."""

    @property
    def name(self) -> str: ...

    @property
    def user_id(self) -> UUID: ...

    @property
    def user(self) -> User: ...


def find_mentions(text: str, project: Project) -> dict[UUID, str]:
    """Return {user id: name as written}.

    A name that several members have means all of them; with the tag that tells them apart, it means one.
    """
    if "@" not in text:
        return {}
    rows = Membership.objects.filter(project=project).values_list("user_id", "user__display_name")
    people = ids_by_name(rows.order_by("joined_at", "id"))
    found: dict[UUID, str] = {}
    for match in re.finditer("@", text):
        rest = text[match.end() :]
        for name, user_ids in people:
            if _starts_with(rest, name):
                for user_id in user_ids:
                    found.setdefault(user_id, rest[: len(name)])
                break
        if len(found) == MAX_MENTIONS:
            break
    return found


def _starts_with(rest: str, name: str) -> bool:
    return rest[: len(name)].casefold() == name.casefold() and not rest[len(name) : len(name) + 1].isalnum()
