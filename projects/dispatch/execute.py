"""The command path. Every change of a project goes through `execute`; nothing else writes the log.

read input → lock the project → member? → seen this event id? → role → run → append → commit → publish
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from accounts.models import User
from core.threads import in_worker
from projects.dispatch import result_cache
from projects.dispatch.calls import Call, Origin, Outcome, read_call
from projects.dispatch.group_commit import Turn, go_now
from projects.dispatch.queue import line_of
from projects.dispatch.retries import with_retries
from projects.dispatch.run import make_project, recalled
from projects.errors import NotFound, as_refusal
from projects.models import Event
from projects.registry import COMMANDS

__all__ = ["Origin", "Outcome", "execute", "execute_soon"]

log = logging.getLogger("kanban.commands")


def execute(
    actor: User,
    name: str,
    data: Mapping[str, Any],
    *,
    event_id: UUID | None = None,
    origin: Origin | None = None,
) -> Outcome:
    """Does the command `name` with the wire's `data` for `actor`, once per `event_id`.

    Raises Refusal or DRF's ValidationError; then nothing is changed and the event id is not used up.
    """
    with _noted(name, actor.pk) as note:
        return note(_done(read_call(actor.pk, name, data, event_id=event_id, origin=origin)))


async def execute_soon(
    actor_id: UUID, name: str, data: Mapping[str, Any], *, event_id: UUID | None, origin: Origin
) -> Outcome:
    """`execute` for the event loop: a thread is held only by whoever leads."""
    with _noted(name, actor_id) as note:
        call = read_call(actor_id, name, data, event_id=event_id, origin=origin)
        project_id = call.command.known(call.values)
        if project_id is None:
            return note(await in_worker(_done, call))
        return note(await asyncio.shield(asyncio.wrap_future(_in_line(call, project_id))))


def _done(call: Call) -> Outcome:
    if call.command.makes_project:
        return _project_made(call)
    project_id = call.command.locate(call.values) or _project_of_repeat(call)
    if project_id is None:
        raise NotFound
    if connection.in_atomic_block:
        return go_now(project_id, call)
    # Who only waits lets others have it.
    connection.close()
    return _in_line(call, project_id).result()


def _in_line(call: Call, project_id: UUID) -> Future[Outcome]:
    if call.project_hint not in (None, project_id):
        raise NotFound
    turn = Turn(call)
    line_of(project_id).join(turn)
    return turn.future


def _project_of_repeat(call: Call) -> UUID | None:
    """What the command names is gone from the database; a repeat of what removed it still has its answer."""
    rows = Event.objects.filter(actor=call.actor_id, event_id=call.event_id)
    return rows.values_list("project_id", flat=True).first()


def _project_made(call: Call) -> Outcome:
    [kept] = result_cache.recall([(call.actor_id, call.event_id)])
    outcome = recalled(call, kept) if kept else None
    if outcome is None:
        outcome = made = with_retries(lambda: make_project(call))
        transaction.on_commit(lambda: result_cache.remember([(call, made)]), robust=True)
    return outcome


@contextmanager
def _noted(name: str, actor_id: UUID) -> Iterator[Callable[[Outcome], Outcome]]:
    """A line in the log for each command, done or refused."""
    started = time.perf_counter()
    facts: dict[str, Any] = {"command": name, "user": str(actor_id)}

    def note(outcome: Outcome) -> Outcome:
        facts["project"], facts["seq"] = outcome.event["projectId"], outcome.event["seq"]
        facts["replayed"] = outcome.replayed
        if COMMANDS[name].tells_event:
            return replace(outcome, told=outcome.event)
        return outcome

    try:
        yield note
    except Exception as error:
        refusal = as_refusal(error)
        facts["refused"] = refusal.code if refusal else type(error).__name__
        raise
    finally:
        facts["ms"] = round((time.perf_counter() - started) * 1000, 1)
        log.info("command", extra={"facts": facts})
