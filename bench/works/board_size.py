"""A move on a large board, compared with one on a small board."""

import time
from statistics import median

from bench.contestants.base import Contestant
from bench.contestants.kanban import Kanban
from bench.figures import Figures, Mark, Reading, Work, ratio
from bench.servers import Servers
from bench.websocket import Socket
from bench.works.load import close_all, run
from bench.world import Board

SMALL, LARGE = "on the small board", "on the large board"
MOVERS = 8


def measure(servers: Servers, name: str) -> list[Reading]:
    with servers.serving(name) as contestant:
        readings: list[Reading] = run(measure_in_turns(contestant))
        return readings


async def measure_in_turns(contestant: Contestant) -> list[Reading]:
    """Move cards on both boards in turn, so that noise of the machine affects both."""
    sizes = contestant.testbed.sizes
    worlds = [contestant.world(people=1, cards=count) for count in (sizes.cards, sizes.many_cards)]
    sockets = [await contestant.connect(world.people[0]) for world in worlds]
    took: tuple[list[float], list[float]] = ([], [])
    for number in range(sizes.single_moves):
        for times, socket, world in zip(took, sockets, worlds, strict=True):
            times.append(await timed(contestant, socket, world.boards[0], number))
    close_all(sockets)
    small, large = (median(times) for times in took)
    return [Reading(SMALL, "ms", small), Reading(LARGE, "ms", large)]


async def timed(contestant: Contestant, socket: Socket, board: Board, number: int) -> float:
    """Make one move; return its time in milliseconds."""
    move = board.move(number % MOVERS)
    began = time.perf_counter()
    await contestant.move(socket, board, move)
    return (time.perf_counter() - began) * 1000


def marks(figures: Figures) -> list[Mark]:
    small, large = figures.find(Kanban.name, SMALL), figures.find(Kanban.name, LARGE)
    return ratio("a move among 10,000 cards, to one among 100", large, small, most=1.1)


WORK = Work(
    name="board-size",
    title="A move on a large board",
    explained=(
        "Single moves, one after the other, in turn on a board of 100 cards and on one of 10,000; the time"
        " from sending a move to its answer, the median of each."
    ),
    contestants=(Kanban.name,),
    measure=measure,
    marks=marks,
)
