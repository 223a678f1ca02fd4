"""The members who are present in a project, for commands: read before the project is locked."""

from uuid import UUID

import orjson

from projects.mentions.everyone import HERE, WORDS
from projects.mentions.places import has_mark
from projects.realtime.hub import HUB
from projects.registry import ReadAhead, Values

WAIT_SECONDS = 2.0
"""For the presence of other processes. After that, nobody counts as present."""


def present_users(project_id: UUID) -> frozenset[UUID]:
    """Return the ids of the people who have the project open, in any process. Not for the hub's loop."""
    users = HUB.wait_for(lambda: HUB.presence.read(project_id), seconds=WAIT_SECONDS)
    return frozenset(UUID(user["userId"]) for user in orjson.loads(users or b"[]"))


def _may_call_them(values: Values) -> bool:
    text = values["text"]
    return has_mark(text) and any(word in text.casefold() for word, name in WORDS.items() if name == HERE)


READ_PRESENT = ReadAhead(_may_call_them, lambda project_id: {"present": present_users(project_id)})
"""Gives `present` to a command with a `text` that may mention @here."""
