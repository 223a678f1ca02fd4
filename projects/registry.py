"""The commands there are, by their names on the wire. Each app's `commands` registers its own."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from accounts.models import User
from accounts.wire import WireSerializer
from projects.models import Event, Project
from projects.permissions import Role

Values = dict[str, Any]
Locate = Callable[[Values], UUID | None]
Run = Callable[..., Event]


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

    @property
    def makes_project(self) -> bool:
        return self.locate is makes_project


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


def project_of(model: type[models.Model], key: str = "id") -> Locate:
    """Locates by the id under `key`, which is one of `model`'s."""

    def locate(values: Values) -> UUID | None:
        return (
            model._default_manager.filter(pk=values[key])
            .order_by("pk")
            .values_list("project_id", flat=True)
            .first()
        )

    return locate
