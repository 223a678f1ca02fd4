"""The event log: new events, their form on the wire, redaction, and reading."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NotRequired, TypedDict
from uuid import UUID

from django.db.models import QuerySet

from core.encoding import to_json
from core.registry import ListRegistry
from core.sql.writes import Write
from core.wire import JsonObject, camelize, instant
from projects.models import Event

REPLAY_EVENTS = 500
REPLAY_BYTES = 1024 * 1024
"""Limits of one replay. A client that missed more reloads the board."""

Changes = dict[str, list[Any]]
"""The changed fields of a command's entity: {field: [old, new]}."""


class EventWire(TypedDict):
    """An event of the log. Its `type` decides which keys `payload` and `changes` have (docs/protocol.md)."""

    type: str
    projectId: str
    seq: int
    eventId: str
    actorId: str
    at: str
    payload: JsonObject
    changes: Changes
    via: NotRequired[str]
    redacted: NotRequired[bool]
    html: NotRequired[str]
    """Fragments that show the event, for a page that joined with `fragments`."""


redactors: ListRegistry[Callable[[list[EventWire]], None]] = ListRegistry(
    f"{__name__}.redactors", used="events are read from the log: contents deleted since are blanked"
)
"""Each changes the events on the wire in place. The rows of the log are never changed."""


def new_event(
    payload: Mapping[str, object],
    *,
    changes: Changes | None = None,
    answer: Mapping[str, object] | None = None,
    answer_once: Mapping[str, object] | None = None,
    writes: Sequence[Write] = (),
) -> Event:
    """Return a command's event, not yet saved. `execute` sets its type, project, seq, actor and time.

    `changes` is {field: [old, new]}. For `answer`, `answer_once` and `writes` see Event.
    """
    row = Event(payload=camelize(payload), changes=camelize(changes or {}))
    row.answer = None if answer is None else camelize(answer)
    row.answer_once, row.writes = camelize(answer_once or {}), writes
    return row


def differences(
    before: Mapping[str, object], after: Mapping[str, object], *, ignore: tuple[str, ...] = ()
) -> Changes:
    """Return {key: [old, new]} for each key that differs between two representations of one entity."""
    skipped = {"version", "updatedAt", *ignore}
    return {
        key: [before[key], value]
        for key, value in after.items()
        if key not in skipped and before[key] != value
    }


def to_wire(row: Event) -> EventWire:
    """Return the event as it was written, without redaction."""
    wire: EventWire = {
        "type": row.type,
        "projectId": str(row.project_id),
        "seq": row.seq,
        "eventId": str(row.event_id),
        "actorId": str(row.actor_id),
        "at": instant(row.at),
        "payload": _object(row.payload),
        "changes": _object(row.changes),
    }
    if row.via:
        wire["via"] = row.via
    return wire


def _object(stored: Any) -> Any:
    """Return a stored object; an empty one for other JSON, which no command writes and no reader expects."""
    return stored if isinstance(stored, dict) else {}


def redacted_wire(rows: Iterable[Event]) -> list[EventWire]:
    """Return the events on the wire, with everything deleted since blanked."""
    return redact_events([to_wire(row) for row in rows])


def redact_events(wires: list[EventWire]) -> list[EventWire]:
    """Redact the events in place and return them."""
    for redact in redactors:
        redact(wires)
    return wires


def encode(wire: Mapping[str, object]) -> str:
    return to_json(wire).decode()


def events_after(project_id: UUID, since: int) -> QuerySet[Event]:
    return Event.objects.filter(project_id=project_id, seq__gt=since).order_by("seq")
