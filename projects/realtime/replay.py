"""What a socket is told when it joins a project or asks what it missed; read for many sockets at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Q
from django.utils import translation

from core.batching import Gathering, threaded
from core.wire import Flag, Id, Integer, Text, WireSerializer
from projects.errors import NotFound
from projects.events.log import REPLAY_BYTES, REPLAY_EVENTS, Wire, log_after, served
from projects.models import HIGHEST_SEQ, Membership
from projects.realtime.fragments import newest_with_html


class RoomInput(WireSerializer):
    project_id = Id()


class SyncInput(RoomInput):
    since = Integer(max_value=HIGHEST_SEQ)


class JoinInput(RoomInput):
    since = Integer(max_value=HIGHEST_SEQ, required=False)
    fragments = Flag(required=False)


class AuthInput(WireSerializer):
    token = Text(max_length=4096)


class NoInput(WireSerializer):
    pass


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's role, and how far the log reached when it was looked up."""

    role: str
    head: int


@dataclass(frozen=True, slots=True)
class Gap:
    """The events `since` < seq ≤ `head`, as they are told in a language."""

    project_id: UUID
    since: int
    head: int
    language: str
    html: bool


@dataclass(frozen=True, slots=True)
class Missed:
    """`events` is a list in JSON; None: too many to replay, read the board anew."""

    seq: int
    role: str
    events: bytes | None

    @property
    def payload(self) -> dict[str, Any]:
        told = {"seq": self.seq, "role": self.role, "events": orjson.Fragment(self.events or b"[]")}
        return told if self.events is not None else {**told, "resync": True}


async def find_missed(
    user_id: UUID, project_id: UUID, *, since: int | None, language: str, html: bool
) -> Missed:
    """For a member: head, role and the events after `since` (None: none). Raises NotFound for an outsider."""
    standing = await STANDINGS.ask((user_id, project_id))
    events: bytes | None = b"[]"
    if since is not None and since != standing.head:
        events = None
        if 0 < standing.head - since <= REPLAY_EVENTS:
            gap = Gap(project_id, since, standing.head, language, html)
            events = await REPLAYS.ask(gap, about=project_id)
    return Missed(standing.head, standing.role, events)


def read_standings(asked: Sequence[tuple[UUID, UUID]]) -> list[Standing | Exception]:
    """Of people in projects: who is no member, or no longer active, hears NotFound. One query."""
    people: dict[UUID, set[UUID]] = defaultdict(set)
    for user_id, project_id in asked:
        people[project_id].add(user_id)
    wanted = reduce(or_, (Q(project_id=each, user_id__in=users) for each, users in people.items()))
    rows = Membership.objects.filter(wanted, user__is_active=True, project__deleted_at=None)
    found = {
        (user_id, project_id): Standing(role, head)
        for user_id, project_id, role, head in rows.values_list(
            "user_id", "project_id", "role", "project__last_seq"
        )
    }
    return [found.get(pair) or NotFound() for pair in asked]


def read_replays(asked: Sequence[Gap]) -> list[bytes | None]:
    """Of one project, redacted as of now. One reading of the log for all."""
    since, head = min(gap.since for gap in asked), max(gap.head for gap in asked)
    rows = list(log_after(asked[0].project_id, since).filter(seq__lte=head))
    made: dict[Gap, bytes | None] = {}
    for language in {gap.language for gap in asked}:
        with translation.override(language):
            wires = served(rows)
            texts = [orjson.dumps(wire) for wire in wires]
            for gap in {gap for gap in asked if gap.language == language}:
                made[gap] = _replay(gap, wires, texts)
    return [made[gap] for gap in asked]


def _replay(gap: Gap, wires: list[Wire], texts: list[bytes]) -> bytes | None:
    chosen = [number for number, wire in enumerate(wires) if gap.since < wire["seq"] <= gap.head]
    plain = [texts[number] for number in chosen]
    if sum(map(len, plain)) > REPLAY_BYTES:
        return None
    if gap.html:
        return orjson.dumps(newest_with_html([wires[number] for number in chosen], gap.language))
    return b"[" + b",".join(plain) + b"]"


STANDINGS: Gathering[tuple[UUID, UUID], Standing] = Gathering(threaded(read_standings))
REPLAYS: Gathering[Gap, bytes | None] = Gathering(threaded(read_replays))
