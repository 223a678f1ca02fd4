"""Polling: what a page does where no WebSocket gets through. It gets what the socket would give it."""

import logging
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.api.live_viewset import WARNINGS
from projects.events.log import REPLAY_EVENTS
from tests.support.payloads import new_card
from tests.support.people import API, Person
from tests.support.worlds import Cast, World, build_empty, fresh_id


@pytest.fixture
def world(cast: Cast) -> World:
    return build_empty(cast)


def changes(person: Person, world: World, query: str = "") -> dict[str, Any]:
    answer = person.get(f"/projects/{world.id}/changes{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def command(person: Person, world: World, type: str, payload: Any, *, key: str | None = None) -> Any:
    body = {"type": type, "payload": payload}
    return person.post(f"/projects/{world.id}/commands", body, key=key).json()


@pytest.mark.sqlite
def test_the_events_since_a_seq_come_with_or_without_their_html(world: World, bob: Person) -> None:
    since = world.seq
    for title in ("one", "two"):
        bob.post("/cards", new_card(world, title=title))
    assert changes(bob, world) == {"seq": since + 2, "role": "member", "events": []}
    plain = changes(bob, world, f"?since={since}")["events"]
    assert [(event["seq"], "html" in event) for event in plain] == [(since + 1, False), (since + 2, False)]
    rendered = changes(bob, world, f"?since={since}&fragments=1")["events"]
    assert all("html" in event for event in rendered)


def test_a_page_that_missed_too_much_is_told_so(world: World, bob: Person) -> None:
    beyond = changes(bob, world, f"?since={world.seq + REPLAY_EVENTS}")
    assert (beyond["events"], beyond["resync"]) == ([], True)
    assert bob.get(f"/projects/{world.id}/changes?since=-1").status_code == 400


@pytest.mark.sqlite
def test_a_poll_without_news_costs_one_query(world: World, bob: Person, settings: Any) -> None:
    browser = Client(headers={"cookie": bob.cookies})
    path = f"{API}/projects/{world.id}/changes?since={world.seq}&fragments=1"
    browser.get(path)
    with CaptureQueriesContext(connection) as made:
        assert browser.get(path).json()["events"] == []
    ours = [
        query["sql"] for query in made if "session" not in query["sql"] and 'FROM "users"' not in query["sql"]
    ]
    assert len(ours) == 1, ours


@pytest.mark.sqlite
def test_a_command_is_done_once_and_answered_as_on_a_socket(world: World, bob: Person) -> None:
    key, payload = fresh_id(), {"columnId": world.columns["todo"], "title": "new"}
    first = command(bob, world, "card.create", payload, key=key)
    assert first == command(bob, world, "card.create", payload, key=key)
    assert (first["seq"], first["eventId"], first["payload"]["title"]) == (world.seq, key, "new")
    said = command(bob, world, "chat.message", {"text": "hello", "tempId": "mine"})
    assert said["payload"]["tempId"] == "mine"
    current = {"id": first["payload"]["id"], "version": 99, "title": "other"}
    assert command(bob, world, "card.update", current)["code"] == "version_conflict"
    undone = command(bob, world, "history.undo", {"seq": first["seq"]})
    assert undone["seq"] == world.seq


@pytest.mark.parametrize("name", ["no.such", "project.create", "cards.restore", ""])
def test_only_commands_of_a_project_are_taken(name: str, world: World, bob: Person) -> None:
    assert command(bob, world, name, {})["code"] == "invalid"


def test_a_page_of_another_site_can_send_nothing(world: World, bob: Person) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"cookie": bob.cookies})
    body = {"type": "card.create", "payload": {"columnId": world.columns["todo"], "title": "new"}}
    path, seq = f"{API}/projects/{world.id}/commands", world.seq
    answer = browser.post(path, body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")
    assert browser.post(path, body, content_type="text/plain").status_code in (403, 415)
    assert world.seq == seq


def test_the_log_says_once_a_minute_that_a_page_polls(
    world: World, bob: Person, caplog: pytest.LogCaptureFixture
) -> None:
    WARNINGS.clear()
    browser = Client(headers={"cookie": bob.cookies})
    logging.getLogger("kanban").propagate = True
    with caplog.at_level(logging.WARNING, "kanban.sockets"):
        for _ in range(3):
            browser.get(f"{API}/projects/{world.id}/changes")
        changes(bob, world)
    [record] = [each for each in caplog.records if each.name == "kanban.sockets"]
    assert record.facts["user"] == bob.id  # type: ignore[attr-defined]
    assert "Upgrade" in record.facts["advice"]  # type: ignore[attr-defined]


def test_a_read_marker_moves_without_a_socket(world: World, ada: Person, bob: Person) -> None:
    sent = ada.post(f"/projects/{world.id}/messages", {"text": "hello"}).json()
    read = f"/projects/{world.id}/messages/read"
    assert bob.get(read).json()["unread"] == 1
    answer = bob.post(read, {"messageId": sent["id"]}).json()
    assert (answer["unread"], answer["messageId"]) == (0, sent["id"])
    assert bob.get(read).json() == answer
    assert bob.post(f"/projects/{world.id}/messages/read", {"messageId": fresh_id()}).status_code == 404


def test_a_handshake_without_upgrade_is_told_what_it_lacks(bob: Person) -> None:
    answer = bob.browse("/ws")
    assert (answer.status_code, answer.headers["upgrade"]) == (426, "websocket")
