"""Sixteen concurrent writers, in own processes or over servers; and processes that are killed."""

import json
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from projects.models import Event
from tests.projects.test_races import window
from tests.support.people import Person
from tests.support.processes import ROOT
from tests.support.server import Server, environment
from tests.support.transports import RestTransport
from tests.support.worlds import Cast, World, build_empty, fresh_id

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]

HALF = 8
COMMANDS = 12
MORTALS = 3
KILLS = 6
COMMANDS_OF_A_MORTAL = 40

Command = dict[str, Any]
Told = dict[str, list[dict[str, Any]]]


def commands_for(world: World, writer: int, count: int = COMMANDS) -> list[Command]:
    columns = list(world.columns.values())
    return [
        {
            "name": "card.create",
            "data": {"columnId": columns[(writer + turn) % len(columns)], "title": f"{writer}-{turn}"},
            "eventId": fresh_id(),
        }
        for turn in range(count)
    ]


def plan(who: Person, commands: list[Command], *, kills: int = 0) -> dict[str, Any]:
    return {"actor": who.id, "commands": commands, "kills": kills}


def run(plans: list[dict[str, Any]], folder: Path, redis_url: str) -> list[dict[str, Any]]:
    """Run writer processes for the plans; return the lines that they write."""
    process = subprocess.run(
        [sys.executable, "-m", "tests.support.writer_processes"],
        input=json.dumps(plans),
        cwd=ROOT,
        env=environment(folder, redis_url=redis_url, LOG_LEVEL="ERROR"),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert process.stderr == ""
    return [json.loads(line) for line in process.stdout.splitlines()]


def answers_in(lines: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    answers = [line for line in lines if "killed" not in line]
    assert {answer["code"] for answer in answers} == {""}
    return [(answer["eventId"], answer["body"]) for answer in answers]


def sent(who: Person, commands: list[Command]) -> list[tuple[str, dict[str, Any]]]:
    """Send commands over REST; return the same kind of lines."""
    transport, result = RestTransport(), []
    for command in commands:
        answer = transport.send(who, command["name"], command["data"], event_id=command["eventId"])
        assert answer.code == "", answer.body
        result.append((command["eventId"], answer.body))
    return result


def assert_each_once(
    world: World, acknowledged: list[tuple[str, dict[str, Any]]], commands: list[Command]
) -> None:
    rows = Event.objects.filter(project_id=world.id).order_by("seq").values_list("seq", "event_id", "payload")
    assert [seq for seq, *_ in rows] == list(range(1, world.seq + 1))
    wanted = {command["eventId"] for command in commands}
    logged = {str(event_id): payload for _, event_id, payload in rows if str(event_id) in wanted}
    counted = Counter(str(event_id) for _, event_id, _ in rows)
    assert {counted[event_id] for event_id in wanted} == {1}
    assert {event_id for event_id, _ in acknowledged} == wanted
    assert all(answer == logged[event_id] for event_id, answer in acknowledged)
    titles = [card["title"] for card in world.snapshot()["cards"]]
    assert sorted(titles) == sorted(command["data"]["title"] for command in commands)


def test_sixteen_writers_on_all_ways_leave_each_command_once(
    cast: Cast, servers: list[Server], server: Server, tmp_path: Path, redis_url: str
) -> None:
    """Every fourth command is sent twice at about the same time: by a process and over a server."""
    world, actors = build_empty(cast), [cast[name] for name in ("ada", "anna", "bob")]
    lists = [commands_for(world, writer) for writer in range(2 * HALF)]
    for writer in range(HALF):
        lists[writer + HALF][::4] = lists[writer][::4]
    who = [actors[writer % HALF % len(actors)] for writer in range(2 * HALF)]
    people = [window(who[writer], servers[writer % 2]) for writer in range(HALF, 2 * HALF)]
    with ThreadPoolExecutor(HALF + 1) as pool:
        plans = [plan(who[writer], lists[writer]) for writer in range(HALF)]
        processes = pool.submit(run, plans, tmp_path, redis_url)
        result = [each for part in pool.map(sent, people, lists[HALF:]) for each in part]
        result += answers_in(processes.result())
    assert len(result) == 2 * HALF * COMMANDS
    assert_each_once(
        world, result, [command for commands in lists for command in commands_once(commands, lists)]
    )


def commands_once(commands: list[Command], lists: list[list[Command]]) -> list[Command]:
    """Commands that are in no earlier list."""
    earlier = lists[: lists.index(commands)]
    return [command for command in commands if not any(command in other for other in earlier)]


def test_writers_that_are_killed_lose_and_double_nothing(
    cast: Cast, committed: None, tmp_path: Path, redis_url: str
) -> None:
    """Three writers, each killed six times at random moments, retry commands that got no answer."""
    world, actors = build_empty(cast), [cast[name] for name in ("ada", "anna", "bob")]
    lists = [commands_for(world, writer, COMMANDS_OF_A_MORTAL) for writer in range(MORTALS)]
    plans = [plan(who, commands, kills=KILLS) for who, commands in zip(actors, lists, strict=True)]
    lines = run(plans, tmp_path, redis_url)
    assert sum(line.get("killed", 0) for line in lines) >= 10
    assert_each_once(world, answers_in(lines), [command for commands in lists for command in commands])
