"""The interface of a contestant: it serves, and people sign in, join a board and move cards."""

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from bench.companions import Companion
from bench.http import Http
from bench.processes import Process, free_port
from bench.tally import Tally
from bench.testbed import Testbed
from bench.websocket import Socket
from bench.world import Board, Row, World

Feeder = Callable[[], Awaitable[int]]
"""Publishes a prepared burst and returns the number of its events."""


class Contestant:
    """A server. Contestants on the same database share its worlds."""

    name: ClassVar[str]

    def __init__(self, testbed: Testbed) -> None:
        self.testbed = testbed
        self.port = free_port()
        self.processes: list[Process] = []
        self.companions: list[Companion] = []

    # ── Start and stop ──────────────────────────────────────────────────────────────────────────────────
    def start(self) -> None:
        """Start the server and wait until it responds. Raises NotStarted."""
        raise NotImplementedError

    def stop(self) -> None:
        while self.companions:
            self.companions.pop().stop()
        while self.processes:
            self.processes.pop().stop()

    def serve(self, command: list[str], environment: dict[str, str]) -> Process:
        output = self.testbed.folder / f"{type(self).__name__}.log"
        process = Process(command, output=output, core=self.testbed.cores.server, environment=environment)
        self.processes.append(process)
        return process.wait_for(self.port)

    @property
    def pids(self) -> list[int]:
        return [process.pid for process in self.processes]

    # ── Rows ──────────────────────────────────────────────────────────────────────────────────
    def world(self, *, people: int, cards: int, boards: int = 1) -> World:
        """Return a world of these numbers, the same one for the same numbers."""
        raise NotImplementedError

    # ── Sockets ───────────────────────────────────────────────────────────────────────────────
    async def connect(self, person: Row, tally: Tally | None = None) -> Socket:
        """Open a signed-in socket. Raises Ended."""
        raise NotImplementedError

    async def join(self, socket: Socket, board: Board, **options: Any) -> Any:
        """Subscribe the socket to the events of the board. Raises Ended."""
        raise NotImplementedError

    async def move(self, socket: Socket, board: Board, move: Row) -> None:
        raise NotImplementedError

    # ── REST ──────────────────────────────────────────────────────────────────────────────────
    async def move_by_rest(self, http: Http, person: Row, board: Board, move: Row) -> None:
        raise NotImplementedError

    async def statements(self, world: World) -> int:
        """Count the SQL statements of one move, without BEGIN and COMMIT; 0 if unknown."""
        return 0

    # ── A burst from outside ──────────────────────────────────────────────────────────────────────
    def feeder(self, board: Board, count: int) -> Feeder:
        raise NotImplementedError
