"""The product as it ships: uvicorn as bin/run starts it, Daphne, two processes, and the embedded default."""

import asyncio
import sys
import time
from typing import Any

import psutil

from bench.companions import Companion
from bench.contestants.base import Contestant, Feeder
from bench.contestants.lines import KanbanLine
from bench.http import Http
from bench.machine import pin, tree
from bench.processes import BOOT_SECONDS, NotStarted
from bench.tally import Tally
from bench.tokens import token_of
from bench.wire import Line
from bench.world import Board, Row, World, fresh_id

# As bin/run has it.
UVICORN = [
    *(sys.executable, "-m", "uvicorn", "kanban.asgi:application", "--host", "127.0.0.1"),
    *("--ws-max-size", "262144", "--ws-max-queue", "16", "--ws-ping-interval", "20"),
    *("--ws-ping-timeout", "20", "--ws-per-message-deflate", "false", "--timeout-graceful-shutdown", "20"),
    *("--no-server-header", "--no-proxy-headers", "--no-access-log", "--log-level", "warning"),
]


class Kanban(Contestant):
    name = "Kanban, uvicorn"

    def start(self) -> None:
        self.serve([*UVICORN, "--port", str(self.port)], self.environment())

    def environment(self) -> dict[str, str]:
        return {**self.ground.product_environment, "PUBLIC_URL": f"http://127.0.0.1:{self.port}"}

    @property
    def companion(self) -> Companion:
        """A process of the product on the same database."""
        return self.ground.product

    def world(self, *, people: int, cards: int, boards: int = 1) -> World:
        return self.ground.world(self.companion, people=people, cards=cards, boards=boards)

    # ── Sockets ───────────────────────────────────────────────────────────────────────────────────
    async def connect(self, person: Row, tally: Tally | None = None) -> KanbanLine:
        line = KanbanLine(tally)
        await line.open(self.port, "/ws", {"Authorization": f"Bearer {token_of(person)}"})
        return line

    async def join(self, line: Line, board: Board, **asked: Any) -> Any:
        assert isinstance(line, KanbanLine)
        return await line.ask("join_room", {"projectId": board.project, **asked})

    async def move(self, line: Line, board: Board, move: Row) -> None:
        assert isinstance(line, KanbanLine)
        board.moved(await line.command("card.move", move))

    # ── REST ──────────────────────────────────────────────────────────────────────────────────────
    async def move_by_rest(self, http: Http, person: Row, board: Board, move: Row) -> None:
        body = {key: value for key, value in move.items() if key != "id"}
        held = {"authorization": f"Bearer {token_of(person)}", "idempotency_key": fresh_id()}
        board.moved(await http.ask("POST", f"/api/v1/cards/{move['id']}/move", body, **held))

    async def statements(self, world: World) -> int:
        """Of the command itself; who is asking takes one more at either door."""
        return int(self.companion.ask("statements", project=world.boards[0].project))

    # ── A burst ───────────────────────────────────────────────────────────────────────────────────
    def feeder(self, board: Board, count: int) -> Feeder:
        async def publish() -> int:
            asked = {"project": board.project, "count": count}
            for event in await asyncio.to_thread(self.companion.ask, "burst", **asked):
                board.moved(event["payload"])
            return count

        return publish


class KanbanPlain(Kanban):
    """Without the fast path past uvicorn: every frame goes through ASGI."""

    name = "Kanban, uvicorn, no fast path"

    def environment(self) -> dict[str, str]:
        return {**super().environment(), "PREFRAMED": "0"}


class KanbanDaphne(Kanban):
    name = "Kanban, Daphne"

    def start(self) -> None:
        command = ["daphne", "--bind", "127.0.0.1", "--port", str(self.port), "--verbosity", "0"]
        self.serve([sys.executable, "-m", *command, "kanban.asgi:application"], self.environment())


class KanbanTwo(Kanban):
    """Each process has a core to itself; the client and the databases share the second."""

    name = "Kanban, two processes"

    def environment(self) -> dict[str, str]:
        return {**super().environment(), "WEB_CONCURRENCY": "2"}

    def start(self) -> None:
        super().start()
        cores = (self.ground.cores.server, self.ground.cores.client)
        for worker, core in zip(self._workers(), cores, strict=True):
            pin(worker.pid, core)

    def _workers(self) -> list[psutil.Process]:
        """Those that listen to Redis already: the first answer may be of one while the other still starts."""
        deadline = time.monotonic() + BOOT_SECONDS
        while time.monotonic() < deadline:
            found = [process for process in tree(self.pids[0])[1:] if self._listens(process)]
            if len(found) == 2:
                return found
            time.sleep(0.1)
        raise NotStarted("two workers were to start")

    def _listens(self, process: psutil.Process) -> bool:
        ends = [line.raddr for line in process.net_connections("tcp")]
        return any(end and end.port == self.ground.redis.port for end in ends)


class KanbanEmbedded(Kanban):
    """SQLite, and everything else in the memory of the one process, as bin/run starts it at first."""

    name = "Kanban, embedded default"

    def environment(self) -> dict[str, str]:
        return {**self.ground.embedded_environment, "PUBLIC_URL": f"http://127.0.0.1:{self.port}"}

    @property
    def companion(self) -> Companion:
        return self.ground.embedded
