"""Joining: all sockets reconnect at once, as after a restart."""

import time
from collections.abc import Awaitable, Callable
from functools import partial

from bench.contestants.base import Contestant
from bench.contestants.kanban import Kanban, KanbanDaphne, KanbanEmbedded
from bench.contestants.mvp import Mvp
from bench.figures import Figures, Mark, Reading, Work, ratio
from bench.machine import Meter
from bench.servers import Servers
from bench.tally import Lost
from bench.tokens import token_of
from bench.websocket import Socket
from bench.works.load import all_at_once, close_all, reading, run, settle
from bench.world import Board, Row

SECONDS, CPU = "until the last one is in", "server's CPU of one"

Join = Callable[[Row], Awaitable[Socket]]


def measure(servers: Servers, name: str) -> list[Reading]:
    with servers.serving(name) as contestant:
        readings: list[Reading] = run(returning(contestant))
        return readings


async def returning(contestant: Contestant) -> list[Reading]:
    testbed, sizes = contestant.testbed, contestant.testbed.sizes
    world = contestant.world(people=sizes.sockets, cards=sizes.cards)
    people = world.people[: sizes.sockets]
    for person in people:
        token_of(person)  # signed ahead, as signing is not measured
    join = bare(contestant) if contestant.name == Mvp.name else await replayed(contestant, world.boards[0])
    await settle(contestant)
    meter = Meter(*contestant.pids, core=testbed.cores.client).start()
    began = time.perf_counter()
    sockets = await all_at_once([partial(join, person) for person in people])
    seconds = time.perf_counter() - began
    spent = meter.stop()
    close_all(sockets)
    return [
        reading(SECONDS, "s", seconds, spent),
        reading(CPU, "ms", spent.server_cpu * 1000 / len(sockets), spent),
    ]


def bare(contestant: Contestant) -> Join:
    """Return the function that only signs a person in."""
    return contestant.connect


async def replayed(contestant: Contestant, board: Board) -> Join:
    """Return the function that signs a person in, joins the room and replays the last events.

    Raises Lost if an event is missing.
    """
    missed = contestant.testbed.sizes.replayed
    await contestant.feeder(board, missed)()
    probe = await contestant.connect({"id": board.members[0], "family": board.members[0]})
    head = (await contestant.join(probe, board))["seq"]
    probe.close()

    async def join(person: Row) -> Socket:
        socket = await contestant.connect(person)
        ack = await contestant.join(socket, board, since=head - missed)
        if len(ack["events"]) != missed:
            raise Lost(f"{len(ack['events'])} of {missed} events replayed")
        return socket

    return join


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
