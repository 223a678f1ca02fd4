"""Life of a socket: who may open it, what closes it, with which code, without affecting others."""

import datetime as dt
import json
import socket as network
import time
from collections.abc import Iterator

import jwt
import pytest
from django.conf import settings

from accounts.auth.tokens import issue_tokens
from tests.support.payloads import new_card
from tests.support.people import Person
from tests.support.server import Server
from tests.support.sockets import SocketClient
from tests.support.worlds import Cast, World, build_empty

SIGN_IN_AGAIN, NOT_ALLOWED, TOO_SLOW, FLOOD = 4401, 4403, 4408, 4429


@pytest.fixture
def stranger(nobody: Person, server: Server) -> Iterator[SocketClient]:
    with nobody.socket() as socket:
        yield socket


def opened(person: Person, **headers: str) -> SocketClient:
    return SocketClient(person.site.url, headers=headers)


# ── Coming in ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_a_page_of_ours_comes_in_by_its_session(world: World, ada: Person, server: Server) -> None:
    with ada.browser_socket() as socket:
        assert socket.join(world.id)["role"] == "owner"


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "http://127.0.0.1:1",
        "https://127.0.0.1:{port}",
        "http://localhost:{port}",
    ],
)
def test_a_page_of_another_origin_is_closed_with_4403(origin: str, ada: Person, server: Server) -> None:
    with ada.browser_socket(origin=origin.format(port=server.port)) as socket:
        assert socket.close_code() == NOT_ALLOWED


@pytest.mark.sqlite
def test_a_page_of_somebody_else_is_closed_with_4401(
    world: World, ada: Person, bob: Person, nobody: Person, server: Server
) -> None:
    for who, code in ((ada, SIGN_IN_AGAIN), (nobody, SIGN_IN_AGAIN), (bob, None)):
        headers = {"cookie": who.cookies, "origin": server.url}
        with SocketClient(server.url, headers=headers, path=f"/ws?as={bob.id}") as socket:
            if code is None:
                assert socket.join(world.id)["role"] == "member"
            else:
                assert socket.close_code() == code


@pytest.mark.sqlite
def test_a_session_without_an_origin_is_closed_with_4403(ada: Person, server: Server) -> None:
    with opened(ada, cookie=ada.cookies) as socket:
        assert socket.close_code() == NOT_ALLOWED


@pytest.mark.sqlite
def test_a_token_in_the_handshake_beats_the_cookie_and_needs_no_origin(
    world: World, ada: Person, eve: Person, server: Server
) -> None:
    with opened(
        ada, cookie=ada.cookies, origin="http://evil.example", authorization=f"Bearer {eve.token}"
    ) as socket:
        assert socket.ask("join_room", {"projectId": world.id})["error"]["code"] == "not_found"


def test_a_bad_token_in_the_handshake_is_closed_with_4401(nobody: Person, server: Server) -> None:
    for token in ("x", "x.y.z", ""):
        with opened(nobody, authorization=f"Bearer {token}".strip()) as socket:
            assert socket.close_code() == SIGN_IN_AGAIN


def test_a_token_in_the_url_is_not_looked_at(ada: Person, server: Server) -> None:
    with SocketClient(
        server.url, headers={}, path=f"/ws?token={ada.token}&access_token={ada.token}"
    ) as socket:
        assert socket.ask("ping")["error"]["code"] == "unauthenticated"


def test_a_path_where_no_socket_is_closes_with_4403(ada: Person, server: Server) -> None:
    for path in ("/", "/ws/", "/ws/x", "/api/v1/ws"):
        with SocketClient(server.url, headers={}, path=path) as socket:
            assert socket.close_code() == NOT_ALLOWED


@pytest.mark.sqlite
def test_a_first_frame_may_bring_the_token(world: World, stranger: SocketClient, bob: Person) -> None:
    assert stranger.ask("join_room", {"projectId": world.id})["error"]["code"] == "unauthenticated"
    result = stranger.ack_payload("auth", {"token": bob.token})
    assert result == {"userId": bob.id, "expiresAt": expiry_of(bob.token)}
    assert stranger.join(world.id)["role"] == "member"


