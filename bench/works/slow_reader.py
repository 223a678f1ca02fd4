"""One client that never reads: its cost for the server, and its effect on the other clients."""

import asyncio
import math
from dataclasses import dataclass
from functools import partial

from bench.contestants.kanban import Kanban, KanbanDaphne
from bench.contestants.sockets import KanbanSocket
from bench.figures import Figures, Mark, Reading, Work, absolute, ratio
from bench.machine import memory
from bench.servers import Servers
from bench.tally import Tally
from bench.works.load import borrowed, card_numbers, close_all, follow, percentile, run, run_at_rate
from bench.world import Board, World

DESCRIPTION = 20_000
# The event contains the old and the new description, and the new one once more in the card.
EVENT_BYTES = 3 * DESCRIPTION
EVENTS_A_SECOND = 15
CARDS = 16
GREW, PEAK = "memory after it", "memory at the most"
WITHOUT, WITH = "99th percentile of the others without it", "99th percentile of the others with it"


@dataclass(frozen=True)
class Phase:
    """The result of a phase: `worst` latency in milliseconds, and memory in bytes."""

    worst: float
    before: int
    peak: int
    after: int


def measure(servers: Servers, name: str) -> list[Reading]:
    with servers.serving(name) as contestant:
        assert isinstance(contestant, Kanban)
        readings: list[Reading] = run(compare(contestant))
        return readings


async def compare(contestant: Kanban) -> list[Reading]:
    """Measure the others alone, after a warm-up of the memory; then beside the client that never reads."""
    sizes, tally = contestant.testbed.sizes, Tally()
    world = contestant.world(people=sizes.others + 2, cards=sizes.cards)
    others = await follow(contestant, world, sizes.others, tally)
    writer = await contestant.connect(world.people[-1])
    full = math.ceil(sizes.owed_megabytes * 1e6 / EVENT_BYTES)
    await run_phase(contestant, world, writer, tally, count=full // 5)
    alone = await run_phase(contestant, world, writer, tally, count=full)
    slow = await contestant.connect(world.people[-2])
    await contestant.join(slow, world.boards[0])
    slow.stop_reading()
    beside = await run_phase(contestant, world, writer, tally, count=full)
    close_all([*others, writer, slow])
    return [
        Reading(GREW, "MB", (beside.after - beside.before) / 1e6),
        Reading(PEAK, "MB", (beside.peak - beside.before) / 1e6),
        Reading(WITHOUT, "ms", alone.worst),
        Reading(WITH, "ms", beside.worst),
    ]


async def run_phase(
    contestant: Kanban, world: World, writer: KanbanSocket, tally: Tally, *, count: int
) -> Phase:
    """Write long descriptions at a fixed rate, all of which the others must receive."""
    sizes, first = contestant.testbed.sizes, len(tally.last)
    free = card_numbers(CARDS)
    actions = [partial(write, writer, world.boards[0], free, number) for number in range(count)]
    samples = [memory(contestant.pids[0])]
    watch = asyncio.ensure_future(sample_memory(contestant.pids[0], samples))
    sent = await run_at_rate(actions, a_second=EVENTS_A_SECOND)
    await tally.wait((first + count) * sizes.others)
    await asyncio.sleep(sizes.pause)
    watch.cancel()
    took = [(arrived - began) * 1000 for began, arrived in zip(sent, tally.last[first:], strict=True)]
    return Phase(percentile(took, 0.99), samples[0], max(samples), memory(contestant.pids[0]))


async def sample_memory(pid: int, samples: list[int]) -> None:
    while True:
        await asyncio.sleep(0.25)
        samples.append(memory(pid))


async def write(socket: KanbanSocket, board: Board, free: asyncio.Queue[int], number: int) -> None:
    async with borrowed(free) as card_number:
        card = board.cards[card_number]["id"]
        text = f"{number:07}" + "x" * (DESCRIPTION - 7)
        update = {"id": card, "version": board.versions.get(card, 1), "description": text}
        board.record(await socket.command("card.update", update))


def marks(figures: Figures) -> list[Mark]:
    with_it, without = figures.find(Kanban.name, WITH), figures.find(Kanban.name, WITHOUT)
    return [
        *absolute("memory for one that never reads, at the most", figures.find(Kanban.name, PEAK), most=5),
        *ratio("99th percentile of the others, to that without it", with_it, without, most=1.2),
    ]


WORK = Work(
    name="slow-reader",
    title="One client that never reads",
    explained=(
        "Long descriptions are written, fifteen a second, until 50 MB are owed to each socket of the project;"
        " once to those that read alone, once with one more that has joined and never reads. The server's"
        " memory is that of its process; none of the others loses an event."
    ),
    contestants=(Kanban.name, KanbanDaphne.name),
    measure=measure,
    marks=marks,
)
