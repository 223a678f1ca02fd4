"""How a client speaks to each stack over its socket."""

from itertools import count
from typing import Any

import orjson

from bench.tally import Tally
from bench.wire import Ended, Line
from bench.world import fresh_id

# A thousand names long, and sent to a thousand sockets: read, it would make the client the limit.
PRESENCE = b'{"type":"presence.'


class KanbanLine(Line):
    """The product's own frames."""

    def __init__(self, tally: Tally | None = None) -> None:
        super().__init__(prefix=b'{"type":"card.', tally=tally)
        self._refs = count(1)

    async def ask(self, kind: str, payload: Any, *, event_id: str | None = None) -> Any:
        """The payload of the ack. Raises Ended."""
        ref = str(next(self._refs))
        frame = {"type": kind, "ref": ref, "payload": payload, **({"eventId": event_id} if event_id else {})}
        return await self.answer(ref, orjson.dumps(frame))

    async def command(self, kind: str, payload: Any) -> Any:
        return await self.ask(kind, payload, event_id=fresh_id())

    def hear(self, payload: bytes) -> bool:
        if payload.startswith(PRESENCE):
            return False
        message = orjson.loads(payload)
        if message["type"] == "ack":
            self.settle(message["ref"], message["payload"])
        elif message["type"] == "error":
            self.settle(message["ref"], Ended(f"refused: {str(message['error'])[:200]}"))
        return bool(message["type"].startswith("card."))


class SocketIoLine(Line):
    """Engine.IO 4 and Socket.IO 5, as far as one namespace and one room need them."""

    def __init__(self, tally: Tally | None = None) -> None:
        super().__init__(prefix=b'42["card.', tally=tally)
        self._refs = count(1)

    async def sign_in(self, port: int, token: str) -> None:
        await self.open(port, "/socket.io/?EIO=4&transport=websocket")
        await self.answer("connect", b"40" + orjson.dumps({"token": token}))

    async def ask(self, event: str, payload: Any) -> Any:
        """What the ack says. Raises Ended."""
        ref = str(next(self._refs))
        told = await self.answer(ref, b"42" + ref.encode() + orjson.dumps([event, payload]))
        if "error" in told:
            raise Ended(f"refused: {told['error']}")
        return told

    def hear(self, payload: bytes) -> bool:
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


class PlainLine(Line):
    """Hears events and says nothing. `spaced`: Python's own JSON, with blanks."""

    def __init__(self, tally: Tally | None = None, *, spaced: bool = False) -> None:
        super().__init__(prefix=b'{"type": "card.' if spaced else b'{"type":"card.', tally=tally)
