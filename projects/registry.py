"""The registry of commands, by their names on the wire. Each app's `commands` package registers its own."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import models

from accounts.models import User
from core.registry import KeyedRegistry
from core.sql.prepared import prepared
from core.wire import WireSerializer
from projects.models import Event, Project
from projects.permissions import Role

Values = dict[str, Any]
Locate = Callable[[Values], UUID | None]
Run = Callable[..., Event]
NeedsPassword = Callable[[Values], bool]
"""Whether a command with these validated values is dangerous, and so needs a recent sign-in."""


@dataclass(frozen=True)
class ReadAhead:
    """Values that a command reads from other services before its project is locked: that may take time.

    `needed` says whether these values need it at all; `read` returns further values, by the project's id.
    """

    needed: Callable[[Values], bool]
    read: Callable[[UUID], Values]


MAX_CACHED_IDS = 100_000
"""Entries of one `ProjectLookup`'s cache at most; at that size it is emptied."""


@dataclass(frozen=True)
class Member:
    """The actor of a command: a user, the locked project, the role in it, and the time of the change.

    `imported` is true for a command that an import sends.
    """

    user: User
    project: Project
    role: Role
    at: dt.datetime
    imported: bool = False


@dataclass(frozen=True)
class Command:
    """A registered command; `command` below explains the fields."""

    name: str
    input: type[WireSerializer]
    role: Role
    locate: Locate
    run: Run
    event: str
    echoed: tuple[str, ...] = ()
    acked: tuple[str, ...] = ()
    not_fingerprinted: tuple[str, ...] = ()
    internal: bool = False
    answers_event: bool = False
    recent_sign_in: NeedsPassword | None = None
    read_ahead: ReadAhead | None = None

    @cached_property
    def reader(self) -> WireSerializer:
        """The serializer for all input of this command.

        One instance is shared: validation leaves no state in it, and building its fields takes long.
        """
        return self.input()

    @property
    def makes_project(self) -> bool:
        return self.locate is makes_project

    def known_project(self, values: Values) -> UUID | None:
        """Return the project's id if it can be found without a database query, else None."""
        if isinstance(self.locate, ProjectLookup):
            return self.locate.cached(values)
        return self.locate(values) if self.locate is in_project else None


def always(values: Values) -> bool:
    return True


commands: KeyedRegistry[str, Command] = KeyedRegistry(
    f"{__name__}.commands", used="a socket, a request, a form or other code sends a command, by its name"
)


def command(
    name: str,
    *,
    input: type[WireSerializer],
    role: Role,
    locate: Locate,
    event: str,
    echoed: tuple[str, ...] = (),
    acked: tuple[str, ...] = (),
    not_fingerprinted: tuple[str, ...] = (),
    internal: bool = False,
    answers_event: bool = False,
    recent_sign_in: NeedsPassword | None = None,
    read_ahead: ReadAhead | None = None,
) -> Callable[[Run], Run]:
    """Register a function as the command `name` ("card.move") that leaves the event `event` ("card.moved").

    `input` validates what is sent. `role` is the lowest role that may run the command. `locate` finds the
    project's id in the validated values, among deleted entities too, so that a repeat of a deletion finds its
    answer. `event` is "" if the function sets the type of each event itself.

    `echoed` are keys of a socket frame's payload that come back in the ack and are no part of the input.
    `acked` are the keys of the answer that a socket gets; empty means all. `not_fingerprinted` are keys of
    the input that may differ in a repeat. An `internal` command has no entry point: only code can run it.
    With `answers_event` the answer is the event. Where `recent_sign_in` says so, a session in which the
    password was entered too long ago is refused (accounts/auth/recent_sign_in.py). `read_ahead` adds values
    that no sender can give.
    """

    def register(run: Run) -> Run:
        entry = Command(
            *(name, input, role, locate, run, event, echoed, acked, not_fingerprinted),
            internal=internal,
            answers_event=answers_event,
            recent_sign_in=recent_sign_in,
            read_ahead=read_ahead,
        )
        commands.add({name: entry}, module=run.__module__)
        return run

    return register


def in_project(values: Values) -> UUID | None:
    """Locate by the `project_id` of the input."""
    return values.get("project_id")


def makes_project(values: Values) -> UUID | None:
    """Mark a command that creates its project."""
    return None


def project_of(model: type[models.Model], key: str = "id", *, permanent: bool = True) -> "ProjectLookup":
    """Locate by the id of a row of `model`, which the input has under `key`.

    `permanent` says that rows of `model` are never deleted. Then each lookup is done once per process.
    """
    return ProjectLookup(model, key, permanent=permanent)


class ProjectLookup:
    """Finds the project of an entity by the entity's id, with a cache; see `project_of`."""

    def __init__(self, model: type[models.Model], key: str, *, permanent: bool) -> None:
        def project_ids(entity_id: Any) -> Any:
            return model._default_manager.filter(pk=entity_id).order_by().values_list("project_id")

        self.key, self.permanent = key, permanent
        self._lookup = prepared(project_ids)
        self._cache: dict[UUID, UUID] = {}

    def __call__(self, values: Values) -> UUID | None:
        return self.cached(values) or self._find(values[self.key])

    def cached(self, values: Values) -> UUID | None:
        """Return the project's id if it is in the cache. Runs no query."""
        return self._cache.get(values[self.key])

    def _find(self, entity_id: UUID) -> UUID | None:
        rows = self._lookup(entity_id=entity_id)
        if rows and self.permanent:
            if len(self._cache) >= MAX_CACHED_IDS:
                self._cache.clear()
            self._cache[entity_id] = rows[0][0]
        return rows[0][0] if rows else None
