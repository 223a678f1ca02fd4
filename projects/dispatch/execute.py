"""The command path. Every change of a project goes through `execute`; nothing else writes to the log.

read input → queue → lock the project → member? → seen this event id? → role → run → append → commit → publish
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from django.db import connection, transaction

from accounts.models import User
from core.threads import in_worker
from projects.dispatch import result_cache
from projects.dispatch.calls import CommandCall, Origin, Outcome, read_call
from projects.dispatch.group_commit import QueuedCall, run_now
from projects.dispatch.idempotency import repeat_from_cache
from projects.dispatch.queue import queue_of
from projects.dispatch.retries import with_retries
from projects.dispatch.run import run_project_creation
from projects.errors import NotFound, Unavailable, as_refusal
from projects.models import Event
from projects.registry import commands

__all__ = ["Origin", "Outcome", "execute", "execute_soon"]

log = logging.getLogger("kanban.commands")

QUEUE_SECONDS = 20
"""How long a call waits in the queue of its project. Three waits for the project's lock take 15 seconds."""


def execute(
    actor: User,
    name: str,
    data: Mapping[str, object],
    *,
    event_id: UUID | None = None,
    origin: Origin | None = None,
) -> Outcome:
    """Run the command `name` for `actor`, once per `event_id`. `data` has the keys of the wire.

    Raises Refusal or DRF's ValidationError; then nothing is changed and the event id can be used again.
    """
    with _logged(name, actor.pk) as note:
        return note(_run(read_call(actor.pk, name, data, event_id=event_id, origin=origin)))


async def execute_soon(
    actor_id: UUID, name: str, data: Mapping[str, object], *, event_id: UUID | None, origin: Origin
) -> Outcome:
    """Run a command as `execute` does, from the event loop. A waiting call holds no thread."""
    with _logged(name, actor_id) as note:
        call = read_call(actor_id, name, data, event_id=event_id, origin=origin)
        project_id = call.command.known_project(call.values)
        if project_id is None or call.reads_ahead:
            return note(await in_worker(_run, call))
        future = _enqueue(call, project_id)
        try:
            return note(await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(future)), QUEUE_SECONDS))
        except TimeoutError as error:
            _give_up(future, error)
            return note(await asyncio.shield(asyncio.wrap_future(future)))


def _run(call: CommandCall) -> Outcome:
    if call.command.makes_project:
        return _create_project(call)
    project_id = call.command.locate(call.values) or _project_of_repeat(call)
    if project_id is None:
        raise NotFound
    call = call.having_read(project_id)
    if connection.in_atomic_block:
        return run_now(project_id, call)
    # A thread that only waits gives its database connection back to the pool.
    connection.close()
    future = _enqueue(call, project_id)
    try:
        return future.result(QUEUE_SECONDS)
    except TimeoutError as error:
        _give_up(future, error)
        return future.result()


def _give_up(future: Future[Outcome], error: TimeoutError) -> None:
    """Raise Unavailable if the call still waits, which takes it out of its queue.

    One that runs has time-outs of the database's own.
    """
    if future.cancel():
        raise Unavailable from error


def _enqueue(call: CommandCall, project_id: UUID) -> Future[Outcome]:
    if call.project_hint not in (None, project_id):
        raise NotFound
    queued = QueuedCall(call)
    queue_of(project_id).add(queued)
    return queued.future


def _project_of_repeat(call: CommandCall) -> UUID | None:
    """Find the project by the event id, for a repeat of a command whose entity is gone from the database."""
    rows = Event.objects.filter(actor=call.actor_id, event_id=call.event_id)
    return rows.values_list("project_id", flat=True).first()


def _create_project(call: CommandCall) -> Outcome:
    [cached] = result_cache.read_results([(call.actor_id, call.event_id)])
    outcome = repeat_from_cache(call, cached) if cached else None
    if outcome is None:
        outcome = created = with_retries(lambda: run_project_creation(call))
        transaction.on_commit(lambda: result_cache.store_results([(call, created)]), robust=True)
    return outcome


@contextmanager
def _logged(name: str, actor_id: UUID) -> Iterator[Callable[[Outcome], Outcome]]:
    """Write one log record for the command, whether it was run or refused.

    Yields the function that notes the outcome and returns it as the sender gets it.
    """
    started = time.perf_counter()
    facts: dict[str, object] = {"command": name, "user": str(actor_id)}

    def note(outcome: Outcome) -> Outcome:
        facts["project"], facts["seq"] = outcome.event["projectId"], outcome.event["seq"]
        facts["replayed"] = outcome.replayed
        if commands[name].answers_event:
            return replace(outcome, answer=outcome.event)
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
