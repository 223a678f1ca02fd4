"""Names for the ids in events, looked up once for a whole page of the log."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from core.ids import uuid_or_none
from core.registry import KeyedRegistry
from core.wire import JsonObject
from projects.events.log import EventWire, redacted_wire
from projects.models import Event, Project

# Keys of events on the wire whose values are user ids.
USER_ID_KEYS = {"actorId", "userId", "authorId", "uploaderId", "assigneeId", "assigneeIds"}

name_lookups: KeyedRegistry[str, Callable[[Project], dict[str, str]]] = KeyedRegistry(
    f"{__name__}.name_lookups", used="a sentence names a thing that an event has by its id"
)
"""Noun → {id: name} of all that a project has or had of it."""


class Names:
    """The names that the events `wires` of one project need. Only what is asked for is read.

    `undone_events` are the events that some of them undo, by seq.
    """

    def __init__(self, project: Project, wires: Iterable[EventWire]) -> None:
        self.project = project
        self.undone_events = _undone_events(project, wires := list(wires))
        user_ids = _user_ids([*wires, *self.undone_events.values()])
        self.people = {str(pk): user for pk, user in User.objects.in_bulk(user_ids).items()}
        self._found: dict[str, dict[str, str]] = {}

    def person(self, user_id: str) -> str:
        user = self.people.get(user_id)
        return user.display_name if user else _("Someone")

    def of(self, noun: str, entity_id: str) -> str:
        """Return the name of an entity, such as a "column"; "…" if it is unknown."""
        if noun not in self._found:
            self._found[noun] = name_lookups[noun](self.project)
        return self._found[noun].get(entity_id, "…")


def _undone_events(project: Project, wires: list[EventWire]) -> dict[int, EventWire]:
    named = [wire["changes"]["undoes"][1] for wire in wires if "undoes" in wire["changes"]]
    seqs = [seq for seq in named if isinstance(seq, int)]
    rows = Event.objects.filter(project=project, seq__in=seqs).defer("answer") if seqs else []
    return {wire["seq"]: wire for wire in redacted_wire(rows)}


def _user_ids(wires: Iterable[EventWire]) -> set[UUID]:
    ids = (uuid_or_none(user_id) for wire in wires for user_id in _ids_in(wire))
    return {user_id for user_id in ids if user_id}


def _ids_in(wire: EventWire) -> Iterator[str]:
    payload = wire["payload"]
    parts: tuple[JsonObject, ...] = (wire, payload, payload.get("member", {}), wire["changes"])
    for part in parts:
        for key in USER_ID_KEYS & part.keys():
            yield from _flat_ids(part[key])


def _flat_ids(value: Any) -> Iterator[str]:
    """Yield the ids in an id, in a list of ids, or in a pair of an old and a new list."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _flat_ids(item)
