"""The commands there are, by their names on the wire. Each app's `commands` registers its own."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import models

from accounts.models import User
from core.sql import prepared
from core.wire import WireSerializer
from projects.models import Event, Project
from projects.permissions import Role

Values = dict[str, Any]
Locate = Callable[[Values], UUID | None]
Run = Callable[..., Event]

KEPT_PLACES = 100_000


@dataclass(frozen=True)
class Member:
    """Who acts, in which locked project, in what role, and when."""

    user: User
    project: Project
    role: Role
    at: dt.datetime
    imported: bool = False


@dataclass(frozen=True)
class Command:
    name: str
    input: type[WireSerializer]
    role: Role
    locate: Locate
    run: Run
    event: str
    echoed: tuple[str, ...] = ()
    acked: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    internal: bool = False
    tells_event: bool = False

    @cached_property
    def reader(self) -> WireSerializer:
        """One for all input: it keeps nothing of what it reads, and its fields take long to make."""
        return self.input()

    @property
    def makes_project(self) -> bool:
        return self.locate is makes_project

    def known(self, values: Values) -> UUID | None:
        """The project, where it takes no question to the database to find it."""
        if isinstance(self.locate, ProjectOf):
            return self.locate.known(values)
        return self.locate(values) if self.locate is in_project else None


COMMANDS: dict[str, Command] = {}


def command(
    name: str,
    *,
    input: type[WireSerializer],
    role: Role,
    locate: Locate,
    event: str,
    echoed: tuple[str, ...] = (),
    acked: tuple[str, ...] = (),
    apart: tuple[str, ...] = (),
    internal: bool = False,
    tells_event: bool = False,
) -> Callable[[Run], Run]:
    """Registers a function as the command `name` ("card.move") that leaves the event `event` ("card.moved");
    "" where each event says itself of what type it is.

    `locate` finds the project's id in the values, among deleted entities too, so that a repeat of a deletion
    finds its answer. `echoed` are keys of a socket's payload that come back in the ack and are no part of the
    input. `acked` are those of the answer that a socket is told; none named: all. `apart` are keys of the
    input that may differ in a repeat. `internal`: no door opens it. `tells_event`: the answer is the event.
    """

    def register(run: Run) -> Run:
        COMMANDS[name] = Command(
            name, input, role, locate, run, event, echoed, acked, apart, internal, tells_event
        )
        return run

    return register


def in_project(values: Values) -> UUID | None:
    return values.get("project_id")


def makes_project(values: Values) -> UUID | None:
    return None


def project_of(model: type[models.Model], key: str = "id", *, lasting: bool = True) -> "ProjectOf":
    """Locates by the id under `key`, which is one of `model`'s.

    `lasting`: its rows are never deleted, so that which project one belongs to is asked once per process.
    """
    return ProjectOf(model, key, lasting=lasting)


class ProjectOf:
    def __init__(self, model: type[models.Model], key: str, *, lasting: bool) -> None:
        def place(entity_id: Any) -> Any:
            return model._default_manager.filter(pk=entity_id).order_by().values_list("project_id")

        self.key, self.lasting = key, lasting
        self._asked = prepared(place)
        self._known: dict[UUID, UUID] = {}

    def __call__(self, values: Values) -> UUID | None:
        return self.known(values) or self._found(values[self.key])

    def known(self, values: Values) -> UUID | None:
        """Without asking the database."""
        return self._known.get(values[self.key])

    def _found(self, entity_id: UUID) -> UUID | None:
        rows = self._asked(entity_id=entity_id)
        if rows and self.lasting:
            if len(self._known) >= KEPT_PLACES:
                self._known.clear()
            self._known[entity_id] = rows[0][0]
        return rows[0][0] if rows else None
