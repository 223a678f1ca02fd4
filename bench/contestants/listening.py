"""Contestants that only broadcast events: stock Channels on Daphne, and `websockets.broadcast`."""

import sys
from typing import Any, ClassVar

from bench.contestants.base import Contestant, Feeder
from bench.contestants.publishing import external_feeder
from bench.contestants.sockets import PlainSocket
from bench.processes import ROOT
from bench.tally import Tally
from bench.tokens import KEY, token_of
from bench.websocket import Socket
from bench.world import Board, Row, World


class Broadcaster(Contestant):
    """A peer without rows of its own, whose sockets receive events of the product."""

    def world(self, *, people: int, cards: int, boards: int = 1) -> World:
        return self.testbed.world(self.testbed.product, people=people, cards=cards, boards=boards)

    async def join(self, socket: Socket, board: Board, **options: Any) -> Any:
        """Do nothing: a socket receives events from the handshake on."""


class StockCore(Broadcaster):
    name = "stock Channels, core layer"
    layer: ClassVar[str] = "core"

    def start(self) -> None:
        command = ["daphne", "--bind", "127.0.0.1", "--port", str(self.port), "--verbosity", "0"]
        environment = {"REDIS_URL": self.testbed.redis.url, "JWT_KEY": KEY, "LAYER": self.layer}
        self.serve([sys.executable, "-m", *command, "bench.peers.stock:application"], environment)

    async def connect(self, person: Row, tally: Tally | None = None) -> PlainSocket:
        socket = PlainSocket(tally, spaced=True)
        headers = {"Authorization": f"Bearer {token_of(person)}"}
        await socket.open(self.port, f"/ws/{person['board']}", headers)
        return socket

    def feeder(self, board: Board, count: int) -> Feeder:
        return external_feeder(self, "group", board, count, layer=self.layer)


class StockPubSub(StockCore):
    name = "stock Channels, pub/sub layer"
    layer = "pubsub"


class Broadcast(Broadcaster):
    name = "websockets.broadcast"

    def start(self) -> None:
        script = [str(ROOT / "bench" / "peers" / "broadcast.py"), str(self.port), self.testbed.redis.url]
        self.serve([sys.executable, *script, "events"], {})

    async def connect(self, person: Row, tally: Tally | None = None) -> PlainSocket:
        socket = PlainSocket(tally)
        await socket.open(self.port, "/")
        return socket

    def feeder(self, board: Board, count: int) -> Feeder:
        return external_feeder(self, "channel", board, count)
