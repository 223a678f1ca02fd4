"""The product: on uvicorn as in bin/run, on Daphne, in two processes, and with the embedded default."""

import asyncio
import sys
import time
from typing import Any

import psutil

from bench.companions import Companion
from bench.contestants.base import Contestant, Feeder
from bench.contestants.sockets import KanbanSocket
from bench.http import Http
from bench.machine import pin, tree
from bench.processes import BOOT_SECONDS, NotStarted
from bench.tally import Tally
from bench.tokens import token_of
from bench.websocket import Socket
from bench.world import Board, Row, World, fresh_id

# As bin/run starts it.
COMMAND = [sys.executable, "-m", "kanban.server", "--host", "127.0.0.1"]


class Kanban(Contestant):
    name = "Kanban, uvicorn"

    def start(self) -> None:
        self.serve([*COMMAND, "--port", str(self.port)], self.environment())

    def environment(self) -> dict[str, str]:
        return {**self.testbed.product_environment, "PUBLIC_URL": f"http://127.0.0.1:{self.port}"}

    @property
    def companion(self) -> Companion:
        """A process of the product on the same database."""
        return self.testbed.product

    def world(self, *, people: int, cards: int, boards: int = 1) -> World:
        return self.testbed.world(self.companion, people=people, cards=cards, boards=boards)

    # ── Sockets ───────────────────────────────────────────────────────────────────────────────────
    async def connect(self, person: Row, tally: Tally | None = None) -> KanbanSocket:
        socket = KanbanSocket(tally)
        await socket.open(self.port, "/ws", {"Authorization": f"Bearer {token_of(person)}"})
        return socket

    async def join(self, socket: Socket, board: Board, **options: Any) -> Any:
        assert isinstance(socket, KanbanSocket)
        return await socket.ask("join_room", {"projectId": board.project, **options})

    async def move(self, socket: Socket, board: Board, move: Row) -> None:
        assert isinstance(socket, KanbanSocket)
        board.record(await socket.command("card.move", move))

    # ── REST ──────────────────────────────────────────────────────────────────────────────────────
    async def move_by_rest(self, http: Http, person: Row, board: Board, move: Row) -> None:
        body = {key: value for key, value in move.items() if key != "id"}
        headers = {"authorization": f"Bearer {token_of(person)}", "idempotency_key": fresh_id()}
        board.record(await http.ask("POST", f"/api/v1/cards/{move['id']}/move", body, **headers))

    async def statements(self, world: World) -> int:
        """Return the number of SQL statements of a move, without the one that authentication takes."""
        return int(self.companion.ask("statements", project=world.boards[0].project))

    # ── A burst ───────────────────────────────────────────────────────────────────────────────────
    def feeder(self, board: Board, count: int) -> Feeder:
        async def publish() -> int:
            arguments = {"project": board.project, "count": count}
            for event in await asyncio.to_thread(self.companion.ask, "burst", **arguments):
                board.record(event["payload"])
            return count

        return publish


class KanbanPlain(Kanban):
    """Without direct writes to uvicorn's transports: every frame goes through ASGI."""

    name = "Kanban, uvicorn, no fast path"

    def environment(self) -> dict[str, str]:
        return {**super().environment(), "PREFRAMED": "0"}


class KanbanUnlimited(Kanban):
    """With limits of sign-ins and uploads that nobody meets, so that the work behind them is done."""

    name = "Kanban, uvicorn, no rate limits"

    def environment(self) -> dict[str, str]:
        names = ("LIMIT_LOGIN_ACCOUNT", "LIMIT_LOGIN_ADDRESS", "LIMIT_UPLOADS")
        return {**super().environment(), **dict.fromkeys(names, "1000000")}

    def attackers(self) -> Companion:
        """Start the process that attacks this server (bench/attackers.py)."""
        output, core = self.testbed.folder / "attackers.log", self.testbed.cores.client
        companion = Companion("-m", "bench.attackers", output=output, core=core)
        self.companions.append(companion)
        return companion


class KanbanDaphne(Kanban):
    name = "Kanban, Daphne"

    def start(self) -> None:
        command = ["daphne", "--bind", "127.0.0.1", "--port", str(self.port), "--verbosity", "0"]
        self.serve([sys.executable, "-m", *command, "kanban.asgi:application"], self.environment())


class KanbanTwo(Kanban):
    """Two processes, each on its own core; the client and the databases share the second core."""

    name = "Kanban, two processes"

    def environment(self) -> dict[str, str]:
        return {**super().environment(), "WEB_CONCURRENCY": "2"}

    def start(self) -> None:
        super().start()
        cores = (self.testbed.cores.server, self.testbed.cores.client)
        for worker, core in zip(self._workers(), cores, strict=True):
            pin(worker.pid, core)

    def _workers(self) -> list[psutil.Process]:
        """Return both workers once they use Redis: one may respond while the other is still starting."""
        deadline = time.monotonic() + BOOT_SECONDS
        while time.monotonic() < deadline:
            found = [process for process in tree(self.pids[0])[1:] if self._uses_redis(process)]
            if len(found) == 2:
                return found
            time.sleep(0.1)
        raise NotStarted("two workers were to start")

    def _uses_redis(self, process: psutil.Process) -> bool:
        remotes = [connection.raddr for connection in process.net_connections("tcp")]
        return any(remote and remote.port == self.testbed.redis.port for remote in remotes)


class KanbanEmbedded(Kanban):
    """One process with SQLite and everything else in memory, as bin/run starts it without configuration."""

    name = "Kanban, embedded default"

    def environment(self) -> dict[str, str]:
        return {**self.testbed.embedded_environment, "PUBLIC_URL": f"http://127.0.0.1:{self.port}"}

    @property
    def companion(self) -> Companion:
        return self.testbed.embedded
