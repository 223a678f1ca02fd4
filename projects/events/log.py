"""The event log: how a row stands on the wire, and how the log is read."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db.models import QuerySet

from core.sql import Write
from core.wire import camelize, instant
from projects.models import Event

REPLAY_EVENTS = 500
REPLAY_BYTES = 1024 * 1024

Wire = dict[str, Any]

REDACTORS: list[Callable[[list[Wire]], None]] = []
"""Each blanks, in place, what has been deleted since the event was written; the log keeps its rows."""


def happened(
    payload: dict[str, Any],
    *,
    changes: dict[str, Any] | None = None,
    answer: dict[str, Any] | None = None,
    told_once: dict[str, Any] | None = None,
    writes: Sequence[Write] = (),
) -> Event:
    """The unsaved event of a command; `execute` gives it its type, project, seq, actor and time.

    `changes` is {field: [old, new]}; for `answer`, `told_once` and `writes` see Event.
    """
    row = Event(payload=camelize(payload), changes=camelize(changes or {}))
    row.answer = None if answer is None else camelize(answer)
    row.told_once, row.writes = camelize(told_once or {}), writes
    return row


def differences(
    before: dict[str, Any], after: dict[str, Any], *, ignore: tuple[str, ...] = ()
) -> dict[str, Any]:
    """{key: [old, new]} for each key of two representations of one entity that differs."""
    skipped = {"version", "updatedAt", *ignore}
    return {
        key: [before[key], value]
        for key, value in after.items()
        if key not in skipped and before[key] != value
    }


def to_wire(row: Event) -> dict[str, Any]:
    return {
        "type": row.type,
        "projectId": str(row.project_id),
        "seq": row.seq,
        "eventId": str(row.event_id),
        "actorId": str(row.actor_id),
        "at": instant(row.at),
        "payload": row.payload,
        "changes": row.changes,
        **({"via": row.via} if row.via else {}),
    }


def served(rows: Iterable[Event]) -> list[Wire]:
    """Events on the wire as they are told now."""
    return redacted([to_wire(row) for row in rows])


def redacted(wires: list[Wire]) -> list[Wire]:
    for redact in REDACTORS:
        redact(wires)
    return wires


def encode(wire: dict[str, Any]) -> str:
    return orjson.dumps(wire).decode()


def log_after(project_id: UUID, since: int) -> QuerySet[Event]:
    return Event.objects.filter(project_id=project_id, seq__gt=since).order_by("seq")
