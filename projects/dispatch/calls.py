"""One command of one person, as it came in at a door, and what it is answered with."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.utils.translation import gettext as _

from core.ids import new_id
from core.wire import camelize
from projects.errors import Conflict
from projects.registry import COMMANDS, Command, Values, in_project


@dataclass(frozen=True)
class Origin:
    """Where a command comes from: `via` is "" for the product's own doors, else "admin" or "import"."""

    via: str = ""
    address: str | None = None
    at: dt.datetime | None = None


@dataclass(frozen=True)
class Outcome:
    """`told` is the sender's answer, `again` that to a repeat; `event` is the event on the wire."""

    told: dict[str, Any]
    event: dict[str, Any]
    again: dict[str, Any]
    replayed: bool = False


@dataclass(frozen=True)
class Call:
    """Its input read and its event id settled. `repeatable`: the sender knows the event id, too."""

    actor_id: UUID
    command: Command
    values: Values
    project_hint: UUID | None
    event_id: UUID
    repeatable: bool
    fingerprint: str
    origin: Origin


def read_call(
    actor_id: UUID, name: str, data: Mapping[str, Any], *, event_id: UUID | None, origin: Origin | None
) -> Call:
    """Raises DRF's ValidationError."""
    command = COMMANDS[name]
    values = dict(command.reader.run_validation(data))
    hint = None
    if command.locate is in_project:
        fingerprint = _fingerprint(command, values)
    else:
        hint = values.pop("project_id", None)
        fingerprint = _fingerprint(command, values)
    return Call(
        actor_id,
        command,
        values,
        hint,
        event_id or new_id(),
        event_id is not None,
        fingerprint,
        origin or Origin(),
    )


def _fingerprint(command: Command, values: Values) -> str:
    compared = {key: value for key, value in values.items() if key not in command.apart}
    text = orjson.dumps([command.name, camelize(compared)], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(text).hexdigest()


def told_again(call: Call, fingerprint: str, told: dict[str, Any], wire: dict[str, Any]) -> Outcome:
    """The answer to a repeat; what has been blanked in the event since is blank in it, too.

    Raises Conflict when the event id stood for another command or input.
    """
    if fingerprint != call.fingerprint:
        raise Conflict(_("This event id was already used for something else."), code="event_id_reused")
    if wire.get("redacted"):
        told = {key: wire["payload"].get(key, value) for key, value in told.items()}
    return Outcome(told, wire, told, replayed=True)
