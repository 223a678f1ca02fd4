"""Group commit: commands of one batch share a transaction and behave as if run alone."""

import asyncio
import threading
import time
from concurrent.futures import Future
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from boards.models import Card
from projects.dispatch import execute as executing
from projects.dispatch.calls import Outcome, read_call
from projects.dispatch.execute import Origin, execute, execute_soon
from projects.dispatch.group_commit import QueuedCall, run_batch
from projects.errors import Refusal, Unavailable, as_refusal
from projects.models import Event, Project
from tests.support.payloads import NOWHERE, card, move, new_card, new_column, person
from tests.support.worlds import Cast, World, build, fresh_id

pytestmark = pytest.mark.sqlite


@pytest.fixture
def world(committed: None, cast: Cast) -> World:
    return build(cast)


def turn(world: World, by: str, name: str, data: dict[str, Any], *, event_id: str = "") -> QueuedCall:
    key = UUID(event_id) if event_id else None
    return QueuedCall(read_call(UUID(world.cast[by].id), name, data, event_id=key, origin=None))


def together(world: World, *turns: QueuedCall) -> list[Outcome | Refusal | None]:
    """Run the commands in one batch; return their results."""
    run_batch(UUID(world.id), list(turns))
    return [outcome_of(each) for each in turns]


def outcome_of(each: QueuedCall) -> Outcome | Refusal | None:
    error = each.future.exception()
    return as_refusal(error) if isinstance(error, Exception) else each.future.result()


def codes(answers: list[Outcome | Refusal | None]) -> list[str]:
    return [answer.code if isinstance(answer, Refusal) else "" for answer in answers]


def titles(world: World) -> list[str]:
    return [event["payload"]["title"] for event in world.events() if event["type"] == "card.created"]


def test_they_share_one_lock_and_one_commit_and_count_on_in_order(world: World) -> None:
    before = world.seq
    turns = [turn(world, who, "card.create", new_card(world, title=who)) for who in ("ada", "bob", "anna")]
    with CaptureQueriesContext(connection) as seen:
        answers = together(world, *turns)
    assert [answer.event["seq"] for answer in answers if isinstance(answer, Outcome)] == [
        before + 1,
        before + 2,
        before + 3,
    ]
    assert titles(world)[-3:] == ["ada", "bob", "anna"]
    asked = [query["sql"] for query in seen]
    assert len([sql for sql in asked if sql.startswith("BEGIN")]) == 1
    assert len([sql for sql in asked if 'UPDATE "projects"' in sql]) == 1
    assert not [sql for sql in asked if "SAVEPOINT" in sql]


def test_each_sees_what_the_one_before_it_did(world: World) -> None:
    answers = together(
        world,
        turn(world, "bob", "card.move", move(world, "one", "doing")),
        turn(world, "ada", "card.move", move(world, "one", "spare")),
        turn(world, "ada", "card.move", move(world, "one", "spare", version=2)),
    )
    assert codes(answers) == ["", "version_conflict", ""]
    assert world.seq == world.events()[-1]["seq"]
    assert Card.objects.get(pk=world.cards["one"]).version == 3


def test_one_that_is_refused_takes_no_seq_and_no_number(world: World) -> None:
    before = world.seq
    answers = together(
        world,
        turn(world, "cleo", "card.create", new_card(world)),
        turn(world, "eve", "card.create", new_card(world)),
        turn(world, "bob", "card.create", new_card(world, "done")),
        turn(world, "bob", "card.create", new_card(world)),
    )
    assert codes(answers) == ["forbidden", "not_found", "wip_limit_reached", ""]
    assert world.seq == before + 1
    assert_numbers_have_no_hole(world)


def test_one_that_is_refused_after_it_has_written_undoes_only_itself(world: World) -> None:
    """The card row is written before its label turns out to belong to another project."""
    before = world.seq
    answers = together(
        world,
        turn(world, "bob", "card.create", new_card(world, title="first")),
        turn(world, "bob", "card.create", new_card(world, title="spoilt", labelIds=[NOWHERE])),
        turn(world, "ada", "card.create", new_card(world, title="last")),
    )
    assert codes(answers) == ["", "invalid", ""]
    assert titles(world)[-2:] == ["first", "last"]
    assert [event["seq"] for event in world.events(before)] == [before + 1, before + 2]
    assert not Card.objects.filter(title="spoilt").exists()
    assert_numbers_have_no_hole(world)


