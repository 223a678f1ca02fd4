"""Frames written directly to uvicorn's transport equal those of uvicorn, in order, and only where safe.

A new uvicorn that is built otherwise fails here first. Then `line_of` looks for what is no longer there.
"""

import asyncio
import contextlib
import sys
import tracemalloc
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from socket import SO_SNDBUF, SOL_SOCKET
from typing import Any

import httpx
import pytest
import uvloop
from channels.testing import WebsocketCommunicator
from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.protocol import State

from kanban.asgi import application
from projects.realtime.hub import HUB
from projects.realtime.sockets import QUEUE_BYTES, TOO_SLOW, MessageBatch, Socket
from projects.realtime.uvicorn_frames import TRANSPORT_BYTES, FrameWriter, encode_frame, frame_writer
from tests.support.payloads import new_card
from tests.support.people import Person
from tests.support.server import Server
from tests.support.worlds import Cast, build_empty

MIB = 1024 * 1024


# ── The bytes ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("length", [0, 1, 125, 126, 127, 65_535, 65_536, 200_000])
def test_a_frame_is_the_one_that_websockets_would_write(length: int) -> None:
    text = "x" * length
    assert encode_frame(text) == Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


def test_a_frame_is_as_long_as_its_bytes_and_not_as_its_characters() -> None:
    text = "ж" * 100
    assert encode_frame(text) == Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


# ── uvicorn, as it is pinned ──────────────────────────────────────────────────────────────────────


@dataclass
class Opened:
    """A socket with both of its ends in this process."""

    socket: Socket
    client: ClientConnection
    protocol: WebSocketsSansIOProtocol

    @property
    def line(self) -> FrameWriter | None:
        return frame_writer(self.protocol.send)

    def held(self) -> int:
        """Bytes in the send buffer of the server's end."""
        return self.protocol.transport.get_write_buffer_size() + self.socket._queued


@contextlib.asynccontextmanager
async def opened(*, deflate: bool = False, narrow: bool = False, **client: Any) -> AsyncIterator[Opened]:
    """Open a socket. `narrow` gives the kernel small buffers."""
    accepted: asyncio.Future[Socket] = asyncio.get_running_loop().create_future()
    protocols: list[WebSocketsSansIOProtocol] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await receive()
            if narrow:
                protocols[0].transport.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_SNDBUF, 16_384)
            await send({"type": "websocket.accept"})
            accepted.set_result(Socket(send))
            while (await receive())["type"] != "websocket.disconnect":
                pass

    def protocol() -> WebSocketsSansIOProtocol:
        protocols.append(WebSocketsSansIOProtocol(config, ServerState(), {}))
        return protocols[-1]

    config = Config(app, lifespan="off", ws_per_message_deflate=deflate, ws_ping_interval=None)
    config.load()
    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    options = {"ping_interval": None, "max_size": None, "compression": "deflate" if deflate else None}
    async with server, connect(f"ws://127.0.0.1:{port}", **{**options, **client}) as ours:
        yield Opened(await accepted, ours, protocols[0])
        ours.transport.abort()


async def heard_to_the_end(client: ClientConnection) -> list[str]:
    heard: list[str] = []
    with contextlib.suppress(ConnectionClosed):
        async for text in client:
            heard.append(str(text))  # noqa: PERF401  # keep what came before the end
    return heard


def code_of(closed: ConnectionClosed) -> int | None:
    return closed.rcvd.code if closed.rcvd else None


Story = Callable[[], Coroutine[Any, Any, None]]
Run = Callable[[Story], None]


@pytest.fixture(params=[uvloop.new_event_loop, asyncio.new_event_loop], ids=["uvloop", "asyncio"])
def run(request: pytest.FixtureRequest) -> Run:
    def on_loop(story: Story) -> None:
        with asyncio.Runner(loop_factory=request.param) as runner:
            runner.run(asyncio.wait_for(story(), 60))

    return on_loop


def test_uvicorn_is_built_as_expected(run: Run) -> None:
    async def story() -> None:
        async with opened() as line:
            assert type(line.protocol).__name__ == "WebSocketsSansIOProtocol"
            assert line.protocol.conn.state is State.OPEN
            assert line.protocol.conn.extensions == []
            assert line.line is not None, "uvicorn has changed: see projects/realtime/uvicorn_frames.py"
            assert line.line.write(encode_frame("one") + encode_frame("ж" * 70_000))
            assert [await line.client.recv(), await line.client.recv()] == ["one", "ж" * 70_000]

    run(story)


def test_a_socket_between_messages_has_neither_queue_nor_task(run: Run) -> None:
    async def story() -> None:
        async with opened() as line:
            before = asyncio.all_tasks()
            line.socket.push("hello")
            assert line.socket._queue is None
            assert asyncio.all_tasks() == before
            assert await line.client.recv() == "hello"

    run(story)


def test_nothing_is_written_before_the_handshake_or_where_frames_are_compressed(run: Run) -> None:
    async def story() -> None:
        early = WebSocketsSansIOProtocol(Config(application), ServerState(), {})
        assert frame_writer(early.send) is None
        async with opened(deflate=True) as line:
            assert line.protocol.conn.extensions
            assert line.line is None
            line.socket.push("hello")
            assert await line.client.recv() == "hello"

    run(story)


