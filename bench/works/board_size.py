"""A move on a large board beside one on a small board."""

import time
from statistics import median

from bench.contestants.base import Contestant
from bench.contestants.kanban import Kanban
from bench.figures import Figures, Mark, Reading, Work, ratio
from bench.ground import Ground
from bench.wire import Line
from bench.works.crowd import leave, run
from bench.world import Board

SMALL, LARGE = "on the small board", "on the large board"
MOVERS = 8


def measure(ground: Ground, name: str) -> list[Reading]:
    with ground.serving(name) as contestant:
        readings: list[Reading] = run(by_turns(contestant))
        return readings


async def by_turns(contestant: Contestant) -> list[Reading]:
    """One move after another, on both boards in turn, so that both have the same machine."""
    sizes = contestant.ground.sizes
    worlds = [contestant.world(people=1, cards=count) for count in (sizes.cards, sizes.many_cards)]
    lines = [await contestant.connect(world.people[0]) for world in worlds]
    took: tuple[list[float], list[float]] = ([], [])
    for number in range(sizes.single_moves):
        for times, line, world in zip(took, lines, worlds, strict=True):
            times.append(await timed(contestant, line, world.boards[0], number))
    leave(lines)
    small, large = (median(times) for times in took)
    return [Reading(SMALL, "ms", small), Reading(LARGE, "ms", large)]


async def timed(contestant: Contestant, line: Line, board: Board, number: int) -> float:
    """Milliseconds."""
    asked = board.move(number % MOVERS)
    began = time.perf_counter()
    await contestant.move(line, board, asked)
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
