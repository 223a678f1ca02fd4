"""A call of one command by one person, its input validated, and the outcome it has."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

import orjson

from core.ids import new_id
from core.wire import JsonObject, camelize
from projects.errors import PasswordNeeded
from projects.events.log import EventWire
from projects.registry import Command, Values, commands, in_project


@dataclass(frozen=True)
class Origin:
    """Where a call comes from.

    `via` is "" for the product's own entry points (sockets, REST, pages), else "admin" or "import".
    `address` is the client's IP address. `at` replaces the current time, for imports. `recent` is false for a
    session in which the password was entered too long ago for dangerous commands.
    """

    via: str = ""
    address: str | None = None
    at: dt.datetime | None = None
    recent: bool = True


@dataclass(frozen=True)
class Outcome:
    """The result of a call.

    `answer` goes to the sender, `repeat_answer` to a sender who repeats the call, and `event` is the event on
    the wire. `replayed` is true if this call was such a repeat.
    """

    answer: JsonObject
    event: EventWire
    repeat_answer: JsonObject
    replayed: bool = False


@dataclass(frozen=True)
class CommandCall:
    """A command with its validated input.

    `event_id` is the idempotency key. `repeatable` is true if the sender chose it and so can send the call
    again. `project_hint` is a project that the input names beside an entity; the entity must belong to it.
    """

    actor_id: UUID
    command: Command
    values: Values
    project_hint: UUID | None
    event_id: UUID
    repeatable: bool
    fingerprint: str
    origin: Origin

    @property
    def reads_ahead(self) -> bool:
        """Return whether the command needs something of another service before the lock."""
        ahead = self.command.read_ahead
        return ahead is not None and ahead.needed(self.values)

    def having_read(self, project_id: UUID) -> "CommandCall":
        """Return the call with what it needs of other services. The fingerprint is of what was sent."""
        ahead = self.command.read_ahead
        if ahead is None or not ahead.needed(self.values):
            return self
        return replace(self, values={**self.values, **ahead.read(project_id)})


def read_call(
    actor_id: UUID, name: str, data: Mapping[str, object], *, event_id: UUID | None, origin: Origin | None
) -> CommandCall:
    """Validate the input of the command `name`. Raises DRF's ValidationError, or PasswordNeeded."""
    command = commands[name]
    values = dict(command.reader.run_validation(data))
    if command.recent_sign_in and command.recent_sign_in(values) and origin and not origin.recent:
        raise PasswordNeeded
    hint = None
    if command.locate is in_project:
        fingerprint = _fingerprint(command, values)
    else:
        hint = values.pop("project_id", None)
        fingerprint = _fingerprint(command, values)
    return CommandCall(
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
    """Hash a command and its input, to tell a repeat from another use of the same event id."""
    compared = {key: value for key, value in values.items() if key not in command.not_fingerprinted}
    text = orjson.dumps([command.name, camelize(compared)], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(text).hexdigest()
