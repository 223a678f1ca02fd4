"""A room delivers every event once and in order, from any process, and to members only."""

import asyncio
import threading
import time
from typing import Any, Self
from uuid import UUID

import orjson
import pytest

from accounts.websocket.identity import Identity
from core.ids import new_id
from projects.events.log import encode
from projects.realtime.rooms import Broadcast, Room
from projects.realtime.sockets import Socket
from tests.support.payloads import new_card
from tests.support.people import Person
from tests.support.server import Server
from tests.support.sockets import SocketClient
from tests.support.worlds import Cast, World, build, build_empty

HEADS = 8.0
"""Seconds within which a room finds an event that was never published."""


@pytest.fixture
def empty(cast: Cast) -> World:
    """A project without cards."""
    return build_empty(cast)


def seqs(events: list[dict[str, Any]]) -> list[int]:
    return [event["seq"] for event in events]


def test_an_event_reaches_the_sockets_of_both_processes(
    empty: World, ada: Person, bob: Person, cleo: Person, second_server: Server
) -> None:
    with bob.socket() as here, cleo.at(second_server).socket() as there:
        here.join(empty.id)
        there.join(empty.id)
        made = ada.post("/cards", new_card(empty)).json()
        heard = [socket.event("card.created") for socket in (here, there)]
        assert heard[0] == heard[1]
        assert (heard[0]["payload"], heard[0]["actorId"]) == (made, ada.id)
        assert heard[0] == empty.events()[-1]


@pytest.mark.sqlite
def test_a_sender_gets_its_own_event_too(empty: World, bob: Person, server: Server) -> None:
    with bob.socket() as socket:
        socket.join(empty.id)
        ack = socket.ask("card.create", new_card(empty))
        event = socket.event("card.created")
        assert (event["seq"], event["eventId"], event["payload"]) == (
            *(ack["seq"], ack["eventId"], ack["payload"]),
        )


@pytest.mark.sqlite
def test_every_socket_of_a_room_gets_the_same_text(
    empty: World, bob: Person, cleo: Person, server: Server
) -> None:
    with bob.socket() as one, cleo.socket() as other:
        one.join(empty.id)
        other.join(empty.id)
        bob.post("/cards", new_card(empty))
        one.event("card.created")
        other.event("card.created")
        assert one.last_text == other.last_text


def test_events_come_at_once_and_do_not_wait_for_the_heads(
    empty: World, bob: Person, cleo: Person, second_server: Server
) -> None:
    with cleo.socket() as here, cleo.at(second_server).socket() as there:
        for socket in (here, there):
            socket.join(empty.id)
        began = time.monotonic()
        for _ in range(8):
            bob.post("/cards", new_card(empty))
            for socket in (here, there):
                socket.event("card.created")
        assert time.monotonic() - began < 8  # polling would take twice as long


@pytest.mark.slow
def test_writers_at_two_processes_are_heard_in_one_order(
    empty: World, ada: Person, bob: Person, cleo: Person, server: Server, second_server: Server
) -> None:
    with cleo.socket() as here, cleo.at(second_server).socket() as there:
        since = here.join(empty.id)["seq"]
        there.join(empty.id)
        writers = [
            threading.Thread(target=write_cards, args=(who, place, empty))
            for who, place in ((ada, server), (bob, second_server), (bob, server), (ada, second_server))
        ]
        for writer in writers:
            writer.start()
        heard = [socket.events_until(since + 60) for socket in (here, there)]
        for writer in writers:
            writer.join()
    assert seqs(heard[0]) == list(range(since + 1, since + 61))
    assert heard[0] == heard[1] == empty.events(since)


def write_cards(who: Person, place: Server, world: World) -> None:
    with who.at(place).socket() as socket:
        for number in range(15):
            socket.ack_payload("card.create", new_card(world, title=f"card {number}"))


# ── What was never published ──────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_a_hole_is_filled_from_the_log_before_what_follows(empty: World, bob: Person, server: Server) -> None:
    """The first two events are written by this process, which does not publish."""
    with bob.socket() as socket:
        since = socket.join(empty.id)["seq"]
        empty.card(title="lost")
        empty.card(title="lost too")
        bob.post("/cards", new_card(empty))
        heard = socket.events_until(since + 3)
    assert heard == empty.events(since)