def assert_numbers_have_no_hole(world: World) -> None:
    numbers = sorted(Card.objects.filter(project=UUID(world.id)).values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_one_event_id_is_done_once(world: World) -> None:
    event_id, data = fresh_id(), new_card(world, title="once")
    first, again, other = together(
        world,
        turn(world, "bob", "card.create", data, event_id=event_id),
        turn(world, "bob", "card.create", data, event_id=event_id),
        turn(world, "bob", "card.create", new_card(world, title="other"), event_id=event_id),
    )
    assert isinstance(first, Outcome)
    assert isinstance(again, Outcome)
    assert (again.answer, again.event, again.replayed) == (first.answer, first.event, True)
    assert codes([other]) == ["event_id_reused"]
    assert Event.objects.filter(event_id=event_id).count() == 1


def test_who_is_removed_does_nothing_afterwards(world: World) -> None:
    answers = together(
        world,
        turn(world, "bob", "card.create", new_card(world)),
        turn(world, "ada", "member.update", person(world, "anna", role="viewer")),
        turn(world, "anna", "card.create", new_card(world)),
        turn(world, "ada", "member.remove", person(world, "bob")),
        turn(world, "bob", "card.create", new_card(world)),
    )
    assert codes(answers) == ["", "", "forbidden", "", "not_found"]


def test_a_deactivated_person_is_refused(world: World) -> None:
    bob = world.cast["bob"].user
    assert bob is not None
    bob.is_active = False
    bob.save(update_fields=["is_active"])
    answers = together(
        world,
        turn(world, "bob", "card.create", new_card(world)),
        turn(world, "ada", "card.create", new_card(world)),
    )
    assert codes(answers) == ["unauthenticated", ""]


def test_after_a_project_is_deleted_nothing_is_done_in_it(world: World) -> None:
    answers = together(
        world,
        turn(world, "ada", "project.update", {"id": world.id, "name": "Renamed"}),
        turn(world, "ada", "project.delete", {"id": world.id}),
        turn(world, "ada", "column.create", new_column(world)),
    )
    assert codes(answers) == ["", "", "not_found"]
    assert world.events()[-1]["payload"]["name"] == "Renamed"


def test_each_is_refused_in_its_own_language(world: World) -> None:
    turns = []
    for language in ("en", "ru"):
        with override(language):
            turns.append(turn(world, "bob", "card.create", new_card(world, "done")))
    english, russian = together(world, *turns)
    assert codes([english, russian]) == ["wip_limit_reached"] * 2
    assert isinstance(english, Refusal)
    assert isinstance(russian, Refusal)
    assert str(english.detail) != str(russian.detail)


def test_every_command_to_a_missing_project_is_not_found(world: World) -> None:
    turns = [turn(world, "bob", "card.archive", card(world, name)) for name in ("one", "two")]
    run_batch(UUID(NOWHERE), turns)
    assert codes([outcome_of(each) for each in turns]) == ["not_found"] * 2


# ── Waiting ───────────────────────────────────────────────────────────────────────────────────────


def sent(world: World, by: str, title: str) -> Future[Any]:
    """Send a command from a thread of its own, as a request does."""
    result: Future[Any] = Future()

    def send() -> None:
        try:
            result.set_result(execute(world.cast[by].user, "card.create", new_card(world, title=title)))  # type: ignore[arg-type]
        except Exception as error:
            result.set_exception(error)
        finally:
            connection.close()

    threading.Thread(target=send).start()
    return result


def sent_by_socket(world: World, by: str, title: str) -> Future[Any]:
    """Send a command from an event loop, as a socket does."""
    data, origin = new_card(world, title=title), Origin()
    command = execute_soon(UUID(world.cast[by].id), "card.create", data, event_id=None, origin=origin)
    result: Future[Any] = Future()

    def send() -> None:
        try:
            result.set_result(asyncio.run(command))
        except Exception as error:
            result.set_exception(error)

    threading.Thread(target=send).start()
    return result


@pytest.mark.hostile
@pytest.mark.parametrize("send", [sent, sent_by_socket])
def test_a_command_that_waits_too_long_in_its_queue_is_refused_and_never_run(
    send: Any, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executing, "QUEUE_SECONDS", 0.5)
    with transaction.atomic():
        Project.objects.select_for_update().filter(pk=world.id).update(name="held")
        running = send(world, "ada", "runs")
        time.sleep(0.3)
        waiting = [send(world, "bob", "waits") for _ in range(2)]
        for each in waiting:
            with pytest.raises(Unavailable):
                each.result(10)
        assert not running.done(), "one that runs is waited for"
    assert running.result(10).event["payload"]["title"] == "runs"
    assert titles(world)[-1] == "runs"
    assert send(world, "bob", "later").result(10)
    assert "waits" not in titles(world)
