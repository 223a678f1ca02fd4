"""Concurrent and repeated commands and killed processes: nothing lost or doubled, no gap in the log."""

import random
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from chat.models import Message
from chat.rate_limit import MAX_MESSAGES, RATE_WINDOW
from projects.models import Event, Membership
from tests.support.people import Person, Site
from tests.support.server import Server
from tests.support.transports import Answer, RestTransport, SocketTransport
from tests.support.worlds import Cast, World, build_empty, fresh_id

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]

WRITERS = 16
COMMANDS_EACH = 8
KILLS = 4
PATIENCE = 60


def writers_of(
    cast: Cast, places: list[Server], *, names: tuple[str, ...] = ("ada", "anna", "bob")
) -> list[Person]:
    """Writers: each person in several windows, spread over the servers."""
    return [
        window(cast[names[number % len(names)]], places[number % len(places)]) for number in range(WRITERS)
    ]


def window(person: Person, server: Server) -> Person:
    """The person, signed in by this thread, with a connection that no other thread uses."""
    assert person.token
    return person.at(own_connection(server))


def own_connection(server: Server) -> Site:
    """The server through an HTTP client that no other thread uses."""
    return Site(httpx.Client(timeout=30), server.url)


def create(world: World, number: int) -> dict[str, Any]:
    columns = list(world.columns.values())
    return {"columnId": columns[number % len(columns)], "title": f"card {number}"}


def sent_twice(person: Person, data: dict[str, Any]) -> list[Answer]:
    """Send one command with one event id over both transports at once."""
    event_id = fresh_id()
    sockets = SocketTransport()
    transports = [RestTransport(), sockets]
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                lambda transport: transport.send(person, "card.create", data, event_id=event_id), transports
            )
        )
    sockets.close()
    return answers


def write(person: Person, world: World, number: int) -> list[list[Answer]]:
    """Send commands, a quarter of them twice; return each command with its one or two answers."""
    result = []
    for turn in range(COMMANDS_EACH):
        data = create(world, number * COMMANDS_EACH + turn)
        result.append(
            sent_twice(person, data) if turn % 4 == 0 else [RestTransport().send(person, "card.create", data)]
        )
    return result


def test_sixteen_writers_leave_a_log_without_a_hole(
    cast: Cast, servers: list[Server], server: Server
) -> None:
    world = build_empty(cast)
    before = world.seq
    people = writers_of(cast, servers)
    with ThreadPoolExecutor(WRITERS) as pool:
        result = [
            each for turns in pool.map(write, people, [world] * WRITERS, range(WRITERS)) for each in turns
        ]
    assert all(answer.code == "" for answers in result for answer in answers)
    assert all(first.body == last.body for first, *_, last in (answers * 2 for answers in result))
    assert_each_once(world, before, {answers[0].body["title"]: answers[0].body for answers in result})


def assert_each_once(world: World, before: int, acknowledged: dict[str, dict[str, Any]]) -> None:
    """Assert that the log has no gap and holds each acknowledged card once, as it was acknowledged."""
    rows = list(
        Event.objects.filter(project_id=world.id).order_by("seq").values_list("seq", "type", "payload")
    )
    assert [seq for seq, *_ in rows] == list(range(1, world.seq + 1))
    logged = [payload for seq, kind, payload in rows if kind == "card.created" and seq > before]
    assert Counter(card["title"] for card in logged).most_common(1)[0][1] == 1
    assert {card["title"]: card for card in logged} == acknowledged
    on_board = world.snapshot()["cards"]
    assert sorted(card["title"] for card in on_board) == sorted(acknowledged)
    assert sorted(card["number"] for card in on_board) == list(range(1, len(acknowledged) + 1))


def test_of_many_moves_of_one_version_one_is_done(cast: Cast, servers: list[Server], server: Server) -> None:
    world = build_empty(cast)
    card = world.card("todo")
    people = writers_of(cast, servers)
    data = {"id": card["id"], "columnId": world.columns["doing"], "version": 1}
    with ThreadPoolExecutor(WRITERS) as pool:
        result = list(pool.map(lambda person: RestTransport().send(person, "card.move", data), people))
    assert Counter(answer.code for answer in result) == {"": 1, "version_conflict": WRITERS - 1}
    assert {answer.body["current"]["version"] for answer in result if answer.code} == {2}


def test_of_many_undos_of_one_event_one_is_done(cast: Cast, servers: list[Server], server: Server) -> None:
    world = build_empty(cast)
    cards = [world.card("todo", f"card {number}") for number in range(5)]
    ids = [{"id": card["id"], "version": 1} for card in cards]
    world.do("cards.update", projectId=world.id, cards=ids, change={"columnId": world.columns["doing"]})
    data = {"projectId": world.id, "seq": world.seq}
    people = writers_of(cast, servers)
    with ThreadPoolExecutor(WRITERS) as pool:
        result = list(pool.map(lambda person: RestTransport().send(person, "history.undo", data), people))
    assert Counter(answer.code for answer in result) == {"": 1, "cannot_undo": WRITERS - 1}
    on_board = [(card["title"], card["columnId"]) for card in world.snapshot()["cards"]]
    assert on_board == [(f"card {number}", world.columns["todo"]) for number in range(5)]


