"""The server as it is started, without a proxy: limits of heads, of time, of bodies and of connections."""

import contextlib
import inspect
import json
import re
import resource
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from kanban.server.connections import network
from kanban.server.protocol import MAX_HEAD_BYTES, LimitedProtocol
from tests.files.raw_http import RawResponse, chunk, is_closed, read_answer
from tests.support.people import API, CSRF, Person
from tests.support.process_tree import MemoryWatch
from tests.support.server import COMMAND, Server
from tests.support.uploads import MIB, form, text
from tests.support.worlds import World

pytestmark = [pytest.mark.hostile, pytest.mark.slow]

SECONDS = 2
"""LIMIT_REQUEST_SECONDS of the server of these tests."""
IMPATIENCE = {"LIMIT_REQUEST_SECONDS": str(SECONDS), "LIMIT_UNREAD_SECONDS": "3"}
KIB = 1024
GET = f"GET {API}/health HTTP/1.1\r\nHost: 127.0.0.1\r\n"
POST = f"POST {API}/auth/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n"


@pytest.fixture(scope="module")
def impatient(
    django_db_setup: None,
    django_db_blocker: Any,
    redis_url: str,
    http: httpx.Client,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("impatient")
    with django_db_blocker.unblock():
        server = Server(folder, client=http, redis_url=redis_url, **IMPATIENCE)
    with server:
        yield server


@pytest.fixture
def server(committed: None, impatient: Server) -> Iterator[Server]:
    impatient.new_log()
    yield impatient
    assert not impatient.broken()


@contextlib.contextmanager
def connected(server: Server) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as link:
        yield link


def asked(server: Server, *pieces: bytes | str, pause: float = 0.0) -> RawResponse:
    """Send the pieces, as far as the server takes them, and return its response."""
    with connected(server) as link:
        with contextlib.suppress(ConnectionError):
            for piece in pieces:
                link.sendall(piece.encode() if isinstance(piece, str) else piece)
                time.sleep(pause)
        return read_answer(link)


def healthy(server: Server) -> bool:
    return asked(server, GET + "\r\n").status == 200


def test_uvicorn_is_built_as_the_limits_expect() -> None:
    """Before a new version, read its changes to HttpToolsProtocol, and then what kanban/server says of it."""
    for name, method in vars(LimitedProtocol).items():
        theirs = getattr(HttpToolsProtocol, name, None)
        if theirs is not None and inspect.isfunction(method) and name != "__init__":
            assert list(inspect.signature(method).parameters) == list(inspect.signature(theirs).parameters)
    called = inspect.getsource(HttpToolsProtocol.data_received)
    assert "self.send_400_response(" in called
    assert "self.handle_websocket_upgrade()" in called
    for name in ("response_started", "response_complete"):
        assert f"self.{name} = False" in inspect.getsource(RequestResponseCycle)


# ── Bytes of a head ───────────────────────────────────────────────────────────────────────────────


def test_a_head_below_the_limit_is_read(server: Server) -> None:
    assert asked(server, GET, f"X-Long: {'x' * (MAX_HEAD_BYTES - KIB)}\r\n\r\n").status == 200


ENDLESS = {
    "a value": (GET + "X-Long: ", "x" * 64 * KIB),
    "a name": (GET, "x" * 64 * KIB),
    "many headers": (GET, "X-Header: value\r\n" * 4 * KIB),
    "an address": ("GET /", "x" * 64 * KIB),
    "trailers": (CHUNKED + "2\r\n{}\r\n0\r\n", "X-Trailer: value\r\n" * 4 * KIB),
    "one trailer": (CHUNKED + "2\r\n{}\r\n0\r\nX-Trailer: ", "x" * 64 * KIB),
    "an extension of a chunk": (CHUNKED + "2;", "x" * 64 * KIB),
    "blank lines": ("\r\n", "\r\n" * 32 * KIB),
}


@pytest.mark.parametrize("what", ENDLESS)
def test_a_head_without_end_is_cut_off(what: str, server: Server) -> None:
    start, piece = ENDLESS[what]
    with MemoryWatch(server.process.pid) as memory, connected(server) as link:
        link.sendall(start.encode())
        sent = 0
        with contextlib.suppress(ConnectionError):
            while sent < 300 * MIB:
                link.sendall(piece.encode())
                sent += len(piece)
        assert sent < 32 * MIB, "what the system's buffers hold"
        with contextlib.suppress(
            ConnectionError, AssertionError
        ):  # the error may be lost with the connection
            assert read_answer(link).status in (400, 431)
    assert memory.grown < 32 * MIB
    assert healthy(server)


def test_a_head_that_is_too_large_is_refused_with_the_reason(server: Server) -> None:
    answer = asked(server, GET, f"X-Long: {'x' * (MAX_HEAD_BYTES + KIB)}\r\n\r\n")
    assert (answer.status, answer.code) == (431, "too_large")
    assert answer.headers["connection"] == "close"


# ── Time ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("half", [GET, "GET /", "G"])
def test_a_request_that_stays_half_sent_is_closed(half: str, server: Server) -> None:
    began = time.monotonic()
    answer = asked(server, half)
    assert (answer.status, answer.code) == (408, "timeout")
    assert SECONDS - 0.5 < time.monotonic() - began < SECONDS + 5


def test_a_head_that_drips_is_closed_all_the_same(server: Server) -> None:
    began = time.monotonic()
    assert asked(server, GET, *["X-A: 1\r\n"] * 200, pause=0.1).status == 408
    assert time.monotonic() - began < 30


def test_a_connection_without_a_word_is_closed_without_one(server: Server) -> None:
    with connected(server) as link:
        assert link.recv(100) == b""


def test_a_second_request_has_no_more_time_than_the_first(server: Server) -> None:
    with connected(server) as link:
        link.sendall((GET + "\r\n").encode())
        assert read_answer(link).status == 200
        link.sendall(GET.encode())
        assert read_answer(link).status == 408


def test_a_body_without_progress_is_closed_and_one_with_some_is_read(server: Server) -> None:
    head = POST + f"Content-Length: {20 * KIB}\r\n\r\n"
    assert asked(server, head, "{", *[" "] * 100, pause=0.1).status == 408
    assert asked(server, head, *[" " * KIB] * 20, pause=0.25).status == 400


def test_a_socket_and_a_slow_response_outlive_every_time_out(
    server: Server, world: World, bob: Person
) -> None:
    with bob.socket() as line:
        line.join(world.id)
        time.sleep(2 * SECONDS + 2)
        assert line.is_alive()


def test_a_response_that_nobody_reads_is_dropped(server: Server) -> None:
    head = "GET /static/vendor/swagger-ui/swagger-ui-bundle.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with socket.socket() as link:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        link.connect(("127.0.0.1", server.port))
        link.settimeout(20)
        link.sendall(head.encode() * 20)
        time.sleep(8)
        received = 0
        with contextlib.suppress(ConnectionError):
            while more := link.recv(MIB):
                received += len(more)
        assert received < 20 * MIB


# ── Connections ───────────────────────────────────────────────────────────────────────────────────


class Cramped(Server):
    """A server with as few descriptors as many systems give a process."""

    command = ["prlimit", "--nofile=1024:1024", *COMMAND]


class Modest(Server):
    command = ["prlimit", "--nofile=256:2048", *COMMAND]


@pytest.fixture
def many_descriptors() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (before[1], before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.parametrize("proxies", ["0", "1"])
def test_eleven_hundred_half_sent_requests_take_the_server_from_nobody(
    proxies: str, many_descriptors: None, committed: None, db: None, http: httpx.Client, tmp_path: Path
) -> None:
    with (
        Cramped(tmp_path, client=http, TRUSTED_PROXIES=proxies) as server,
        contextlib.ExitStack() as links,
    ):
        for number in range(1100):
            link = links.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=20))
            with contextlib.suppress(ConnectionError):
                link.sendall(GET.encode())
            if number % 100 == 99:
                assert healthy(server)
        assert len(list(Path(f"/proc/{server.process.pid}/fd").iterdir())) < 1024 * 0.75
        time.sleep(2)  # it is said once a second
        log = [line for line in server.new_log() if "too many connections" in line]
        assert 0 < len(log) < 60, "it says so, but not for each"


