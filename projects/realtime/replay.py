"""Replay: the events that a socket missed before it joined a project. Many sockets are answered at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NotRequired, TypedDict
from uuid import UUID

import orjson
from django.db.models import Q
from django.utils import translation

from core.batching import Batcher, threaded
from core.encoding import to_json
from projects.errors import NotFound
from projects.events.log import REPLAY_BYTES, REPLAY_EVENTS, EventWire, events_after, redacted_wire
from projects.models import Membership
from projects.realtime.fragments import newest_with_html


@dataclass(frozen=True, slots=True)
class MemberState:
    """A member's role, and the log's head when it was read."""

    role: str
    head: int


@dataclass(frozen=True, slots=True)
class ReplayRange:
    """The events with `since` < seq ≤ `head`, in a language, with HTML or without."""

    project_id: UUID
    since: int
    head: int
    language: str
    html: bool


class ReplayPayload(TypedDict):
    """The payload of the ack. `events` (of EventWire) and `presence` (of PresentUser) are JSON already."""

    seq: int
    role: str
    events: orjson.Fragment
    resync: NotRequired[bool]
    presence: NotRequired[orjson.Fragment]


@dataclass(frozen=True, slots=True)
class Replay:
    """The answer to a join or sync. `events` is a JSON list; None if there are too many, and the client must
    reload the board."""

    seq: int
    role: str
    events: bytes | None

    @property
    def payload(self) -> ReplayPayload:
        events = orjson.Fragment(self.events or b"[]")
        payload: ReplayPayload = {"seq": self.seq, "role": self.role, "events": events}
        if self.events is None:
            payload["resync"] = True
        return payload


async def find_replay(
    user_id: UUID, project_id: UUID, *, since: int | None, language: str, html: bool
) -> Replay:
    """Return a member's role, the head and the events after `since` (None: no events).

    Raises NotFound for an outsider.
    """
    state = await MEMBER_STATES.submit((user_id, project_id))
    events: bytes | None = b"[]"
    if since is not None and since != state.head:
        events = None
        if replayable(since, head=state.head):
            wanted = ReplayRange(project_id, since, state.head, language, html)
            events = await REPLAYS.submit(wanted, group=project_id)
    return Replay(state.head, state.role, events)


def replayable(since: int, *, head: int) -> bool:
    """Return whether the events after `since` are few enough to be replayed."""
    return 0 < head - since <= REPLAY_EVENTS


def read_member_states(requests: Sequence[tuple[UUID, UUID]]) -> list[MemberState | Exception]:
    """Return the state for each (user id, project id); NotFound for outsiders and inactive users."""
    users_by_project: dict[UUID, set[UUID]] = defaultdict(set)
    for user_id, project_id in requests:
        users_by_project[project_id].add(user_id)
    wanted = reduce(or_, (Q(project_id=each, user_id__in=users) for each, users in users_by_project.items()))
    rows = Membership.objects.filter(wanted, user__is_active=True, project__deleted_at=None)
    found = {
        (user_id, project_id): MemberState(role, head)
        for user_id, project_id, role, head in rows.values_list(
            "user_id", "project_id", "role", "project__last_seq"
        )
    }
    return [found.get(pair) or NotFound() for pair in requests]


def read_replays(ranges: Sequence[ReplayRange]) -> list[bytes | None]:
    """Return each range's events as JSON, with deleted text blanked.

    All belong to one project and share a query.
    """
    since, head = min(each.since for each in ranges), max(each.head for each in ranges)
    rows = list(events_after(ranges[0].project_id, since).filter(seq__lte=head))
    encoded: dict[ReplayRange, bytes | None] = {}
    for language in {each.language for each in ranges}:
        with translation.override(language):
            wires = redacted_wire(rows)
            texts = [to_json(wire) for wire in wires]
            for wanted in {each for each in ranges if each.language == language}:
                encoded[wanted] = _encode_range(wanted, wires, texts)
    return [encoded[each] for each in ranges]


def _encode_range(wanted: ReplayRange, wires: list[EventWire], texts: list[bytes]) -> bytes | None:
    """Encode the events of the range; None if they are longer than REPLAY_BYTES."""
    chosen = [number for number, wire in enumerate(wires) if wanted.since < wire["seq"] <= wanted.head]
    plain = [texts[number] for number in chosen]
    if sum(map(len, plain)) > REPLAY_BYTES:
        return None
    if wanted.html:
        return to_json(newest_with_html([wires[number] for number in chosen], wanted.language))
    return b"[" + b",".join(plain) + b"]"


MEMBER_STATES: Batcher[tuple[UUID, UUID], MemberState] = Batcher(threaded(read_member_states))
REPLAYS: Batcher[ReplayRange, bytes | None] = Batcher(threaded(read_replays))
