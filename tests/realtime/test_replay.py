"""A returning client gets the missed events without a gap, or is told to reload the board."""

import itertools
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from core.ids import new_id
from projects.models import Event, Project
from tests.support.payloads import card, new_card
from tests.support.people import Person
from tests.support.server import Server
from tests.support.sockets import SocketClient
from tests.support.worlds import Cast, World, build, build_empty

Asking = Any


@pytest.fixture
def cleo_s_socket(cleo: Person, server: Server) -> Iterator[SocketClient]:
    with cleo.socket() as socket:
        yield socket


def joined(socket: SocketClient, world: World, since: Any) -> dict[str, Any]:
    return socket.ack_payload("join_room", {"projectId": world.id, "since": since})


def synced(socket: SocketClient, world: World, since: Any) -> dict[str, Any]:
    return socket.ack_payload("sync", {"projectId": world.id, "since": since})


both = pytest.mark.parametrize("ask", [joined, synced], ids=["join_room", "sync"])


def lengthen(world: World, by: int, *, text: str = "") -> None:
    """Insert `by` events as rows."""
    project = Project.objects.get(pk=world.id)
    first = Event.objects.filter(project=project).first()
    assert first is not None
    rows = [
        Event(
            project=project, seq=project.last_seq + number, type="card.updated", at=first.at,
            actor=first.actor, event_id=new_id(), payload={"id": str(new_id()), "description": text},
        )
        for number in range(1, by + 1)
    ]  # fmt: skip
    Event.objects.bulk_create(rows)
    Project.objects.filter(pk=project.pk).update(last_seq=project.last_seq + by)


# ── What was missed ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
@both
def test_all_events_after_since_are_told_in_order(
    ask: Asking, world: World, cleo_s_socket: SocketClient
) -> None:
    result = ask(cleo_s_socket, world, 3)
    assert result["events"] == world.events(since=3)
    assert (result["seq"], result["role"]) == (world.seq, "viewer")
    assert "resync" not in result


@pytest.mark.sqlite
@both
def test_an_up_to_date_client_gets_no_events(ask: Asking, world: World, cleo_s_socket: SocketClient) -> None:
    result = ask(cleo_s_socket, world, world.seq)
    assert (result["events"], result["seq"]) == ([], world.seq)
    assert "resync" not in result


@pytest.mark.sqlite
def test_without_since_only_the_newest_seq_is_sent(world: World, cleo_s_socket: SocketClient) -> None:
    result = cleo_s_socket.join(world.id)
    assert (result["events"], result["seq"]) == ([], world.seq)
    assert "resync" not in result


@pytest.mark.sqlite
@both
@pytest.mark.parametrize(("missed", "resync"), [(500, False), (501, True)])
def test_500_events_are_replayed_and_501_are_not(
    ask: Asking, missed: int, resync: bool, cast: Cast, cleo_s_socket: SocketClient
) -> None:
    world = build_empty(cast)
    since = world.seq
    lengthen(world, missed)
    result = ask(cleo_s_socket, world, since)
    assert result.get("resync", False) is resync
    assert [event["seq"] for event in result["events"]] == (
        [] if resync else list(range(since + 1, world.seq + 1))
    )
    assert result["seq"] == world.seq


@pytest.mark.sqlite
@both
def test_more_than_a_mebibyte_is_not_replayed(ask: Asking, cast: Cast, cleo_s_socket: SocketClient) -> None:
    world = build_empty(cast)
    since = world.seq
    lengthen(world, 50, text="x" * 20_000)
    assert len(ask(cleo_s_socket, world, since)["events"]) == 50
    lengthen(world, 5, text="x" * 20_000)
    result = ask(cleo_s_socket, world, since)
    assert (result["events"], result["resync"], result["seq"]) == ([], True, world.seq)


@both
@pytest.mark.parametrize("ahead", [1, 1000, 2**40, 2**53])
def test_since_beyond_the_log_asks_to_reload_the_board(
    ask: Asking, ahead: int, world: World, cleo_s_socket: SocketClient
) -> None:
    result = ask(cleo_s_socket, world, world.seq + ahead)
    assert (result["events"], result["resync"], result["seq"]) == ([], True, world.seq)


@pytest.mark.parametrize("kind", ["join_room", "sync"])
@pytest.mark.parametrize("since", [-1, "1", 1.5, True, [], {}])
def test_since_is_a_whole_number(kind: str, since: Any, world: World, cleo_s_socket: SocketClient) -> None:
    reply = cleo_s_socket.ask(kind, {"projectId": world.id, "since": since})
    assert (reply["error"]["code"], list(reply["error"]["fields"])) == ("invalid", ["since"])
    assert cleo_s_socket.ack_payload("ping") == {"rooms": {}}


@pytest.mark.sqlite
def test_sync_needs_no_room_and_enters_none(world: World, bob: Person, cleo_s_socket: SocketClient) -> None:
    assert synced(cleo_s_socket, world, 0)["events"] == world.events()
    bob.post("/cards", new_card(world))
    assert cleo_s_socket.hears_nothing(0.5) == []


@pytest.mark.sqlite
def test_the_log_over_rest_is_the_same(world: World, cleo: Person, cleo_s_socket: SocketClient) -> None:
    result = joined(cleo_s_socket, world, 2)["events"]
    assert cleo.get(f"/projects/{world.id}/events?since=2&limit=200").json()["results"] == result


