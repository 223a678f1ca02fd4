"""One client that never reads: what it costs the server, and what the others notice of it."""

import asyncio
import math
from dataclasses import dataclass
from functools import partial

from bench.contestants.kanban import Kanban, KanbanDaphne
from bench.contestants.lines import KanbanLine
from bench.figures import Figures, Mark, Reading, Work, absolute, ratio
from bench.ground import Ground
from bench.machine import memory
from bench.tally import Tally
from bench.works.crowd import cards, follow, keep_time, leave, percentile, run, taken
from bench.world import Board, World

DESCRIPTION = 20_000
# The description as it was and as it is, and once more in the card.
EVENT_BYTES = 3 * DESCRIPTION
EVENTS_A_SECOND = 15
CARDS = 16
GREW, PEAK = "memory after it", "memory at the most"
WITHOUT, WITH = "99th percentile of the others without it", "99th percentile of the others with it"


@dataclass(frozen=True)
class Stretch:
    worst: float
    before: int
    peak: int
    after: int


def measure(ground: Ground, name: str) -> list[Reading]:
    with ground.serving(name) as contestant:
        assert isinstance(contestant, Kanban)
        readings: list[Reading] = run(compare(contestant))
        return readings


async def compare(contestant: Kanban) -> list[Reading]:
    """First the others alone, after a while that brings the memory to where it stays; then beside the one."""
    sizes, tally = contestant.ground.sizes, Tally()
    world = contestant.world(people=sizes.others + 2, cards=sizes.cards)
    others = await follow(contestant, world, sizes.others, tally)
    writer = await contestant.connect(world.people[-1])
    whole = math.ceil(sizes.owed_megabytes * 1e6 / EVENT_BYTES)
    await stretch(contestant, world, writer, tally, count=whole // 5)
    alone = await stretch(contestant, world, writer, tally, count=whole)
    slow = await contestant.connect(world.people[-2])
    await contestant.join(slow, world.boards[0])
    slow.stop_reading()
    beside = await stretch(contestant, world, writer, tally, count=whole)
    leave([*others, writer, slow])
    return [
        Reading(GREW, "MB", (beside.after - beside.before) / 1e6),
        Reading(PEAK, "MB", (beside.peak - beside.before) / 1e6),
        Reading(WITHOUT, "ms", alone.worst),
        Reading(WITH, "ms", beside.worst),
    ]


async def stretch(
    contestant: Kanban, world: World, writer: KanbanLine, tally: Tally, *, count: int
) -> Stretch:
    """Long descriptions, again and again; all the others hear all of it."""
    sizes, first = contestant.ground.sizes, len(tally.last)
    free = cards(CARDS)
    deeds = [partial(write, writer, world.boards[0], free, number) for number in range(count)]
    seen = [memory(contestant.pids[0])]
    watch = asyncio.ensure_future(look(contestant.pids[0], seen))
    sent = await keep_time(deeds, a_second=EVENTS_A_SECOND)
    await tally.wait((first + count) * sizes.others)
    await asyncio.sleep(sizes.pause)
    watch.cancel()
    took = [(there - began) * 1000 for began, there in zip(sent, tally.last[first:], strict=True)]
    return Stretch(percentile(took, 0.99), seen[0], max(seen), memory(contestant.pids[0]))


async def look(pid: int, seen: list[int]) -> None:
    while True:
        await asyncio.sleep(0.25)
        seen.append(memory(pid))


async def write(line: KanbanLine, board: Board, free: asyncio.Queue[int], number: int) -> None:
    async with taken(free) as place:
        card = board.cards[place]["id"]
        text = f"{number:07}" + "x" * (DESCRIPTION - 7)
        asked = {"id": card, "version": board.versions.get(card, 1), "description": text}
        board.moved(await line.command("card.update", asked))


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