def expiry_of(token: str) -> str:
    exp = jwt.decode(token, options={"verify_signature": False})["exp"]
    return dt.datetime.fromtimestamp(exp, dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


@pytest.mark.slow
def test_who_says_nothing_is_closed_with_4401_after_five_seconds(stranger: SocketClient, bob: Person) -> None:
    began = time.monotonic()
    assert stranger.close_code() == SIGN_IN_AGAIN
    assert time.monotonic() - began > 4


def test_a_bad_token_in_a_frame_is_refused_and_closed(stranger: SocketClient) -> None:
    assert stranger.ask("auth", {"token": "x.y.z"})["error"]["code"] == "unauthenticated"
    assert stranger.close_code() == SIGN_IN_AGAIN


# ── Staying ───────────────────────────────────────────────────────────────────────────────────────


def expiring(person: Person, seconds: float) -> str:
    """Access token of the person that expires in `seconds`."""
    claims = jwt.decode(person.token, settings.JWT_KEY, algorithms=["HS256"])
    return jwt.encode({**claims, "exp": time.time() + seconds}, settings.JWT_KEY, algorithm="HS256")


@pytest.mark.sqlite
def test_a_socket_ends_with_its_token(bob: Person, server: Server) -> None:
    with opened(bob, authorization=f"Bearer {expiring(bob, 2)}") as socket:
        assert socket.is_alive()
        assert socket.close_code() == SIGN_IN_AGAIN


@pytest.mark.sqlite
def test_a_token_is_renewed_in_an_open_socket(bob: Person, server: Server) -> None:
    with opened(bob, authorization=f"Bearer {expiring(bob, 2)}") as socket:
        assert socket.ack_payload("auth", {"token": bob.token})["userId"] == bob.id
        socket.hears_nothing(2.5)
        assert socket.is_alive()


def test_another_person_s_token_ends_the_socket(bob: Person, eve: Person, server: Server) -> None:
    with bob.socket() as socket:
        assert socket.ask("auth", {"token": eve.token})["error"]["code"] == "unauthenticated"
        assert socket.close_code() == NOT_ALLOWED


def test_a_bad_renewal_leaves_the_socket_as_it_was(bob: Person, server: Server) -> None:
    with bob.socket() as socket:
        assert socket.ask("auth", {"token": "x"})["error"]["code"] == "unauthenticated"
        assert socket.is_alive()


# ── Going ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_signing_out_of_the_site_closes_the_sockets_of_that_session(
    ada: Person, bob: Person, connected_servers: list[Server]
) -> None:
    with ada.socket() as program, bob.browser_socket() as other:
        ending = [ada.at(place).browser_socket() for place in connected_servers]
        assert all(socket.is_alive() for socket in (*ending, program, other))
        assert ada.browse("/logout", {}).status_code == 302
        assert {socket.close_code() for socket in ending} == {SIGN_IN_AGAIN}
        assert all(socket.is_alive() for socket in (program, other))


@pytest.mark.sqlite
def test_signing_out_over_the_api_closes_the_sockets_of_those_tokens(
    bob: Person, connected_servers: list[Server]
) -> None:
    assert bob.user is not None
    pair = issue_tokens(bob.user)
    ending = [opened(bob.at(place), authorization=f"Bearer {pair['access']}") for place in connected_servers]
    with bob.socket() as other:
        assert all(socket.is_alive() for socket in (*ending, other))
        bob.post("/auth/logout", {"refresh": pair["refresh"]})
        assert {socket.close_code() for socket in ending} == {SIGN_IN_AGAIN}
        assert other.is_alive()


@pytest.mark.sqlite
def test_who_is_no_longer_active_is_closed_at_the_next_command(
    world: World, bob: Person, server: Server
) -> None:
    assert bob.user is not None
    with bob.socket() as socket:
        socket.join(world.id)
        bob.user.is_active = False
        bob.user.save()
        assert socket.ask("card.create", new_card(world))["error"]["code"] == "unauthenticated"
        assert socket.close_code() == SIGN_IN_AGAIN


