"""WebSocket client that buffers messages until a test asks for them."""

import contextlib
import json
import time
from collections.abc import Callable
from itertools import count
from types import TracebackType
from typing import Any, Self

import orjson
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

Message = dict[str, Any]

PATIENCE = 20.0
"""Seconds after which an expected message counts as missing."""


class SocketClient:
    def __init__(self, url: str, *, headers: dict[str, str], path: str = "/ws", **options: Any) -> None:
        self.heard: list[Message] = []
        self.last_text = ""
        self._refs = count(1)
        self._stack = contextlib.ExitStack()
        self._line = self._stack.enter_context(
            connect(
                url.replace("http", "ws", 1) + path,
                additional_headers=headers,
                open_timeout=PATIENCE,
                **{"compression": None, "max_size": None, "max_queue": None, **options},
            )
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(Exception):
            self._stack.close()

    # ── Out ───────────────────────────────────────────────────────────────────────────────────────

    def send(self, frame: Any) -> None:
        """Send a frame: text and bytes as they are, everything else as JSON."""
        self._line.send(frame if isinstance(frame, str | bytes) else json.dumps(frame))

    def send_text_bytes(self, *fragments: bytes) -> None:
        """Send bytes as a text message, whether or not they are UTF-8; several as fragments of one."""
        self._line.send(fragments[0] if len(fragments) == 1 else list(fragments), text=True)

    def ask(self, kind: str, payload: Any = None, *, event_id: str | None = None) -> Message:
        """Send a command and return its ack or error. Earlier messages stay in `heard`."""
        ref = str(next(self._refs))
        frame: Message = {"type": kind, "ref": ref, "payload": {} if payload is None else payload}
        if event_id is not None:
            frame["eventId"] = event_id
        self.send(frame)
        return self.expect(lambda message: message.get("ref") == ref)

    def reply_to(self, frame: Any) -> Message:
        """Send a frame and return its ack or error, even if its ref cannot be read."""
        self.send(frame)
        return self.expect(lambda message: message["type"] in ("ack", "error"))

    def ack_payload(self, kind: str, payload: Any = None) -> Message:
        """Send a command and return the payload of its ack."""
        reply = self.ask(kind, payload)
        assert reply["type"] == "ack", reply
        return reply["payload"]

    def join(self, project_id: str, **asked: Any) -> Message:
        return self.ack_payload("join_room", {"projectId": project_id, **asked})

    # ── In ────────────────────────────────────────────────────────────────────────────────────────

    def expect(self, wanted: Callable[[Message], bool], *, seconds: float = PATIENCE) -> Message:
        """Return the first message that `wanted` accepts, buffered or received within `seconds`."""
        deadline = time.monotonic() + seconds
        while True:
            for place, message in enumerate(self.heard):
                if wanted(message):
                    return self.heard.pop(place)
            self._hear(max(0.0, deadline - time.monotonic()))

    def event(self, kind: str, *, seconds: float = PATIENCE) -> Message:
        return self.expect(lambda message: message["type"] == kind, seconds=seconds)

    def events_until(self, seq: int, *, seconds: float = PATIENCE) -> list[Message]:
        """Wait for the event with `seq`; return all events up to it in order of arrival."""
        deadline = time.monotonic() + seconds
        while not any(message.get("seq") == seq and "changes" in message for message in self.heard):
            self._hear(max(0.0, deadline - time.monotonic()))
        return [message for message in self.heard if "changes" in message]

    def hears_nothing(self, seconds: float) -> list[Message]:
        """Wait for `seconds`; return all buffered messages."""
        deadline = time.monotonic() + seconds
        with contextlib.suppress(TimeoutError):
            while True:
                self._hear(max(0.0, deadline - time.monotonic()))
        return self.heard

    def close_code(self, *, seconds: float = PATIENCE) -> int:
        """Wait until the server closes and return its close code. Earlier messages stay in `heard`."""
        deadline = time.monotonic() + seconds
        try:
            while True:
                self._hear(max(0.0, deadline - time.monotonic()))
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006

    def is_alive(self) -> bool:
        return self.ask("ping")["type"] == "ack"

    def _hear(self, seconds: float) -> None:
        self.last_text = str(self._line.recv(timeout=seconds))
        self.heard.append(orjson.loads(self.last_text))
