"""Latency from a command over the socket to the arrival of its event at the last of all sockets."""

from statistics import median

from bench.contestants.base import Contestant
from bench.contestants.kanban import Kanban, KanbanDaphne
from bench.contestants.mvp import Mvp
from bench.figures import Figures, Mark, Reading, Work, ratio
from bench.machine import Meter
from bench.servers import Servers
from bench.tally import Tally
from bench.works.load import (
    borrowed,
    card_numbers,
    close_all,
    follow,
    percentile,
    reading,
    run,
    run_at_rate,
    settle,
)

MEDIAN, WORST = "median", "99th percentile"
EVENTS_A_SECOND = 5
MOVERS = 8


def measure(servers: Servers, name: str) -> list[Reading]:
    with servers.serving(name) as contestant:
        readings: list[Reading] = run(steadily(contestant))
        return readings


async def steadily(contestant: Contestant) -> list[Reading]:
    testbed, sizes, tally = contestant.testbed, contestant.testbed.sizes, Tally()
    world = contestant.world(people=sizes.sockets, cards=sizes.cards)
    sockets = await follow(contestant, world, sizes.sockets, tally)
    mover, board = await contestant.connect(world.people[0]), world.boards[0]
    await settle(contestant)
    free = card_numbers(MOVERS)

    async def move() -> None:
        async with borrowed(free) as card:
            await contestant.move(mover, board, board.move(card))

    meter = Meter(*contestant.pids, core=testbed.cores.client).start()
    sent = await run_at_rate([move] * sizes.latency_events, a_second=EVENTS_A_SECOND)
    await tally.wait(len(sent) * len(sockets), sockets=sockets)
    spent = meter.stop()
    close_all([*sockets, mover])
    took = [(arrived - began) * 1000 for began, arrived in zip(sent, tally.last, strict=True)]
    return [
        reading(MEDIAN, "ms", median(took), spent),
        reading(WORST, "ms", percentile(took, 0.99), spent),
    ]


def marks(figures: Figures) -> list[Mark]:
    return [
        mark
        for measure in (MEDIAN, WORST)
        for mark in ratio(
            f"{measure} to the last socket, to the MVP stack's",
            figures.find(Kanban.name, measure),
            figures.find(Mvp.name, measure),
            most=0.35,
        )
    ]


WORK = Work(
    name="latency",
    title="From a move to the last socket",
    explained=(
        "Five moves a second over one socket; the time from just before a move is sent to the arrival of its"
        " event at the last of all sockets that have joined the project."
    ),
    contestants=(Kanban.name, Mvp.name, KanbanDaphne.name),
    measure=measure,
    marks=marks,
)
