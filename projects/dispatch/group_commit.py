"""Group commit: the waiting commands of one project run under one lock, in one transaction, with one commit.

Each command runs as if it were alone. Its actor's role, its entity's version and its event id are read after
the writes of the commands before it, and a refused command leaves nothing behind. Together with deferred
writes this made 1.9 times as many moves over the socket (`bench/profiles.md`, "One command").
"""

from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from django.db import Error, InterfaceError, OperationalError, connection, transaction
from django.utils.translation import get_language, override

from core.sql.deferred import count_deferred, deferring_writes
from core.sql.prepared import Query, Rows, run_together
from core.sql.writes import Update, write
from projects.dispatch import result_cache
from projects.dispatch.calls import CommandCall, Outcome
from projects.dispatch.idempotency import repeat_from_cache
from projects.dispatch.project_lock import locked_project
from projects.dispatch.retries import with_retries
from projects.dispatch.run import COUNTERS, find_actor, run_command
from projects.errors import Unavailable, only_row
from projects.models import Project

ROLE_EVENTS = ("member.", "project.")
"""Prefixes of the types of events that can change a role."""

DATABASE_ERRORS = (Unavailable, OperationalError, InterfaceError)
"""Errors that a second try, one command at a time, would only repeat: the database is away."""


P = ParamSpec("P")
Params = TypeVar("Params")
Context = TypeVar("Context")
Result = TypeVar("Result")


class QueuedCall:
    """A waiting call, with the sender's language and context variables (the request id), and its future."""

    def __init__(self, call: CommandCall) -> None:
        self.call, self.context, self.language = call, copy_context(), get_language()
        self.future: Future[Outcome] = Future()
        self.outcome: Outcome | None = None
        self.error: BaseException | None = None

    @property
    def settled(self) -> bool:
        return self.outcome is not None or self.error is not None

    def settle(
        self, work: Callable[Concatenate[CommandCall, P], Outcome | None], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Keep the outcome that `work(call, …)` returns, or the error that it raises."""
        self.outcome = self.error = None
        try:
            self.outcome = self.context.run(self._in_language, partial(work, self.call, *args, **kwargs))
        except Exception as error:
            self.error = error

    def _in_language(self, work: Callable[[], Outcome | None]) -> Outcome | None:
        with override(self.language):
            return work()

    def resolve(self) -> None:
        """Resolve the future with the outcome or the error."""
        if self.outcome is not None:
            self.future.set_result(self.outcome)
        else:
            self.future.set_exception(self.error or Unavailable())


def run_batch(project_id: UUID, batch: list[QueuedCall]) -> None:
    """Run the calls and resolve the future of each with its outcome or its refusal.

    A call whose sender has given up waiting is left out.
    """
    batch = [queued for queued in batch if queued.future.set_running_or_notify_cancel()]
    try:
        _run(project_id, _without_repeats(batch))
        result_cache.store_results([(queued.call, queued.outcome) for queued in batch if queued.outcome])
    finally:
        for queued in batch:
            queued.resolve()


def run_now(project_id: UUID, call: CommandCall) -> Outcome:
    """Run one call inside the caller's transaction. Raises what the command is refused with."""
    queued = QueuedCall(call)
    _run(project_id, _without_repeats([queued]))
    if queued.outcome is None:
        raise queued.error or Unavailable()
    result = [(call, queued.outcome)]
    transaction.on_commit(lambda: result_cache.store_results(result), robust=True)
    return queued.outcome


def _without_repeats(batch: list[QueuedCall]) -> list[QueuedCall]:
    """Answer recent repeats from the result cache, without the lock; return the calls that remain."""
    repeatable = [queued for queued in batch if queued.call.repeatable]
    cached = result_cache.read_results([(each.call.actor_id, each.call.event_id) for each in repeatable])
    for queued, result in zip(repeatable, cached, strict=True):
        if result is not None:
            queued.settle(repeat_from_cache, result)
    return [queued for queued in batch if not queued.settled]


def _run(project_id: UUID, batch: list[QueuedCall]) -> None:
    """Run the batch in one transaction; after an error run its calls one by one, each in its own.

    If the database is away, every call gets that error at once.
    """
    if not batch:
        return
    try:
        with_retries(partial(_run_in_transaction, project_id, batch))
    except Exception as error:
        if len(batch) > 1 and not isinstance(error, DATABASE_ERRORS):
            for queued in batch:
                _run(project_id, [queued])
            return
        for queued in batch:
            queued.outcome, queued.error = None, error


def _run_in_transaction(project_id: UUID, batch: list[QueuedCall]) -> None:
    with transaction.atomic(), deferring_writes():
        locked, *actors = run_together(
            locked_project.bind(project_id=project_id), *_actor_queries(project_id, batch)
        )
        project: Project = only_row(locked)
        before = [getattr(project, name) for name in COUNTERS]
        for done, queued in enumerate(batch, start=1):
            _run_isolated(queued, project, actors.pop(0))
            if _may_affect(queued, batch[done:]):
                actors = run_together(*_actor_queries(project_id, batch[done:]))
        if before != [getattr(project, name) for name in COUNTERS]:
            write(Update(project, COUNTERS))


def _actor_queries(project_id: UUID, batch: list[QueuedCall]) -> list[Query]:
    """Return one query per call: its actor, the actor's role, and whether the event id is in the log."""
    calls = [queued.call for queued in batch]
    return [
        find_actor.bind(actor_id=call.actor_id, project_id=project_id, event_id=call.event_id)
        for call in calls
    ]


def _may_affect(queued: QueuedCall, later: list[QueuedCall]) -> bool:
    """Return whether the rows already read for `later` calls may be stale after this one.

    They are if it changed roles, or if its event id is that of a later call.
    """
    if queued.outcome is None:
        return False
    ids = [each.call.event_id for each in later]
    return bool(ids) and (queued.call.event_id in ids or queued.outcome.event["type"].startswith(ROLE_EVENTS))


def _run_isolated(queued: QueuedCall, project: Project, actor_rows: Rows) -> None:
    """Run one call of the batch. Keep its refusal as its answer, if it wrote nothing before it was refused.

    Raises the refusal if something was written: then the transaction must be rolled back.
    """
    detector, before = WriteDetector(), dict(vars(project))
    with connection.execute_wrapper(detector):
        queued.settle(run_command, project, actor_rows)
    if queued.error is None:
        return
    if detector.wrote or isinstance(queued.error, Error):
        raise queued.error
    vars(project).update(before)


class WriteDetector:
    """Detects whether a command has written, deferred a write, or registered an `on_commit` callback.

    The rule: every statement that does not begin with SELECT counts as a write. A false alarm is harmless: it
    costs a rollback and a second try of the batch, one call at a time. Writes that earlier commands deferred
    are sent ahead of this command's first statement and pass through here too, so they are subtracted.
    """

    def __init__(self) -> None:
        self._statements = 0
        self._deferred_before = count_deferred()
        self._callbacks_before = len(connection.run_on_commit)

    def __call__(
        self,
        execute: Callable[[str, Params, bool, Context], Result],
        sql: str,
        params: Params,
        many: bool,
        context: Context,
    ) -> Result:
        self._statements += not sql.startswith(("SELECT", "(SELECT"))
        return execute(sql, params, many, context)

    @property
    def wrote(self) -> bool:
        written = self._statements + count_deferred() > self._deferred_before
        return written or len(connection.run_on_commit) > self._callbacks_before