def test_the_soft_limit_of_descriptors_is_raised_to_the_hard_one(
    committed: None, db: None, http: httpx.Client, tmp_path: Path
) -> None:
    with Modest(tmp_path, client=http) as server:
        limits = Path(f"/proc/{server.process.pid}/limits").read_text()
        assert re.search(r"Max open files\s+2048\s+2048", limits)


@pytest.mark.parametrize(
    ("limits", "fit"),
    [
        ({"LIMIT_CONNECTIONS": "12"}, 12),
        ({"LIMIT_CONNECTIONS": "12", "TRUSTED_PROXIES": "1"}, 12),
        ({"LIMIT_CONNECTIONS_ADDRESS": "4"}, 4),
        ({"LIMIT_CONNECTIONS_ADDRESS": "4", "LIMIT_CONNECTIONS": "9", "TRUSTED_PROXIES": "1"}, 9),
    ],
    ids=["all for this machine", "all for a proxy", "of one address", "of a proxy"],
)
def test_beyond_the_limit_of_connections_the_answer_is_to_try_again(
    limits: dict[str, str], fit: int, committed: None, db: None, http: httpx.Client, tmp_path: Path
) -> None:
    with Server(tmp_path, client=http, **limits) as server, contextlib.ExitStack() as links:
        time.sleep(2)  # the connections that asked whether it serves are gone
        kept = []
        for _ in range(fit):
            kept.append(links.enter_context(connected(server)))
            kept[-1].sendall((GET + "\r\n").encode())
            assert read_answer(kept[-1]).status == 200
        answer = asked(server)
        assert (answer.status, answer.code, answer.headers["retry-after"]) == (503, "unavailable", "2")
        for link in kept[: fit // 2]:
            link.close()
        time.sleep(1.5)
        assert healthy(server)


@pytest.mark.parametrize(
    ("address", "counts_for"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
    ],
)
def test_an_address_counts_for_its_customer(address: str, counts_for: str) -> None:
    assert network(address) == counts_for


# ── Bodies of strangers ───────────────────────────────────────────────────────────────────────────

LONG = json.dumps({"email": "x" * 64 * KIB, "password": "x"})
FORGED = {
    "nothing": "",
    "a cookie": "Cookie: sessionid=0123456789abcdefghijklmnopqrstuv\r\n",
    "a token": "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl\r\n",
}


def upload(world: World, given: str, *, chunked: bool) -> list[bytes | str]:
    body, kind = form("notes.txt", text(MIB))
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {len(body)}"
    path = f"{API}/files?project_id={world.id}"
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\n{length}\r\n{given}\r\n"
    return [head, *([chunk(body), b"0\r\n\r\n"] if chunked else [body])]


@pytest.mark.parametrize("chunked", [True, False], ids=["chunked", "announced"])
@pytest.mark.parametrize("given", FORGED)
def test_a_stranger_cannot_send_a_file_whatever_they_pretend(
    given: str, chunked: bool, server: Server, world: World
) -> None:
    answer = asked(server, *upload(world, FORGED[given], chunked=chunked))
    assert (answer.status, answer.code) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_stranger_cannot_keep_sending_either(server: Server) -> None:
    with connected(server) as link:
        link.sendall(CHUNKED.encode())
        sent = 0
        with contextlib.suppress(ConnectionError):
            while sent < 20 * MIB:
                link.sendall(chunk(b" " * 64 * KIB))
                sent += 64 * KIB
        assert read_answer(link).status == 413
        assert is_closed(link, seconds=5)


def test_a_form_to_sign_in_has_room_for_a_form_and_no_more(server: Server) -> None:
    assert asked(server, POST, f"Content-Length: {len(LONG)}\r\n\r\n", LONG).status == 413
    short = LONG[: 32 * KIB]
    assert asked(server, POST, f"Content-Length: {len(short)}\r\n\r\n", short).status == 400


@pytest.mark.sqlite
@pytest.mark.parametrize("chunked", [True, False], ids=["chunked", "announced"])
def test_a_member_sends_files_with_a_token_and_with_a_session(
    chunked: bool, server: Server, world: World, bob: Person
) -> None:
    token = f"Authorization: Bearer {bob.token}\r\n"
    assert asked(server, *upload(world, token, chunked=chunked)).status == 201
    session = f"Cookie: {bob.cookies}\r\nX-CSRFToken: {CSRF}\r\n"
    assert asked(server, *upload(world, session, chunked=chunked)).status == 201


def test_an_ended_session_is_a_strangers(server: Server, world: World, bob: Person) -> None:
    given = f"Cookie: {bob.cookies}\r\n"
    assert bob.user
    bob.user.end_access()
    assert asked(server, *upload(world, given, chunked=False)).status == 401
