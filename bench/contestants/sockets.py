"""The WebSocket protocol of each stack, as its client speaks it."""

from itertools import count
from typing import Any

import orjson

from bench.tally import Tally
from bench.websocket import Ended, Socket
from bench.world import fresh_id

# A list of a thousand names for a thousand sockets; parsing it would make the client the bottleneck.
PRESENCE = b'{"type":"presence.'


class KanbanSocket(Socket):
    """The frames of the product."""

    def __init__(self, tally: Tally | None = None) -> None:
        super().__init__(prefix=b'{"type":"card.', tally=tally)
        self._refs = count(1)

    async def ask(self, kind: str, payload: Any, *, event_id: str | None = None) -> Any:
        """Send a frame and return the payload of its ack. Raises Ended."""
        ref = str(next(self._refs))
        frame = {"type": kind, "ref": ref, "payload": payload, **({"eventId": event_id} if event_id else {})}
        return await self.request(ref, orjson.dumps(frame))

    async def command(self, kind: str, payload: Any) -> Any:
        return await self.ask(kind, payload, event_id=fresh_id())

    def on_text(self, payload: bytes) -> bool:
        if payload.startswith(PRESENCE):
            return False
        message = orjson.loads(payload)
        if message["type"] == "ack":
            self.settle(message["ref"], message["payload"])
        elif message["type"] == "error":
            self.settle(message["ref"], Ended(f"refused: {str(message['error'])[:200]}"))
        return bool(message["type"].startswith("card."))


class SocketIoSocket(Socket):
    """Engine.IO 4 and Socket.IO 5, with one namespace."""

    def __init__(self, tally: Tally | None = None) -> None:
        super().__init__(prefix=b'42["card.', tally=tally)
        self._refs = count(1)

    async def sign_in(self, port: int, token: str) -> None:
        await self.open(port, "/socket.io/?EIO=4&transport=websocket")
        await self.request("connect", b"40" + orjson.dumps({"token": token}))

    async def ask(self, event: str, payload: Any) -> Any:
        """Send an event and return its ack. Raises Ended."""
        ref = str(next(self._refs))
        ack = await self.request(ref, b"42" + ref.encode() + orjson.dumps([event, payload]))
        if "error" in ack:
            raise Ended(f"refused: {ack['error']}")
        return ack

    def on_text(self, payload: bytes) -> bool:
        if payload == b"2":
            self.send(b"3")
        elif payload.startswith(b"43"):
            ref, bracket, rest = payload[2:].partition(b"[")
            self.settle(ref.decode(), orjson.loads(bracket + rest)[0])
        elif payload.startswith(b"40"):
            self.settle("connect", None)
        elif payload.startswith(b"44"):
            self.settle("connect", Ended(f"refused: {payload[2:].decode()}"))
        return False


class PlainSocket(Socket):
    """Receives events and sends nothing. `spaced`: JSON with spaces, as Python's own library writes it."""

    def __init__(self, tally: Tally | None = None, *, spaced: bool = False) -> None:
        super().__init__(prefix=b'{"type": "card.' if spaced else b'{"type":"card.', tally=tally)