def test_a_full_column_is_not_overfilled_from_all_sides(
    cast: Cast, servers: list[Server], server: Server
) -> None:
    world = build_empty(cast)
    world.do("column.update", id=world.columns["done"], version=1, wipLimit=5)
    people = writers_of(cast, servers)
    data = {"columnId": world.columns["done"], "title": "One more"}
    with ThreadPoolExecutor(WRITERS) as pool:
        result = list(pool.map(lambda person: RestTransport().send(person, "card.create", data), people))
    assert Counter(answer.code for answer in result) == {"": 5, "wip_limit_reached": WRITERS - 5}


def test_no_ten_seconds_hold_more_than_five_messages_of_one_person(
    cast: Cast, servers: list[Server], server: Server
) -> None:
    """Bob has sixteen windows at two servers, half of them over REST and half over WebSocket."""
    world = build_empty(cast)
    people = writers_of(cast, servers, names=("bob",))
    data = {"projectId": world.id, "text": "hello"}

    def talk(number: int) -> str:
        sockets = SocketTransport()
        answer = (sockets if number % 2 else RestTransport()).send(people[number], "chat.message", data)
        sockets.close()
        return answer.code

    with ThreadPoolExecutor(WRITERS) as pool:
        result = Counter(pool.map(talk, range(WRITERS)))
    rows = Message.objects.filter(project_id=world.id).order_by("created_at")
    said_at = list(rows.values_list("created_at", flat=True))
    assert result == {"": len(said_at), "rate_limited": WRITERS - len(said_at)}
    assert len(said_at) >= MAX_MESSAGES
    assert all(
        sixth - first >= RATE_WINDOW for first, sixth in zip(said_at, said_at[MAX_MESSAGES:], strict=False)
    )


def test_of_two_owners_who_leave_at_once_one_stays(cast: Cast, servers: list[Server], server: Server) -> None:
    world = build_empty(cast)
    for _ in range(5):
        world.do("member.update", projectId=world.id, userId=cast["bob"].id, role="owner")
        leaving = [window(cast[who], place) for who, place in zip(("ada", "bob"), servers, strict=True)]
        with ThreadPoolExecutor(2) as pool:
            result = list(
                pool.map(
                    lambda person: RestTransport().send(
                        person, "member.remove", {"projectId": world.id, "userId": person.id}
                    ),
                    leaving,
                )
            )
        assert sorted(answer.code for answer in result) == ["", "last_owner"]
        stayed = Membership.objects.get(project_id=world.id, role="owner")
        gone = "bob" if stayed.user_id == cast["ada"].user.pk else "ada"  # type: ignore[union-attr]
        Membership.objects.create(project_id=world.id, user_id=cast[gone].id, role="member")
        if gone == "ada":
            world.do("member.update", by="bob", projectId=world.id, userId=cast["ada"].id, role="owner")
            world.do("member.update", by="ada", projectId=world.id, userId=cast["bob"].id, role="member")


def test_one_key_makes_one_project(cast: Cast, servers: list[Server], server: Server) -> None:
    key = fresh_id()
    people = writers_of(cast, servers, names=("ada",))
    with ThreadPoolExecutor(len(people)) as pool:
        result = list(
            pool.map(
                lambda person: RestTransport().send(person, "project.create", {"name": "Once"}, event_id=key),
                people,
            )
        )
    assert len({answer.body["id"] for answer in result}) == 1


def test_a_server_killed_in_the_middle_loses_and_doubles_nothing(
    cast: Cast, committed: None, redis_url: str, tmp_path: Path, http: httpx.Client
) -> None:
    """A client without a response retries with the same event id until there is one, as the page does."""
    world = build_empty(cast)
    before = world.seq
    doomed = Server(tmp_path / "doomed", client=http, redis_url=redis_url).start().wait()
    bob = window(cast["bob"], doomed)
    result: dict[str, dict[str, Any]] = {}
    stop = threading.Event()

    def insist(number: int) -> None:
        turn = 0
        while not stop.is_set():
            title = f"{number}-{turn}"
            result[title] = until_answered(doomed, bob, {**create(world, number), "title": title})
            turn += 1

    threads = [threading.Thread(target=insist, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(KILLS):
        stop.wait(random.uniform(0.3, 0.8))
        doomed.process.send_signal(signal.SIGKILL)
        doomed.process.wait()
        doomed.start().wait()
    stop.set()
    for thread in threads:
        thread.join()
    doomed.stop()
    assert len(result) > KILLS
    assert_each_once(world, before, result)


def until_answered(server: Server, person: Person, data: dict[str, Any]) -> dict[str, Any]:
    """Send a command, retrying with the same event id until there is a response; return it."""
    key = fresh_id()
    with httpx.Client(timeout=10) as client:
        headers = {"authorization": f"Bearer {person.token}", "idempotency-key": key}
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                response = client.post(f"{server.url}/api/v1/cards", json=data, headers=headers)
            except httpx.TransportError:
                time.sleep(0.05)
                continue
            assert response.status_code == 201, response.text
            return dict(response.json())
    raise AssertionError("no answer")
