"""Undo rules: for each type of event the command that undoes it, or the reason why nothing does.

Each app registers the rules for its own events.
"""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.fields.json import KT
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.registry import KeyedRegistry
from projects.errors import CannotUndo, Forbidden
from projects.events.log import Changes
from projects.models import Event
from projects.registry import Command, Member, commands

LazyText = str | Promise
CommandInput = Mapping[str, object]
"""The input of a command, with the keys of the wire."""
MakeInput = Callable[[Member, Event], CommandInput]
ChooseCommand = Callable[[Event], str]
Row = TypeVar("Row", bound=Model)

DERIVED = {"version", "updatedAt", "key"}
"""Keys that do not tell whether an entity was changed: a card's `key` changes with that of its project."""


@dataclass(frozen=True)
class UndoRule:
    """How an event is undone.

    `by` is the name of the command, or a function that chooses it. `input` makes the command's input, with
    the keys of the wire. With `actor_only` nobody but the event's actor may undo it.
    """

    by: str | ChooseCommand
    input: MakeInput
    actor_only: bool = False

    def command(self, event: Event) -> Command:
        return commands[self.by if isinstance(self.by, str) else self.by(event)]


inverses: KeyedRegistry[str, UndoRule] = KeyedRegistry(
    f"{__name__}.inverses", used="an event is undone: the command that undoes it, by the type of the event"
)

not_undoable: KeyedRegistry[str, LazyText] = KeyedRegistry(
    f"{__name__}.not_undoable", used="an event cannot be undone: the reason, by the type of the event"
)


def inverse(
    *event_types: str, by: str | ChooseCommand, actor_only: bool = False
) -> Callable[[MakeInput], MakeInput]:
    """Register the function that makes the input of the command `by`, which undoes these events.

    The function compares the entity as it is with what the event left. It raises CannotUndo if they differ,
    or what the command itself would raise.
    """

    def register(make: MakeInput) -> MakeInput:
        inverses.add(dict.fromkeys(event_types, UndoRule(by, make, actor_only)), module=make.__module__)
        return make

    return register


def undo_command(member: Member, event: Event) -> tuple[Command, CommandInput]:
    """Return the command that undoes `event`, and its input. Raises CannotUndo or Forbidden."""
    if event.type not in inverses:
        raise CannotUndo(not_undoable.get(event.type, ""))
    rule = inverses[event.type]
    command = rule.command(event)
    if not member.role.may(command.role):
        raise Forbidden
    if rule.actor_only and event.actor_id != member.user.pk:
        raise Forbidden(_("Only the person who did this can undo it."))
    if is_undone(event):
        raise CannotUndo(_("This has already been undone."))
    return command, rule.input(member, event)


def is_undone(event: Event) -> bool:
    rows = Event.objects.filter(project=event.project_id, changes__has_key="undoes")
    return rows.alias(undone=KT("changes__undoes__1")).filter(undone=str(event.seq)).exists()


# ── For those who register ────────────────────────────────────────────────────────────────────────


def first_or_gone(rows: "QuerySet[Row]") -> Row:
    """Return the first row. Raises CannotUndo if there is none: what the event was about is gone."""
    row = rows.first()
    if row is None:
        raise entity_gone()
    return row


def restore_input(event: Event, current: Mapping[str, object], command: str) -> CommandInput:
    """Return the input for `command` that gives the entity `current` the values it had before `event`.

    Raises CannotUndo.
    """
    return {"id": current["id"], **previous_values(event.changes, current, input_fields(command))}


def previous_values(
    changes: Changes, current: Mapping[str, object], fields: Container[str]
) -> dict[str, object]:
    """Return the old value of each of `fields` that `changes` names.

    Raises CannotUndo if it names none, or if one has been changed since.
    """
    named = [name for name in changes if name in fields]
    if not named:
        raise nothing_to_undo()
    check_unchanged(current, {name: changes[name][1] for name in named})
    return {name: changes[name][0] for name in named}


def check_unchanged(current: Mapping[str, object] | None, left: Mapping[str, object]) -> None:
    """Raise CannotUndo if `current` (None: deleted) differs from the values that the event `left`."""
    if current is None:
        raise entity_gone()
    if any(
        _comparable(current.get(name)) != _comparable(value)
        for name, value in left.items()
        if name not in DERIVED
    ):
        raise CannotUndo(_("This can’t be undone: it has been changed since."))


def entity_gone() -> CannotUndo:
    return CannotUndo(_("It no longer exists."))


def nothing_to_undo() -> CannotUndo:
    return CannotUndo(_("Nothing was changed, so there is nothing to undo."))


def input_fields(command: str) -> Mapping[str, Any]:
    """Return the fields of a command's input, by their names on the wire."""
    return commands[command].input().fields


def _comparable(value: object) -> object:
    """Sort lists of ids: their order does not count."""
    return (
        sorted(value) if isinstance(value, list) and all(isinstance(each, str) for each in value) else value
    )
