"""Commands that go together: one lock, one transaction, one commit for all of them.

Each is done as if it were alone: its rights, its version and its event id are read after what those before it
wrote, and what is refused leaves nothing behind.
"""

from concurrent.futures import Future
from contextvars import copy_context
from functools import partial
from typing import Any
from uuid import UUID

from django.db import Error, InterfaceError, OperationalError, connection, transaction
from django.utils.translation import get_language, override

from core.sql import Question, Update, at_once, count_waiting, prepared, write, writing_soon
from projects.dispatch import result_cache
from projects.dispatch.calls import Call, Outcome
from projects.dispatch.retries import with_retries
from projects.dispatch.run import COUNTERS, do, recalled, standing
from projects.errors import Unavailable, sole
from projects.models import Project

CHANGE_PEOPLE = ("member.", "project.")
"""Events after which a role may be another."""
AWAY = (Unavailable, OperationalError, InterfaceError)


class Turn:
    """A call that waits, with the language and the request id of who waits for it."""

    def __init__(self, call: Call) -> None:
        self.call, self.context, self.language = call, copy_context(), get_language()
        self.future: Future[Outcome] = Future()
        self.outcome: Outcome | None = None
        self.error: BaseException | None = None

    @property
    def over(self) -> bool:
        return self.outcome is not None or self.error is not None

    def take(self, work: Any, *args: Any) -> None:
        """`work` finds the outcome of the call, or raises what it is refused with."""
        self.outcome = self.error = None
        try:
            self.outcome = self.context.run(self._spoken, work, *args)
        except Exception as error:
            self.error = error

    def _spoken(self, work: Any, *args: Any) -> Outcome:
        with override(self.language):
            return work(self.call, *args)

    def tell(self) -> None:
        if self.outcome is not None:
            self.future.set_result(self.outcome)
        else:
            self.future.set_exception(self.error or Unavailable())


def go_together(project_id: UUID, turns: list[Turn]) -> None:
    """The future of each gets its outcome, or what it is refused with."""
    try:
        _go(project_id, _not_recalled(turns))
        result_cache.remember([(turn.call, turn.outcome) for turn in turns if turn.outcome])
    finally:
        for turn in turns:
            turn.tell()


def go_now(project_id: UUID, call: Call) -> Outcome:
    """In the transaction that the caller is in."""
    turn = Turn(call)
    _go(project_id, _not_recalled([turn]))
    if turn.outcome is None:
        raise turn.error or Unavailable()
    kept = [(call, turn.outcome)]
    transaction.on_commit(lambda: result_cache.remember(kept), robust=True)
    return turn.outcome


def _not_recalled(turns: list[Turn]) -> list[Turn]:
    """Repeats of what was done lately need no lock."""
    asked = [turn for turn in turns if turn.call.repeatable]
    kept = result_cache.recall([(turn.call.actor_id, turn.call.event_id) for turn in asked])
    for turn, answer in zip(asked, kept, strict=True):
        if answer is not None:
            turn.take(recalled, answer)
    return [turn for turn in turns if not turn.over]


def _go(project_id: UUID, turns: list[Turn]) -> None:
    """Who spoils it for the others goes alone; that the database is away, all are told."""
    if not turns:
        return
    try:
        with_retries(partial(_transaction, project_id, turns))
    except Exception as error:
        if len(turns) > 1 and not isinstance(error, AWAY):
            for turn in turns:
                _go(project_id, [turn])
            return
        for turn in turns:
            turn.outcome, turn.error = None, error


def _transaction(project_id: UUID, turns: list[Turn]) -> None:
    with transaction.atomic(), writing_soon():
        locked, *people = at_once(_locked.of(project_id=project_id), *_standings(project_id, turns))
        project: Project = sole(locked)
        before = [getattr(project, name) for name in COUNTERS]
        for done, turn in enumerate(turns, start=1):
            _do_beside_others(turn, project, people.pop(0))
            if _may_matter(turn, turns[done:]):
                people = at_once(*_standings(project_id, turns[done:]))
        if before != [getattr(project, name) for name in COUNTERS]:
            write(Update(project, COUNTERS))


@prepared
def _locked(project_id: Any) -> Any:
    return Project.objects.select_for_update(no_key=True).filter(pk=project_id)


def _standings(project_id: UUID, turns: list[Turn]) -> list[Question]:
    """Who asks, with which role, and whether it was asked before."""
    calls = [turn.call for turn in turns]
    return [
        standing.of(actor_id=call.actor_id, project_id=project_id, event_id=call.event_id) for call in calls
    ]


def _may_matter(turn: Turn, others: list[Turn]) -> bool:
    """Whether others may stand elsewhere after it."""
    if turn.outcome is None:
        return False
    ids = [other.call.event_id for other in others]
    return bool(ids) and (turn.call.event_id in ids or turn.outcome.event["type"].startswith(CHANGE_PEOPLE))


def _do_beside_others(turn: Turn, project: Project, people: list[Any]) -> None:
    """A refusal is an answer like any other, unless something was written before it: that must be undone."""
    traces, before = Traces(), dict(vars(project))
    with connection.execute_wrapper(traces):
        turn.take(do, project, people)
    if turn.error is None:
        return
    if traces.left or isinstance(turn.error, Error):
        raise turn.error
    vars(project).update(before)


class Traces:
    """Whether a command wrote anything, or promised it for after the commit; what those before it wrote may
    go to the database with its own statements, ahead of them."""

    def __init__(self) -> None:
        self._wrote = 0
        self._waited = count_waiting()
        self._promised = len(connection.run_on_commit)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self._wrote += not sql.startswith(("SELECT", "(SELECT"))
        return execute(sql, params, many, context)

    @property
    def left(self) -> bool:
        wrote = self._wrote + count_waiting() > self._waited
        return wrote or len(connection.run_on_commit) > self._promised