# ── Too much, too slow ────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_a_flood_is_limited_then_closed_without_harm_to_others(
    world: World, bob: Person, cleo: Person, server: Server
) -> None:
    frame = json.dumps({"type": "ping", "ref": "1"})
    with bob.socket() as flooding, cleo.socket() as other:
        other.join(world.id)
        try:
            for _ in range(3000):
                flooding.send(frame)
        except Exception:  # the server closed it while it was sending
            pass
        assert flooding.close_code() == FLOOD
        refused = [message["error"] for message in flooding.heard if message["type"] == "error"]
        assert {error["code"] for error in refused} == {"rate_limited"}
        assert refused[0]["retryAfter"] >= 1
        assert other.is_alive()


@pytest.mark.sqlite
def test_a_burst_within_the_limit_is_answered_whole(bob: Person, server: Server) -> None:
    with bob.socket() as socket:
        for number in range(150):
            socket.send({"type": "ping", "ref": str(number)})
        result = [socket.expect(lambda message: message["type"] == "ack") for _ in range(150)]
        assert [message["ref"] for message in result] == [str(number) for number in range(150)]


@pytest.mark.slow
@pytest.mark.sqlite
def test_who_reads_too_slowly_is_closed_with_4408_and_the_others_miss_nothing(
    cast: Cast, bob: Person, cleo: Person, server: Server
) -> None:
    world = build_empty(cast)
    path = f"/cards/{world.card()['id']}"
    with reluctant(cleo) as slow, bob.socket() as quick:
        since = quick.join(world.id)["seq"]
        slow.join(world.id)
        for version in range(1, 61):
            assert bob.patch(path, {"version": version, "description": long_text(version)}).status_code == 200
        heard = quick.events_until(since + 60)
        assert [event["seq"] for event in heard] == list(range(since + 1, since + 61))
        assert slow.close_code() == TOO_SLOW
        missed = [message["seq"] for message in slow.heard if "changes" in message]
        assert missed == list(range(since + 1, since + 1 + len(missed)))
        assert len(missed) < 60


@pytest.mark.slow
@pytest.mark.sqlite
def test_a_big_hole_is_filled_in_parts_that_a_socket_can_hold(
    cast: Cast, bob: Person, server: Server
) -> None:
    """Twice a socket's send buffer, written by a process that does not publish."""
    world = build_empty(cast)
    card = world.card()
    with bob.socket() as socket:
        since = socket.join(world.id)["seq"]
        for version in range(1, 13):
            world.do("card.update", id=card["id"], version=version, description=long_text(version))
        assert socket.events_until(since + 12) == world.events(since)


def long_text(number: int) -> str:
    """20,000 characters that take 120,000 in JSON."""
    return f"{number:02}" + "\x01" * 19_998


def reluctant(person: Person) -> SocketClient:
    """A socket whose client reads a frame and a few kilobytes, then stops reading."""
    line = network.socket()
    line.setsockopt(network.SOL_SOCKET, network.SO_RCVBUF, 16_384)
    line.connect(("127.0.0.1", int(person.site.url.rpartition(":")[2])))
    return person.socket(sock=line, max_queue=1)


# ── What is no text ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.hostile
@pytest.mark.sqlite
@pytest.mark.parametrize(
    "fragments",
    [
        [b"\xff"],
        [b'{"type": "ping", "ref": "\xed\xa0\x80"}'],
        [b"\xc0\x80"],
        [b"\xf4\x90\x80\x80"],
        [b"\xe2\x82"],
        [b'{"type": "ping", ', b'"ref": "\xe2\x82"}'],
        [b"\xff" * 200_000],
    ],
    ids=["a byte", "half a character", "overlong", "beyond Unicode", "cut off", "in fragments", "long"],
)
def test_a_message_of_invalid_utf8_closes_its_socket_and_leaves_no_trace(
    fragments: list[bytes], ada: Person, server: Server
) -> None:
    """The fixture `server` fails if the log has a trace afterwards."""
    with ada.socket() as bystander, ada.socket() as socket:
        assert socket.is_alive()
        socket.send_text_bytes(*fragments)
        assert socket.close_code() == 1007
        assert bystander.is_alive()
    (line,) = [line for line in server.new_log() if "UTF-8" in line]
    assert '"level": "info"' in line
