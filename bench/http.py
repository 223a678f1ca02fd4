"""The HTTP client of the load client: one keep-alive connection, one request at a time."""

import asyncio
from typing import Any, cast

import orjson

from bench.websocket import TIMEOUT_SECONDS, Ended


class Http(asyncio.Protocol):
    """A connection. Responses must have a Content-Length, as those of all contestants do."""

    def __init__(self) -> None:
        self.host = ""
        self._data = bytearray()
        self._needed = 0
        self._response: asyncio.Future[tuple[int, bytes, bytes]] | None = None

    @classmethod
    async def open(cls, port: int) -> "Http":
        loop = asyncio.get_running_loop()
        _, http = await loop.create_connection(cls, "127.0.0.1", port)
        http.host = f"127.0.0.1:{port}"
        return http

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Return the JSON of a successful response. Raises Ended for any other."""
        status, _, content = await self.fetch(method, path, body, **headers)
        if status >= 300:
            raise Ended(f"{method} {path}: {status} {content[:300].decode(errors='replace')}")
        return orjson.loads(content)

    async def fetch(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> tuple[int, bytes, bytes]:
        """Return status, head and content of a response. Write header names with underscores."""
        content = b"" if body is None else orjson.dumps(body)
        all_headers = {
            "host": self.host,
            "content-type": "application/json",
            "content-length": len(content),
            **headers,
        }
        lines = [
            f"{method} {path} HTTP/1.1",
            *(f"{name.replace('_', '-')}: {value}" for name, value in all_headers.items()),
        ]
        self._response = asyncio.get_running_loop().create_future()
        self.transport.write("\r\n".join([*lines, "", ""]).encode() + content)
        return await asyncio.wait_for(self._response, TIMEOUT_SECONDS)

    def close(self) -> None:
        self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self._response is not None and not self._response.done():
            self._response.set_exception(Ended(f"connection lost: {error or 'no reason'}"))

    def data_received(self, data: bytes) -> None:
        self._data += data
        if not self._needed:
            end = self._data.find(b"\r\n\r\n")
            self._needed = end + 4 + length_of(bytes(self._data[:end])) if end >= 0 else 0
        if self._needed and len(self._data) >= self._needed and self._response is not None:
            head, _, content = bytes(self._data).partition(b"\r\n\r\n")
            self._data.clear()
            self._needed = 0
            self._response.set_result((int(head[9:12]), head, content))


def length_of(head: bytes) -> int:
    """Return the Content-Length of a response; 0 without one, as for 304."""
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0
