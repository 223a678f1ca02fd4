"""Strangers who send what they may, to stop the server. Runs as a companion of the load client.

`begin` starts every attack, against one port; `end` stops them and returns how many requests each one had
answered, by status.
"""

import asyncio
import io
import random
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import orjson
from PIL import Image

from bench.frames import TEXT, build

UPLOADS = 60
SIGN_INS = 40
WRITERS = 4
LONG_HEADS = 10
HALF_SENT = 600
FRAMES = 4
SCANS = 400
ADDRESSES = 100
"""How many addresses of this machine the connections come from."""
PAUSE_SECONDS = 0.2
TIMEOUT_SECONDS = 30.0
BOMBS = ("xn--a." * 22 + "-", "+www." * 700, "<![:>", "> " * 1900, "a@" * 1900, "`" * 1900 + " " + "`" * 1800)

Attack = Callable[[], Awaitable[str]]
"""Sends one request and returns the status of the response, or why there was none."""


@dataclass(frozen=True)
class Target:
    """The server, a project on it, and the token of a member of that project."""

    port: int
    project: str
    token: str

    async def post(self, path: str, body: bytes, kind: str = "application/json", **headers: str) -> str:
        lines = [f"POST {path} HTTP/1.1", f"host: 127.0.0.1:{self.port}", "connection: close"]
        lines += [
            f"authorization: Bearer {self.token}",
            f"content-type: {kind}",
            f"content-length: {len(body)}",
        ]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        return await self.send("\r\n".join([*lines, "", ""]).encode() + body)

    async def send(self, data: bytes) -> str:
        """Send bytes on a connection of their own; return the status of the response."""
        source = (f"127.0.1.{random.randint(1, ADDRESSES)}", 0)
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, local_addr=source)
        try:
            writer.write(data)
            await writer.drain()
            async with asyncio.timeout(TIMEOUT_SECONDS):  # wait_for of Python 3.11 may lose a cancellation
                line = await reader.readline()
            return line[9:12].decode() or "closed"
        finally:
            writer.transport.abort()


def picture_of_many_scans() -> bytes:
    """A small progressive JPEG whose last scan is repeated: each is decoded over the whole picture."""
    buffer = io.BytesIO()
    Image.effect_noise((2000, 2000), 2).save(buffer, "JPEG", progressive=True, quality=10)
    data = buffer.getvalue()
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * SCANS + data[-2:]


def attacks(target: Target) -> dict[str, list[Attack]]:
    picture = picture_of_many_scans()

    async def upload() -> str:
        boundary = uuid4().hex
        head = f'--{boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
        body = head.encode() + picture + f"\r\n--{boundary}--\r\n".encode()
        kind = f"multipart/form-data; boundary={boundary}"
        return await target.post(f"/api/v1/files?project_id={target.project}", body, kind)

    async def sign_in() -> str:
        who = {"email": f"{uuid4().hex}@example.com", "password": "not the password"}
        return await target.post("/api/v1/auth/login", orjson.dumps(who))

    async def write() -> str:
        text = BOMBS[uuid4().int % len(BOMBS)]
        path = f"/api/v1/projects/{target.project}/messages"
        return await target.post(path, orjson.dumps({"text": text}), idempotency_key=str(uuid4()))

    async def long_head() -> str:
        return await target.send(b"GET / HTTP/1.1\r\nhost: x\r\nx: " + b"a" * 500_000)

    async def half_sent() -> str:
        return await target.send(b"GET / HTTP/1.1\r\nhost: x\r\n")

    async def odd_frames() -> str:
        return await target.send(handshake(target) + build(TEXT, b"\xff\xfe") * 50)

    return {
        "uploads": [upload] * UPLOADS,
        "sign-ins": [sign_in] * SIGN_INS,
        "messages": [write] * WRITERS,
        "long heads": [long_head] * LONG_HEADS,
        "half-sent requests": [half_sent] * HALF_SENT,
        "odd frames": [odd_frames] * FRAMES,
    }


def handshake(target: Target) -> bytes:
    lines = [
        "GET /ws HTTP/1.1",
        f"host: 127.0.0.1:{target.port}",
        "upgrade: websocket",
        "connection: Upgrade",
    ]
    lines += ["sec-websocket-key: " + "A" * 22 + "==", "sec-websocket-version: 13"]
    return "\r\n".join([*lines, f"authorization: Bearer {target.token}", "", ""]).encode()


async def repeat(name: str, attack: Attack, outcomes: Counter[str]) -> None:
    while True:
        try:
            outcome = await attack()
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            outcome = type(error).__name__
        outcomes[f"{name}: {outcome}"] += 1
        await asyncio.sleep(PAUSE_SECONDS)


async def main() -> None:
    running: list[asyncio.Task[None]] = []
    outcomes: Counter[str] = Counter()
    while line := await asyncio.to_thread(sys.stdin.readline):
        request: dict[str, Any] = orjson.loads(line)
        if request.pop("do") == "begin":
            outcomes.clear()
            for name, senders in attacks(Target(**request)).items():
                running += [asyncio.ensure_future(repeat(name, attack, outcomes)) for attack in senders]
        else:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            running.clear()
        sys.stdout.write(orjson.dumps(outcomes).decode() + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
