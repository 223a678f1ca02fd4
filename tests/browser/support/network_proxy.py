"""A forward proxy between a browser and the server, which behaves as badly as networks do.

It lets through, cuts, accepts and drops silently in either direction, or refuses WebSockets.
"""

import asyncio
import contextlib
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self

Writers = tuple[asyncio.StreamWriter, asyncio.StreamWriter]

CONNECTED = b"HTTP/1.1 200 Connection established\r\n\r\n"
REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class NetworkProxy:
    """The proxy, on a thread of its own. A browser opens a tunnel (CONNECT) for each WebSocket only.

    `drops_up` and `drops_down` lose what is sent to and by the server, of tunnels, or of everything if
    `drops_requests`. `tunnels` is the number of WebSockets that were let through.
    """

    def __init__(self) -> None:
        self.lets_sockets_through = True
        self.drops_up = self.drops_down = self.drops_requests = False
        self.tunnels = 0
        self.received = 0
        self._pairs: set[Writers] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        server = self._run(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def stall(self, *, up: bool = True, down: bool = True) -> None:
        """Drop silently what goes over WebSockets."""
        self.drops_up, self.drops_down = up, down

    def restore(self) -> None:
        """Let everything new through. What was stalled stays dead."""
        self.drops_up = self.drops_down = self.drops_requests = False
        self.lets_sockets_through = True

    def cut(self) -> None:
        """Close every connection."""
        self._loop.call_soon_threadsafe(lambda: [each.close() for pair in self._pairs for each in pair])

    async def _end(self) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            head = await reader.readuntil(b"\r\n\r\n")
            method, target, _version = head.split(b"\r\n")[0].decode().split(" ")
            is_tunnel = method == "CONNECT"
            if is_tunnel and not self.lets_sockets_through:
                writer.write(REFUSED)
                writer.close()
                return
            host, port = target.removeprefix("http://").partition("/")[0].split(":")
            other_reader, other_writer = await asyncio.open_connection(host, int(port))
            if is_tunnel:
                self.tunnels += 1
                writer.write(CONNECTED)
            else:
                other_writer.write(head)
            pair = (writer, other_writer)
            self._pairs.add(pair)
            lost: set[str] = set()
            await asyncio.wait(
                [
                    asyncio.ensure_future(self._pipe(reader, other_writer, "drops_up", is_tunnel, lost)),
                    asyncio.ensure_future(self._pipe(other_reader, writer, "drops_down", is_tunnel, lost)),
                ],
                return_when=asyncio.FIRST_COMPLETED,
            )
            self._pairs.discard(pair)
            for each in pair:
                each.close()

    async def _pipe(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        drops: str,
        is_tunnel: bool,
        lost: set[str],
    ) -> None:
        """Copy bytes. A connection that lost some can never carry anything that way again."""
        with contextlib.suppress(OSError):
            while data := await reader.read(64 * 1024):
                if drops in lost or (getattr(self, drops) and (is_tunnel or self.drops_requests)):
                    lost.add(drops)
                    continue
                writer.write(data)
                self.received += len(data) if drops == "drops_up" else 0
                await writer.drain()
