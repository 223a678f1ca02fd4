"""Moves in many projects: one process on one core, two processes on both."""

from itertools import cycle

from bench.contestants import pgbench
from bench.contestants.base import Contestant
from bench.contestants.kanban import Kanban, KanbanTwo
from bench.figures import Figures, Mark, Reading, Work, ratio
from bench.ground import Ground
from bench.machine import Meter
from bench.tally import Tally
from bench.wire import Line
from bench.works.crowd import Deed, follow, keep_doing, leave, reading, run
from bench.world import Board, World

RATE, WORTH = "moves", "moves for a second of the server's CPU"


def measure(ground: Ground, name: str) -> list[Reading]:
    if name == pgbench.NAME:
        return sql_alone(ground) if pgbench.is_here() else []
    with ground.serving(name) as contestant:
        readings: list[Reading] = run(everywhere(contestant))
        return readings


async def everywhere(contestant: Contestant) -> list[Reading]:
    """One person in each project, moving; a listener beside each hears that nothing is lost."""
    sizes, tally = contestant.ground.sizes, Tally()
    world = contestant.world(people=sizes.projects, cards=sizes.cards, boards=sizes.projects)
    listeners = await follow(contestant, world, sizes.projects, tally)
    sockets = [await contestant.connect(person) for person in world.people]
    deeds = shares(contestant, world, sockets)
    warm = await keep_doing(deeds, seconds=sizes.seconds / 8)
    meter = Meter(*contestant.pids, core=contestant.ground.cores.client).start()
    count = await keep_doing(deeds, seconds=sizes.seconds)
    spent = meter.stop()
    await tally.wait(warm + count)
    leave([*listeners, *sockets])
    return [
        reading(RATE, "moves/s", count / spent.seconds, spent),
        reading(WORTH, "moves", count / max(spent.server_cpu, 0.01), spent),
    ]


def shares(contestant: Contestant, world: World, sockets: list[Line]) -> list[Deed]:
    """So many at once as elsewhere, each going round among projects of its own."""
    count = contestant.ground.sizes.in_flight
    places = list(zip(sockets, world.boards, strict=True))

    def deed(mine: list[tuple[Line, Board]]) -> Deed:
        turns = cycle(mine)

        async def move_on() -> None:
            line, board = next(turns)
            await contestant.move(line, board, board.move(0))

        return move_on

    return [deed(places[number::count]) for number in range(min(count, len(places)))]


def sql_alone(ground: Ground) -> list[Reading]:
    sizes = ground.sizes
    count = sizes.projects
    world = ground.world(ground.product, people=count, cards=sizes.cards + 1, boards=count)
    done = pgbench.moves_a_second(ground, world, clients=sizes.in_flight, seconds=sizes.seconds)
    return [reading(RATE, "moves/s", done.rate, done.spent)]


def marks(figures: Figures) -> list[Mark]:
    one, two = figures.find(Kanban.name, WORTH), figures.find(KanbanTwo.name, WORTH)
    return ratio("moves for a second of CPU, two processes to one", two, one, least=0.9)


def remarks(figures: Figures) -> list[str]:
    one, two = figures.find(Kanban.name, RATE), figures.find(KanbanTwo.name, RATE)
    if one is None or two is None:
        return []
    told = f"Two processes make {two.median / one.median:.2f} × the moves of one by the clock"
    return [f"{told}; the client and the databases share the second one's core."]


WORK = Work(
    name="projects",
    title="Moving cards in many projects",
    explained=(
        "As before over the socket, but spread over fifty projects: one process on its core, then two, each"
        " on a core; what they reach is set against the processor time of the server's processes."
    ),
    contestants=(Kanban.name, KanbanTwo.name, pgbench.NAME),
    measure=measure,
    marks=marks,
    remarks=remarks,
)
