"""The one shape of everything that is measured: it serves, people sign in, join a board and move cards."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, ClassVar

from bench.companions import Companion
from bench.http import Http
from bench.processes import Process, free_port
from bench.tally import Tally
from bench.wire import Line
from bench.world import Board, Row, World

if TYPE_CHECKING:
    from bench.ground import Ground

Feeder = Callable[[], Awaitable[int]]
"""Publishes a burst that was made ready; says how many events it was."""


class Contestant:
    """One server. A world is of the database, so several contestants may share one."""

    name: ClassVar[str]

    def __init__(self, ground: "Ground") -> None:
        self.ground = ground
        self.port = free_port()
        self.processes: list[Process] = []
        self.companions: list[Companion] = []

    # ── Its life ──────────────────────────────────────────────────────────────────────────────────
    def start(self) -> None:
        """Raises NotStarted."""
        raise NotImplementedError

    def stop(self) -> None:
        while self.companions:
            self.companions.pop().stop()
        while self.processes:
            self.processes.pop().stop()

    def serve(self, command: list[str], environment: dict[str, str]) -> Process:
        output = self.ground.folder / f"{type(self).__name__}.log"
        process = Process(command, output=output, core=self.ground.cores.server, environment=environment)
        self.processes.append(process)
        return process.wait_for(self.port)

    @property
    def pids(self) -> list[int]:
        return [process.pid for process in self.processes]

    # ── Its rows ──────────────────────────────────────────────────────────────────────────────────
    def world(self, *, people: int, cards: int, boards: int = 1) -> World:
        """The same one for the same numbers."""
        raise NotImplementedError

    # ── Its sockets ───────────────────────────────────────────────────────────────────────────────
    async def connect(self, person: Row, tally: Tally | None = None) -> Line:
        """Signed in. Raises Ended."""
        raise NotImplementedError

    async def join(self, line: Line, board: Board, **asked: Any) -> Any:
        """From here on the socket hears the board's events. Raises Ended."""
        raise NotImplementedError

    async def move(self, line: Line, board: Board, move: Row) -> None:
        raise NotImplementedError

    # ── Its REST ──────────────────────────────────────────────────────────────────────────────────
    async def move_by_rest(self, http: Http, person: Row, board: Board, move: Row) -> None:
        raise NotImplementedError

    async def statements(self, world: World) -> int:
        """How many one move sends to the database, without BEGIN and COMMIT; 0: not known."""
        return 0

    # ── A burst from outside ──────────────────────────────────────────────────────────────────────
    def feeder(self, board: Board, count: int) -> Feeder:
        raise NotImplementedError
