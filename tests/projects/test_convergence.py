"""A client that applies events has the same state as a fresh snapshot: old snapshot + events == new."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.registry import commands
from tests.support.examples import EXAMPLES
from tests.support.random_commands import step
from tests.support.reducer import CHANGES, HUNG, apply, apply_all
from tests.support.worlds import Cast, World, build, build_empty, rolled_back

pytestmark = pytest.mark.sqlite

SILENT = {
    "project.created",
    "project.deleted",
    "invitation.created",
    "invitation.revoked",
    "file.uploaded",
    "card.watched",
    "card.unwatched",
    "chat.message.created",
    "chat.message.updated",
    "chat.message.deleted",
}
"""Event types that change nothing on a board, or end it."""


def test_a_client_knows_every_event_there_is() -> None:
    assert {command.event for command in commands.values()} - {""} == CHANGES.keys() | HUNG.keys() | SILENT


@pytest.mark.parametrize("name", sorted(EXAMPLES.keys() - {"project.create", "project.delete"}))
def test_old_snapshot_and_event_make_the_new_snapshot(name: str, world: World) -> None:
    old = world.snapshot()
    for example in EXAMPLES[name]:
        with rolled_back():
            world.run(name, example.data(world), by=example.by)
            new = world.snapshot()
            [event] = world.events(since=old["seq"])
        assert apply(old, event) == new, example.what
        assert apply(new, event) == new, example.what
        assert apply_all(old, [event, event]) == new, example.what


def test_a_new_project_is_its_snapshot_at_seq_1(cast: Cast) -> None:
    world = build_empty(cast)
    assert world.events()[0]["type"] == "project.created"
    assert [column["name"] for column in world.snapshot()["columns"]] == ["Todo", "In Progress", "Done"]


def test_a_new_name_of_a_person_reaches_each_of_their_boards(cast: Cast) -> None:
    worlds = [build(cast), build(cast)]
    old = [world.snapshot() for world in worlds]
    assert cast["bob"].patch("/me", {"displayName": "Robert"}).status_code == 200
    for world, before in zip(worlds, old, strict=True):
        assert apply_all(before, world.events(since=before["seq"])) == world.snapshot()


def test_the_whole_log_makes_the_board_from_nothing(world: World) -> None:
    for name in (
        "card.move",
        "card.update",
        "label.delete",
        "card.attach",
        "card.detach",
        "column.move",
        "member.remove",
    ):
        example = EXAMPLES[name][0]
        world.do(name, by=example.by, **example.data(world))
    now = world.snapshot()
    # A new project has no further events: project.created includes board, first columns and members.
    first = {"board": now["board"], "project": now["project"], "seq": 1, "cards": [], "labels": []}
    first["columns"] = [column for column in now["columns"] if column["name"] != "Spare"]
    first["members"] = now["members"]
    assert apply_all(first, world.events()) == now


@pytest.mark.slow
@settings(
    max_examples=20,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32), steps=st.integers(10, 40))
def test_whatever_people_do_boards_converge(cast: Cast, seed: int, steps: int) -> None:
    world, dice = build(cast), random.Random(seed)
    first = state = world.snapshot()
    for _ in range(steps):
        before = world.seq
        step(world, dice)
        news = world.events(since=before)
        assert [event["seq"] for event in news] == list(range(before + 1, world.seq + 1))
        state = apply_all(state, news)
        assert state == world.snapshot()
    converges_from(first, world.events(since=first["seq"]), state, dice)


def converges_from(first: Any, events: list[Any], last: Any, dice: random.Random) -> None:
    """Whether every starting point converges, with random repeated events."""
    at = dice.randint(0, len(events))
    assert apply_all(apply_all(first, events), events[at:]) == last
    twice = [event for event in events for _ in range(dice.randint(1, 2))]
    assert apply_all(first, twice) == last
