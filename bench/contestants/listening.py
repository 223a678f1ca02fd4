"""Contestants that only hand events on: stock Channels on Daphne, and `websockets.broadcast`."""

import sys
from typing import Any, ClassVar

from bench.contestants.base import Contestant, Feeder
from bench.contestants.feeding import feed
from bench.contestants.lines import PlainLine
from bench.processes import ROOT
from bench.tally import Tally
from bench.tokens import KEY, token_of
from bench.wire import Line
from bench.world import Board, Row, World


class Listening(Contestant):
    """Rows it has none; its sockets are told the product's events."""

    def world(self, *, people: int, cards: int, boards: int = 1) -> World:
        return self.ground.world(self.ground.product, people=people, cards=cards, boards=boards)

    async def join(self, line: Line, board: Board, **asked: Any) -> Any:
        """One hears from the handshake on."""


class StockCore(Listening):
    name = "stock Channels, core layer"
    layer: ClassVar[str] = "core"

    def start(self) -> None:
        command = ["daphne", "--bind", "127.0.0.1", "--port", str(self.port), "--verbosity", "0"]
        environment = {"REDIS_URL": self.ground.redis.url, "JWT_KEY": KEY, "LAYER": self.layer}
        self.serve([sys.executable, "-m", *command, "bench.peers.stock:application"], environment)

    async def connect(self, person: Row, tally: Tally | None = None) -> PlainLine:
        line = PlainLine(tally, spaced=True)
        held = {"Authorization": f"Bearer {token_of(person)}"}
        await line.open(self.port, f"/ws/{person['board']}", held)
        return line

    def feeder(self, board: Board, count: int) -> Feeder:
        return feed(self, "group", board, count, layer=self.layer)


class StockPubSub(StockCore):
    name = "stock Channels, pub/sub layer"
    layer = "pubsub"


class Broadcast(Listening):
    name = "websockets.broadcast"

    def start(self) -> None:
        script = [str(ROOT / "bench" / "peers" / "broadcast.py"), str(self.port), self.ground.redis.url]
        self.serve([sys.executable, *script, "events"], {})

    async def connect(self, person: Row, tally: Tally | None = None) -> PlainLine:
        line = PlainLine(tally)
        await line.open(self.port, "/")
        return line

    def feeder(self, board: Board, count: int) -> Feeder:
        return feed(self, "channel", board, count)
