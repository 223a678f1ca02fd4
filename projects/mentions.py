"""Mentions: members named in a text as @name. The longest matching name wins, whatever its case."""

import re
from typing import Protocol
from uuid import UUID

from accounts.models import User
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
    """Return {user id: name as written}."""
    if "@" not in text:
        return {}
    rows = Membership.objects.filter(project=project).values_list("user_id", "user__display_name")
    people = sorted(rows, key=lambda row: -len(row[1]))
    found: dict[UUID, str] = {}
    for match in re.finditer("@", text):
        rest = text[match.end() :]
        for user_id, name in people:
            if _starts_with(rest, name):
                found.setdefault(user_id, rest[: len(name)])
                break
        if len(found) == MAX_MENTIONS:
            break
    return found


def _starts_with(rest: str, name: str) -> bool:
    return rest[: len(name)].casefold() == name.casefold() and not rest[len(name) : len(name) + 1].isalnum()