@pytest.mark.sqlite
def test_a_last_event_that_was_lost_is_found_by_the_heads(
    empty: World, bob: Person, cleo: Person, second_server: Server
) -> None:
    with bob.socket() as here, cleo.at(second_server).socket() as there:
        for socket in (here, there):
            socket.join(empty.id)
        empty.card(title="lost")
        for socket in (here, there):
            assert socket.event("card.created", seconds=HEADS)["payload"]["title"] == "lost"


@pytest.mark.sqlite
def test_a_ping_returns_the_newest_seq_of_each_room(cast: Cast, bob: Person, server: Server) -> None:
    one, other = build_empty(cast), build_empty(cast)
    with bob.socket() as socket:
        assert socket.ack_payload("ping") == {"rooms": {}}
        socket.join(one.id)
        socket.join(other.id)
        socket.ask("card.create", new_card(one))
        socket.event("card.created")
        assert socket.ack_payload("ping") == {"rooms": {one.id: one.seq, other.id: other.seq}}


# ── Within one loop iteration ─────────────────────────────────────────────────────────────────────


class Reader:
    """Stand-in for a joined socket that keeps what it is sent."""

    def __init__(self, room: Room, user_id: UUID) -> None:
        self.seqs: list[int] = []
        self.room, self.socket = room, Socket(self._send)
        self.socket.identity = Identity(
            user_id=user_id, kind="bearer", version=1, expires_at=None, language="en"
        )
        self.follower = room.enter(self.socket, None)

    async def _send(self, message: dict[str, Any]) -> None:
        self.seqs.append(orjson.loads(message["text"])["seq"])

    def admit(self, seq: int) -> Self:
        self.room.admit(self.follower, seq)
        return self


def happen(room: Room, *seqs: int, removed: UUID | None = None) -> None:
    for seq in seqs:
        kind, payload = ("member.removed", {"userId": str(removed)}) if removed else ("card.updated", {})
        room.take(Broadcast(seq, kind, encode({"seq": seq, "type": kind, "payload": payload})))


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_join_is_followed_by_exactly_the_events_it_did_not_replay() -> None:
    room = Room(new_id())
    early, late, latest = (Reader(room, new_id()) for _ in range(3))
    early.admit(10)
    happen(room, 11, 12, 13, 14)
    await settle()
    late.admit(12)
    latest.admit(14)
    happen(room, 15)
    await settle()
    assert early.seqs == [11, 12, 13, 14, 15]
    assert late.seqs == [13, 14, 15]
    assert latest.seqs == [15]


async def test_events_that_arrive_unordered_or_twice_go_out_once_and_in_order() -> None:
    room = Room(new_id())
    reader, ahead = Reader(room, new_id()).admit(10), Reader(room, new_id()).admit(13)
    happen(room, 14, 12, 11, 13, 12, 9, 14)
    await settle()
    assert (reader.seqs, ahead.seqs) == ([11, 12, 13, 14], [14])


async def test_a_removed_person_receives_events_up_to_the_removal_even_in_one_batch() -> None:
    room, gone = Room(new_id()), new_id()
    leaving, staying = Reader(room, gone).admit(10), Reader(room, new_id()).admit(10)
    joining = Reader(room, gone)
    happen(room, 11)
    happen(room, 12, removed=gone)
    happen(room, 13, 14)
    await settle()
    joining.admit(11)
    await settle()
    assert (leaving.seqs, staying.seqs) == ([11, 12], [11, 12, 13, 14])
    assert joining.seqs == [12]
    assert dict(room.sockets_per_user) == {str(staying.socket.identity.user_id): 1}  # type: ignore[union-attr]


# ── Who is in which room ──────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_a_socket_hears_its_rooms_and_no_other(cast: Cast, bob: Person, server: Server) -> None:
    mine, left, other = build_empty(cast), build_empty(cast), build_empty(cast)
    with bob.socket() as socket:
        for world in (mine, left):
            socket.join(world.id)
        assert socket.ack_payload("leave_room", {"projectId": left.id}) == {}
        for world in (left, other, mine):
            bob.post("/cards", new_card(world))
        socket.event("presence.changed")
        assert socket.event("card.created")["projectId"] == mine.id
        assert not [message for message in socket.hears_nothing(1) if message["projectId"] != mine.id]


@pytest.mark.sqlite
def test_a_command_needs_no_join(empty: World, bob: Person, server: Server) -> None:
    with bob.socket() as socket:
        assert socket.ask("card.create", new_card(empty))["type"] == "ack"