# ── Going on ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_joining_while_others_write_leaves_no_gap(
    cast: Cast, bob: Person, cleo: Person, server: Server
) -> None:
    world, done = build_empty(cast), threading.Event()
    since = world.seq
    writer = threading.Thread(target=write_until, args=(done, bob, world))
    writer.start()
    sockets = [cleo.socket() for _ in range(12)]
    result = [joined(socket, world, since)["events"] for socket in sockets]
    done.set()
    writer.join()
    for missed, socket in zip(result, sockets, strict=True):
        with socket:
            head = world.seq
            live = socket.events_until(head) if len(missed) < head - since else []
            assert [event["seq"] for event in missed + live] == list(range(since + 1, head + 1))
            assert missed + live == world.events(since)


def write_until(done: threading.Event, who: Person, world: World) -> None:
    with who.socket() as socket:
        for number in itertools.count():
            if done.is_set():
                return
            socket.ack_payload("card.create", new_card(world, title=f"card {number}"))


@pytest.mark.sqlite
def test_joining_again_begins_where_one_was(world: World, bob: Person, cleo: Person, server: Server) -> None:
    with cleo.socket() as socket:
        seq = socket.join(world.id)["seq"]
    for title in ("one", "two"):
        bob.post("/cards", new_card(world, title=title))
    with cleo.socket() as socket:
        missed = joined(socket, world, seq)["events"]
        bob.post("/cards", new_card(world, title="three"))
        live = socket.event("card.created")
    assert [event["payload"]["title"] for event in (*missed, live)] == ["one", "two", "three"]


@pytest.mark.sqlite
def test_joining_twice_doubles_nothing(world: World, bob: Person, cleo_s_socket: SocketClient) -> None:
    for _ in range(3):
        cleo_s_socket.join(world.id)
    bob.post("/cards", new_card(world))
    heard = cleo_s_socket.hears_nothing(0.5)
    assert [message["seq"] for message in heard if message["type"] == "card.created"] == [world.seq]


@pytest.mark.sqlite
def test_a_socket_follows_fifty_projects_at_most(cast: Cast, ada: Person, server: Server) -> None:
    worlds = [build(cast) for _ in range(51)]
    with ada.socket() as socket:
        for world in worlds[:50]:
            socket.join(world.id)
        assert socket.ask("join_room", {"projectId": worlds[50].id})["error"]["code"] == "invalid"
        socket.ack_payload("leave_room", {"projectId": worlds[0].id})
        socket.join(worlds[50].id)


# ── Pages ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_a_page_gets_its_events_with_html_and_others_without(
    world: World, bob: Person, cleo: Person, server: Server
) -> None:
    with cleo.browser_socket() as page, cleo.socket() as program:
        page.join(world.id, fragments=True)
        program.join(world.id)
        bob.post("/cards", new_card(world, title="<b>bold</b>"))
        with_html, plain = page.event("card.created"), program.event("card.created")
        assert "&lt;b&gt;bold&lt;/b&gt;" in with_html.pop("html")
        assert with_html == plain == world.events()[-1]


@pytest.mark.sqlite
def test_a_page_hears_events_in_order_however_long_one_takes_to_draw(
    world: World, bob: Person, cleo: Person, server: Server
) -> None:
    with cleo.browser_socket() as page, bob.socket() as socket:
        since = page.join(world.id, fragments=True)["seq"]
        for number in range(10):
            socket.send({"type": "card.create", "payload": new_card(world, title=str(number))})
            socket.send({"type": "label.create", "payload": {**label_of(world), "name": str(number)}})
        heard = page.events_until(since + 20)
    assert [event["seq"] for event in heard] == list(range(since + 1, since + 21))
    assert all(("html" in event) == (event["type"] == "card.created") for event in heard)


def label_of(world: World) -> dict[str, Any]:
    return {"projectId": world.id, "name": "new", "color": "red"}


@pytest.mark.sqlite
def test_a_page_that_returns_gets_the_newest_html(
    world: World, bob: Person, cleo: Person, server: Server
) -> None:
    since = world.seq
    for version, title in ((1, "older"), (2, "newest")):
        bob.patch(f"/cards/{world.cards['one']}", {"version": version, "title": title})
    with cleo.browser_socket() as page:
        events = page.join(world.id, since=since, fragments=True)["events"]
    assert ["html" in event for event in events] == [False, True]
    assert "newest" in events[1]["html"]


@pytest.mark.sqlite
def test_html_is_in_the_language_of_its_page(world: World, bob: Person, cleo: Person, server: Server) -> None:
    cleo.patch("/me", {"locale": "ru"})
    with cleo.browser_socket() as russian, bob.browser_socket() as english:
        for page in (russian, english):
            page.join(world.id, fragments=True)
        bob.post("/columns", {"projectId": world.id, "name": "new"})
        drawn = {page.event("column.created")["html"] for page in (russian, english)}
    assert len(drawn) == 2
    assert "html" not in world.events()[-1]


@pytest.mark.sqlite
def test_a_move_carries_no_html(world: World, bob: Person, cleo: Person, server: Server) -> None:
    with cleo.browser_socket() as page:
        page.join(world.id, fragments=True)
        bob.post(f"/cards/{world.cards['one']}/move", {"version": 1, "columnId": world.columns["doing"]})
        bob.post(f"/cards/{world.cards['two']}/archive", {"version": card(world, "two")["version"]})
        assert "html" not in page.event("card.moved")
        assert "html" not in page.event("card.archived")