@pytest.mark.parametrize("side", ["ours", "theirs", "lost"])
def test_nothing_is_written_once_either_side_closes(side: str, run: Run) -> None:
    async def story() -> None:
        async with opened() as line:
            way = line.line
            assert way is not None
            if side == "ours":
                await line.protocol.send({"type": "websocket.close", "code": 4403})
            elif side == "theirs":
                await line.client.close()
                await asyncio.sleep(0.05)
            else:
                line.protocol.transport.abort()
            assert not way.write(encode_frame("late"))
            line.socket.push("late")
            await asyncio.sleep(0.05)
            with pytest.raises(ConnectionClosed) as closed:
                await line.client.recv()
            assert side != "ours" or code_of(closed.value) == 4403

    run(story)


def test_a_socket_closes_after_what_was_pushed(run: Run) -> None:
    async def story() -> None:
        async with opened() as line:
            line.socket.push("last words")
            line.socket.close(4401)
            line.socket.push("never")
            assert await line.client.recv() == "last words"
            with pytest.raises(ConnectionClosed) as closed:
                await line.client.recv()
            assert code_of(closed.value) == 4401

    run(story)


def test_the_order_is_kept_between_the_two_ways(run: Run) -> None:
    """A slow reader, so that messages go partly through ASGI and partly past it."""

    async def story() -> None:
        async with opened(max_queue=1, narrow=True) as line:
            ways, heard = [], []
            for number in range(400):
                line.socket.push(f"{number} " + "x" * 20_000)
                ways.append(line.socket._queue is None)
                if number % 200 > 40:
                    heard.append(await line.client.recv())
            heard += [await line.client.recv() for _ in range(400 - len(heard))]
            assert [int(str(text).split()[0]) for text in heard] == list(range(400))
            assert 5 < ways.count(True) < 395

    run(story)


@pytest.mark.slow
def test_who_never_reads_costs_little_and_nothing_to_others(run: Run) -> None:
    """50 MiB are pending for one reader; the other receives all of them."""

    async def story() -> None:
        async with opened(max_queue=1) as slow, opened() as quick:
            tracemalloc.start()
            most = before = tracemalloc.get_traced_memory()[0]
            for number in range(800):
                parcel = MessageBatch([f"{number:03}" + "x" * (MIB // 16)])
                slow.socket.push_batch(parcel)
                quick.socket.push_batch(parcel)
                assert str(await quick.client.recv())[:3] == f"{number:03}"
                assert slow.held() <= TRANSPORT_BYTES + 2 * parcel.length + QUEUE_BYTES
                most = max(most, tracemalloc.get_traced_memory()[0])
            tracemalloc.stop()
            assert most - before < 5 * MIB
            assert slow.socket.closing
            assert not quick.socket.closing
            heard = [text[:3] for text in await heard_to_the_end(slow.client)]
            assert heard == [f"{number:03}" for number in range(len(heard))]
            assert slow.client.close_code == TOO_SLOW

    run(story)


# ── Every other server ────────────────────────────────────────────────────────────────────────────


async def test_in_memory_messages_go_as_asgi_has_it() -> None:
    socket = WebsocketCommunicator(application, "/ws", headers=[(b"host", b"testserver")])
    assert await socket.connect()
    await socket.send_json_to({"type": "ping", "ref": "1"})
    result = await socket.receive_json_from()
    assert (result["ref"], result["error"]["code"]) == ("1", "unauthenticated")
    await socket.disconnect()
    await HUB.stop()


class Daphne(Server):
    command = [sys.executable, "-m", "daphne", "kanban.asgi:application", "--bind", "127.0.0.1"]


class Deflating(Server):
    command = [
        *(sys.executable, "-m", "uvicorn", "kanban.asgi:application", "--host", "127.0.0.1"),
        *("--ws-per-message-deflate", "true", "--no-access-log", "--log-level", "warning"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "switch", "compression"),
    [(Daphne, "1", None), (Deflating, "1", "deflate"), (Server, "0", None)],
    ids=["Daphne", "deflate", "switched off"],
)
def test_other_servers_deliver_the_same(
    kind: type[Server],
    switch: str,
    compression: str | None,
    cast: Cast,
    bob: Person,
    cleo: Person,
    server: Server,
    http: httpx.Client,
    tmp_path: Path,
    redis_url: str,
) -> None:
    world = build_empty(cast)
    with (
        kind(tmp_path / "other", client=http, redis_url=redis_url, PREFRAMED=switch) as other,
        bob.at(other).socket(compression=compression) as one,
        cleo.at(other).socket(compression=compression) as two,
    ):
        since = one.join(world.id)["seq"]
        two.join(world.id)
        for number in range(20):
            one.send({"type": "card.create", "payload": new_card(world, title=str(number))})
        heard = [socket.events_until(since + 20) for socket in (one, two)]
        assert heard[0] == heard[1] == world.events(since)
        assert not other.broken()
