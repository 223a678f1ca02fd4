"""Joining: everyone comes back at once, as after a restart."""

import time
from collections.abc import Awaitable, Callable
from functools import partial

from bench.contestants.base import Contestant
from bench.contestants.kanban import Kanban, KanbanDaphne, KanbanEmbedded
from bench.contestants.mvp import Mvp
from bench.figures import Figures, Mark, Reading, Work, ratio
from bench.ground import Ground
from bench.machine import Meter
from bench.tally import Lost
from bench.tokens import token_of
from bench.wire import Line
from bench.works.crowd import all_at_once, leave, reading, run, settle
from bench.world import Board, Row

SECONDS, CPU = "until the last one is in", "server's CPU of one"

Arrive = Callable[[Row], Awaitable[Line]]


def measure(ground: Ground, name: str) -> list[Reading]:
    with ground.serving(name) as contestant:
        readings: list[Reading] = run(returning(contestant))
        return readings


async def returning(contestant: Contestant) -> list[Reading]:
    ground, sizes = contestant.ground, contestant.ground.sizes
    world = contestant.world(people=sizes.sockets, cards=sizes.cards)
    people = world.people[: sizes.sockets]
    for person in people:
        token_of(person)  # signing is not what is measured
    arrive = bare(contestant) if contestant.name == Mvp.name else await replayed(contestant, world.boards[0])
    await settle(contestant)
    meter = Meter(*contestant.pids, core=ground.cores.client).start()
    began = time.perf_counter()
    lines = await all_at_once([partial(arrive, person) for person in people])
    seconds = time.perf_counter() - began
    spent = meter.stop()
    leave(lines)
    return [
        reading(SECONDS, "s", seconds, spent),
        reading(CPU, "ms", spent.server_cpu * 1000 / len(lines), spent),
    ]


def bare(contestant: Contestant) -> Arrive:
    """Signed in, and no more."""
    return contestant.connect


async def replayed(contestant: Contestant, board: Board) -> Arrive:
    """Signed in, in the room, and told the last events. Raises Lost when one is missing."""
    missed = contestant.ground.sizes.replayed
    await contestant.feeder(board, missed)()
    probe = await contestant.connect({"id": board.members[0], "family": board.members[0]})
    head = (await contestant.join(probe, board))["seq"]
    probe.close()

    async def arrive(person: Row) -> Line:
        line = await contestant.connect(person)
        told = await contestant.join(line, board, since=head - missed)
        if len(told["events"]) != missed:
            raise Lost(f"{len(told['events'])} of {missed} events replayed")
        return line

    return arrive


def marks(figures: Figures) -> list[Mark]:
    own, mvp = figures.find(Kanban.name, SECONDS), figures.find(Mvp.name, SECONDS)
    return ratio("time to join and catch up, to the MVP stack's bare connect", own, mvp, most=1.5)


WORK = Work(
    name="joining",
    title="Everyone comes back at once",
    explained=(
        "All sockets are opened at the same moment, each by another person: sign-in, membership, the room,"
        " and the replay of the last events. The MVP stack has no replay: its sockets only connect and sign"
        " in. None may be refused."
    ),
    contestants=(Kanban.name, Mvp.name, KanbanDaphne.name, KanbanEmbedded.name),
    measure=measure,
    marks=marks,
)
