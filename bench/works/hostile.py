"""Every hostile item at once against one process, and what fifty honest clients notice of it."""

import asyncio
import time

from bench.contestants.kanban import KanbanUnlimited
from bench.figures import Figures, Mark, Reading, Work, ratio
from bench.machine import memory
from bench.servers import Servers
from bench.tally import Tally
from bench.tokens import token_of
from bench.websocket import Socket
from bench.works.load import close_all, follow, percentile, run
from bench.works.slow_reader import sample_memory
from bench.world import World

HONEST = 50
MOVES_A_SECOND = 1.0
"""Of each honest client."""
WARM_UP_SECONDS = 2.0
WITHOUT, WITH = "99th percentile without it", "99th percentile with it"
MEDIAN_WITHOUT, MEDIAN_WITH = "median without it", "median with it"
PEAK = "memory at the most"


def measure(servers: Servers, name: str) -> list[Reading]:
    with servers.serving(name) as contestant:
        assert isinstance(contestant, KanbanUnlimited)
        readings: list[Reading] = run(compare(contestant))
        return readings


async def compare(contestant: KanbanUnlimited) -> list[Reading]:
    """Measure the honest clients alone, then beside the attackers."""
    sizes = contestant.testbed.sizes
    honest = min(HONEST, sizes.sockets)
    world = contestant.world(people=honest + 1, cards=max(sizes.cards, 2 * honest))
    sockets = await follow(contestant, world, honest, Tally())
    seconds = 3 * sizes.seconds
    alone = await moving(contestant, world, sockets, seconds)
    attackers, board = contestant.attackers(), world.boards[0]
    target = {"port": contestant.port, "project": board.project, "token": token_of(world.people[-1])}
    await asyncio.to_thread(attackers.ask, "begin", **target)
    await asyncio.sleep(WARM_UP_SECONDS)
    samples = [memory(contestant.pids[0])]
    watch = asyncio.ensure_future(sample_memory(contestant.pids[0], samples))
    beside = await moving(contestant, world, sockets, seconds)
    watch.cancel()
    outcomes = await asyncio.to_thread(attackers.ask, "end")
    close_all(sockets)
    note = ", ".join(f"{what} {count}" for what, count in sorted(outcomes.items()))
    return [
        Reading(MEDIAN_WITHOUT, "ms", percentile(alone, 0.5)),
        Reading(MEDIAN_WITH, "ms", percentile(beside, 0.5)),
        Reading(WITHOUT, "ms", percentile(alone, 0.99)),
        Reading(WITH, "ms", percentile(beside, 0.99), note=note),
        Reading(PEAK, "MB", max(samples) / 1e6),
    ]


async def moving(
    contestant: KanbanUnlimited, world: World, sockets: list[Socket], seconds: float
) -> list[float]:
    """Each honest client moves a card of its own at its pace; return the milliseconds of each answer."""
    board, deadline = world.boards[0], time.perf_counter() + seconds

    async def move(socket: Socket, number: int) -> list[float]:
        took = []
        await asyncio.sleep(number / len(sockets) / MOVES_A_SECOND)
        while time.perf_counter() < deadline:
            began = time.perf_counter()
            await contestant.move(socket, board, board.move(number))
            took.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(max(0.0, began + 1 / MOVES_A_SECOND - time.perf_counter()))
        return took

    found = await asyncio.gather(*(move(socket, number) for number, socket in enumerate(sockets)))
    return [each for took in found for each in took]


def marks(figures: Figures) -> list[Mark]:
    with_it, without = figures.find(KanbanUnlimited.name, WITH), figures.find(KanbanUnlimited.name, WITHOUT)
    return ratio("99th percentile of the honest, to that without attackers", with_it, without, most=3)


WORK = Work(
    name="hostile",
    title="Everything hostile at once",
    explained=(
        "Fifty people move a card a second each. Then the same beside 60 uploads at once of a picture with"
        " hundreds of scans, 40 sign-ins at once of unknown people, messages known to slow parsers, heads of"
        " half a megabyte, 600 half-sent requests, and frames that are no text, all repeated without an end."
        " The limits of sign-ins and uploads are raised, so that the work behind them is really done."
    ),
    contestants=(KanbanUnlimited.name,),
    measure=measure,
    marks=marks,
)
