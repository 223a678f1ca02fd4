"""Mentions: members named in a text as @name. The longest matching name wins, whatever its case."""

import re
from itertools import islice
from typing import Protocol
from uuid import UUID

from accounts.models import User
from projects.member_names import ids_by_name
from projects.models import Membership, Project

MAX_MENTIONS = 50
"""People that one text can mention, and so notify; further names are plain text."""
MAX_MARKS = 1000
MARK = re.compile(r"@(?=[^\s@])")


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
    return named_in(text, ids_by_name(rows.order_by("joined_at", "id")))


def named_in(text: str, people: list[tuple[str, list[UUID]]]) -> dict[UUID, str]:
    """Return the same for the people with these names; the longest name wins.

    The first MAX_MARKS places are read, each by one look-up for each length that a name has.
    """
    by_name = {(len(name), name.casefold()): user_ids for name, user_ids in people}
    lengths = sorted({length for length, _ in by_name}, reverse=True)
    found: dict[UUID, str] = {}
    for mark in islice(MARK.finditer(text), MAX_MARKS):
        start = mark.end()
        for length in lengths:
            written = text[start : start + length]
            user_ids = by_name.get((length, written.casefold()), [])
            if user_ids and not text[start + length : start + length + 1].isalnum():
                found |= {user_id: written for user_id in user_ids if user_id not in found}
                break
        if len(found) >= MAX_MENTIONS:
            break
    return dict(islice(found.items(), MAX_MENTIONS))
