"""Moves in many projects: by one process on one core, and by two processes on two cores."""

from itertools import cycle

from bench.contestants import pgbench
from bench.contestants.base import Contestant
from bench.contestants.kanban import Kanban, KanbanTwo
from bench.figures import Figures, Mark, Reading, Work, ratio
from bench.machine import Meter
from bench.servers import Servers
from bench.tally import Tally
from bench.testbed import Testbed
from bench.websocket import Socket
from bench.works.load import Action, close_all, follow, reading, repeat_concurrently, run
from bench.world import Board, World

RATE, WORTH = "moves", "moves for a second of the server's CPU"


def measure(servers: Servers, name: str) -> list[Reading]:
    if name == pgbench.NAME:
        return sql_alone(servers.testbed) if pgbench.is_installed() else []
    with servers.serving(name) as contestant:
        readings: list[Reading] = run(everywhere(contestant))
        return readings


async def everywhere(contestant: Contestant) -> list[Reading]:
    """Move cards as one person per project; a listener in each checks that no event is lost."""
    sizes, tally = contestant.testbed.sizes, Tally()
    world = contestant.world(people=sizes.projects, cards=sizes.cards, boards=sizes.projects)
    listeners = await follow(contestant, world, sizes.projects, tally)
    sockets = [await contestant.connect(person) for person in world.people]
    actions = shares(contestant, world, sockets)
    warm = await repeat_concurrently(actions, seconds=sizes.seconds / 8)
    meter = Meter(*contestant.pids, core=contestant.testbed.cores.client).start()
    count = await repeat_concurrently(actions, seconds=sizes.seconds)
    spent = meter.stop()
    await tally.wait(warm + count)
    close_all([*listeners, *sockets])
    return [
        reading(RATE, "moves/s", count / spent.seconds, spent),
        reading(WORTH, "moves", count / max(spent.server_cpu, 0.01), spent),
    ]


def shares(contestant: Contestant, world: World, sockets: list[Socket]) -> list[Action]:
    """Return as many concurrent actions as in other works, each cycling through projects of its own."""
    count = contestant.testbed.sizes.in_flight
    pairs = list(zip(sockets, world.boards, strict=True))

    def action(mine: list[tuple[Socket, Board]]) -> Action:
        turns = cycle(mine)

        async def move_next() -> None:
            socket, board = next(turns)
            await contestant.move(socket, board, board.move(0))

        return move_next

    return [action(pairs[number::count]) for number in range(min(count, len(pairs)))]


def sql_alone(testbed: Testbed) -> list[Reading]:
    sizes = testbed.sizes
    count = sizes.projects
    world = testbed.world(testbed.product, people=count, cards=sizes.cards + 1, boards=count)
    outcome = pgbench.moves_a_second(testbed, world, clients=sizes.in_flight, seconds=sizes.seconds)
    return [reading(RATE, "moves/s", outcome.rate, outcome.spent)]


def marks(figures: Figures) -> list[Mark]:
    one, two = figures.find(Kanban.name, WORTH), figures.find(KanbanTwo.name, WORTH)
    return ratio("moves for a second of CPU, two processes to one", two, one, least=0.9)


def remarks(figures: Figures) -> list[str]:
    one, two = figures.find(Kanban.name, RATE), figures.find(KanbanTwo.name, RATE)
    if one is None or two is None:
        return []
    summary = f"Two processes make {two.median / one.median:.2f} × the moves of one by the clock"
    return [f"{summary}; the client and the databases share the second one's core."]


WORK = Work(
    name="projects",
    title="Moving cards in many projects",
    explained=(
        "As before over the socket, but spread over fifty projects: one process on its core, then two, each"
        " on a core; the figure is moves per second of the server's CPU time."
    ),
    contestants=(Kanban.name, KanbanTwo.name, pgbench.NAME),
    measure=measure,
    marks=marks,
    remarks=remarks,
)