@pytest.mark.sqlite
def test_in_exactly_one_room_the_project_may_be_left_out(cast: Cast, ada: Person, server: Server) -> None:
    one, other = build(cast), build_empty(cast)
    unnamed: list[tuple[str, dict[str, Any]]] = [
        ("column.create", {"name": "new"}),
        ("label.create", {"name": "new", "color": "red"}),
        ("chat.message", {"text": "hello"}),
        ("member.update", {"userId": cast["cleo"].id, "role": "member"}),
        ("invitation.create", {"role": "viewer"}),
        ("project.update", {"name": "Renamed"}),
    ]
    with ada.socket() as socket:
        assert {code_of(socket, each) for each in unnamed} == {"invalid"}
        socket.join(one.id)
        before = one.seq
        assert {code_of(socket, each) for each in unnamed} == {""}
        assert one.seq == before + len(unnamed)
        socket.join(other.id)
        assert {code_of(socket, each) for each in unnamed} == {"invalid"}


def code_of(socket: SocketClient, command: tuple[str, dict[str, Any]]) -> str:
    return socket.ask(*command).get("error", {"code": ""})["code"]


def test_who_is_removed_hears_that_and_then_nothing(
    empty: World, ada: Person, bob: Person, second_server: Server
) -> None:
    with (
        bob.socket() as here,
        bob.at(second_server).socket() as there,
        bob.at(second_server).browser_socket() as page,
        ada.socket() as watching,
    ):
        for socket in (here, there, watching):
            socket.join(empty.id)
        page.join(empty.id, fragments=True)
        ada.delete(f"/projects/{empty.id}/members/{bob.id}")
        ada.post("/cards", new_card(empty, title="secret"))
        watching.event("card.created")
        page.hears_nothing(2.5)  # longer than the polling interval of rooms
        for socket in (here, there, page):
            assert socket.event("member.removed")["payload"]["userId"] == bob.id
            result = {message["type"] for message in socket.hears_nothing(0.1)}
            assert result <= {"presence.changed", "notifications.changed"}
            assert socket.ask("join_room", {"projectId": empty.id})["error"]["code"] == "not_found"
            assert socket.ask("sync", {"projectId": empty.id, "since": 0})["error"]["code"] == "not_found"
            assert socket.ask("card.create", new_card(empty))["error"]["code"] == "not_found"


@pytest.mark.sqlite
def test_a_deleted_project_s_room_closes(empty: World, ada: Person, cleo: Person, server: Server) -> None:
    with cleo.socket() as socket, ada.socket() as other:
        for each in (socket, other):
            each.join(empty.id)
        ada.delete(f"/projects/{empty.id}")
        assert socket.event("project.deleted")["payload"]["id"] == empty.id
        assert other.event("project.deleted")
        assert socket.ask("chat.typing", {"projectId": empty.id})["error"]["code"] == "not_found"
        assert socket.ack_payload("ping") == {"rooms": {}}
        assert socket.ask("join_room", {"projectId": empty.id})["error"]["code"] == "not_found"


@pytest.mark.sqlite
def test_a_viewer_made_a_member_may_write_at_once(
    world: World, ada: Person, cleo: Person, server: Server
) -> None:
    with cleo.socket() as socket:
        socket.join(world.id)
        assert socket.ask("card.create", new_card(world))["error"]["code"] == "forbidden"
        ada.patch(f"/projects/{world.id}/members/{cleo.id}", {"role": "member"})
        assert socket.event("member.updated")["changes"] == {"role": ["viewer", "member"]}
        assert socket.ask("card.create", new_card(world))["type"] == "ack"


@pytest.mark.sqlite
def test_the_room_hears_of_a_person_who_joins_by_invitation(
    world: World, ada: Person, eve: Person, server: Server
) -> None:
    with ada.socket() as here, eve.socket() as newcomer:
        here.join(world.id)
        newcomer.ack_payload("invitation.accept", {"token": world.invitation["token"]})
        accepted = here.event("invitation.accepted")
        assert accepted["payload"]["member"]["userId"] == eve.id
        assert world.invitation["token"] not in here.last_text
        assert newcomer.join(world.id)["role"] == "member"
        ada.delete(f"/projects/{world.id}/members/{eve.id}")
        newcomer.event("member.removed")
