"""What takes an event back: for each type another command, or a reason why there is none.

Each app registers those of its own events.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.fields.json import KT
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from projects.errors import CannotUndo, Forbidden
from projects.models import Event
from projects.registry import COMMANDS, Command, Member

Words = str | Promise
Wire = dict[str, Any]
Inverse = Callable[[Member, Event], Wire]
Chosen = Callable[[Event], str]
Row = TypeVar("Row", bound=Model)

DERIVED = {"version", "updatedAt", "key"}
"""What says nothing about whether somebody changed an entity: `key` is the project's to change."""


@dataclass(frozen=True)
class Way:
    """`by` names the command, or says which; `input` makes what it takes, in the words of the wire.

    `own`: only who did it may take it back.
    """

    by: str | Chosen
    input: Inverse
    own: bool = False

    def command(self, past: Event) -> Command:
        return COMMANDS[self.by if isinstance(self.by, str) else self.by(past)]


INVERSES: dict[str, Way] = {}
"""Type of event → what takes it back."""

LASTING: dict[str, Words] = {}
"""Type of event → why nothing takes it back."""


def inverse(*event_types: str, by: str | Chosen, own: bool = False) -> Callable[[Inverse], Inverse]:
    """Registers the function that makes the input of the command `by`, which takes these events back.

    It compares what is there now with what the event left. Raises CannotUndo, or what the command would.
    """

    def register(make: Inverse) -> Inverse:
        INVERSES.update(dict.fromkeys(event_types, Way(by, make, own)))
        return make

    return register


def way_back(member: Member, past: Event) -> tuple[Command, Wire]:
    """The command that takes `past` back, and its input. Raises CannotUndo, Forbidden."""
    if past.type not in INVERSES:
        raise CannotUndo(LASTING.get(past.type, ""))
    way = INVERSES[past.type]
    command = way.command(past)
    if not member.role.may(command.role):
        raise Forbidden
    if way.own and past.actor_id != member.user.pk:
        raise Forbidden(_("Only who did this can take it back."))
    if taken_back(past):
        raise CannotUndo(_("This has been taken back already."))
    return command, way.input(member, past)


def taken_back(past: Event) -> bool:
    rows = Event.objects.filter(project=past.project_id, changes__has_key="undoes")
    return rows.alias(undone=KT("changes__undoes__1")).filter(undone=str(past.seq)).exists()


# ── For those who register ────────────────────────────────────────────────────────────────────────


def found(rows: "QuerySet[Row]") -> Row:
    """The only one. Raises CannotUndo."""
    row = rows.first()
    if row is None:
        raise gone()
    return row


def put_back(past: Event, now: Wire, command: str) -> Wire:
    """What `command` takes so that the entity that is `now` gets back what it had before `past`.

    Raises CannotUndo.
    """
    return {"id": now["id"], **as_before(past.changes, now, fields_of(command))}


def as_before(changes: Mapping[str, Any], now: Wire, fields: Mapping[str, Any]) -> Wire:
    """Of `fields`, those that `changes` names, each as it was before.

    Raises CannotUndo where there is none, or where one is no longer as it was left.
    """
    named = [name for name in changes if name in fields]
    if not named:
        raise nothing()
    check_same(now, {name: changes[name][1] for name in named})
    return {name: changes[name][0] for name in named}


def check_same(now: Wire | None, left: Wire) -> None:
    """Raises CannotUndo where the entity that is `now` (None: not any more) differs from what was `left`."""
    if now is None:
        raise gone()
    if any(_plain(now.get(name)) != _plain(value) for name, value in left.items() if name not in DERIVED):
        raise CannotUndo(_("It has been changed since, so it stays as it is."))


def gone() -> CannotUndo:
    return CannotUndo(_("It is gone by now."))


def nothing() -> CannotUndo:
    return CannotUndo(_("Nothing was changed there, so there is nothing to take back."))


def fields_of(command: str) -> Mapping[str, Any]:
    """What the command takes, by its names on the wire."""
    return COMMANDS[command].input().fields


def _plain(value: Any) -> Any:
    """Ids of what hangs on something are compared as a set."""
    return (
        sorted(value) if isinstance(value, list) and all(isinstance(each, str) for each in value) else value
    )
