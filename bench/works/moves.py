"""Moves: many at once in one project, over the socket and over REST, everything included."""

from bench.contestants import pgbench
from bench.contestants.base import Contestant
from bench.contestants.kanban import Kanban, KanbanDaphne, KanbanEmbedded
from bench.contestants.mvp import Mvp
from bench.figures import Figures, Mark, Reading, Work, ratio
from bench.ground import Ground
from bench.http import Http
from bench.machine import Meter
from bench.tally import Tally
from bench.wire import Line
from bench.works.crowd import Deed, follow, keep_doing, leave, reading, run
from bench.world import World

LISTENERS = 4
SOCKET, REST = "over the socket", "over REST"
CPU_SOCKET, CPU_REST = "server's CPU of a move over the socket", "server's CPU of a move over REST"
SQL, STATEMENTS = "SQL alone", "statements of a move"


def measure(ground: Ground, name: str) -> list[Reading]:
    if name == pgbench.NAME:
        return sql_alone(ground) if pgbench.is_here() else []
    with ground.serving(name) as contestant:
        readings: list[Reading] = run(both(contestant))
        return readings


async def both(contestant: Contestant) -> list[Reading]:
    sizes, tally = contestant.ground.sizes, Tally()
    world = contestant.world(people=sizes.in_flight + LISTENERS, cards=sizes.cards)
    # They are there to be told; the movers have not joined.
    listeners = await follow(contestant, world, LISTENERS, tally)
    movers = world.people[: sizes.in_flight]
    sockets = [await contestant.connect(person) for person in movers]
    found = await moving(contestant, (SOCKET, CPU_SOCKET), over_sockets(contestant, world, sockets), tally)
    leave(sockets)
    lines = [await Http.open(contestant.port) for _ in movers]
    found += await moving(contestant, (REST, CPU_REST), over_rest(contestant, world, lines), tally)
    for line in lines:
        line.close()
    leave(listeners)
    count = await contestant.statements(world)
    return [*found, Reading(STATEMENTS, "", count)] if count else found


def sql_alone(ground: Ground) -> list[Reading]:
    """On a board of its own: what pgbench writes is no log that anyone could follow."""
    sizes = ground.sizes
    world = ground.world(ground.product, people=1, cards=sizes.cards + 1, boards=1)
    done = pgbench.moves_a_second(ground, world, clients=sizes.in_flight, seconds=sizes.seconds)
    return [
        reading(SQL, "moves/s", done.rate, done.spent),
        Reading(STATEMENTS, "", done.statements),
    ]


def over_sockets(contestant: Contestant, world: World, sockets: list[Line]) -> list[Deed]:
    board = world.boards[0]

    def deed(number: int, line: Line) -> Deed:
        return lambda: contestant.move(line, board, board.move(number))

    return [deed(number, line) for number, line in enumerate(sockets)]


def over_rest(contestant: Contestant, world: World, lines: list[Http]) -> list[Deed]:
    board = world.boards[0]

    def deed(number: int, line: Http) -> Deed:
        person = world.people[number]
        return lambda: contestant.move_by_rest(line, person, board, board.move(number))

    return [deed(number, line) for number, line in enumerate(lines)]


async def moving(
    contestant: Contestant, measures: tuple[str, str], deeds: list[Deed], tally: Tally
) -> list[Reading]:
    """Each deed again and again for some seconds, after a while that is not counted; all of it is heard."""
    sizes, before = contestant.ground.sizes, tally.total
    warm = await keep_doing(deeds, seconds=sizes.seconds / 8)
    meter = Meter(*contestant.pids, core=contestant.ground.cores.client).start()
    count = await keep_doing(deeds, seconds=sizes.seconds)
    spent = meter.stop()
    await tally.wait(before + (warm + count) * LISTENERS)
    rate, cpu = measures
    return [
        reading(rate, "moves/s", count / spent.seconds, spent),
        reading(cpu, "ms", spent.server_cpu * 1000 / count, spent),
    ]


def marks(figures: Figures) -> list[Mark]:
    return [
        mark
        for measure in (SOCKET, REST)
        for mark in ratio(
            f"moves {measure}, to the MVP stack's",
            figures.find(Kanban.name, measure),
            figures.find(Mvp.name, measure),
            least=1.5,
        )
    ]


def remarks(figures: Figures) -> list[str]:
    limit = figures.find(pgbench.NAME, SQL)
    told = []
    for measure in (SOCKET, REST):
        own = figures.find(Kanban.name, measure)
        if own and limit:
            told.append(f"{Kanban.name} {measure}: {own.median / limit.median:.2f} × {pgbench.NAME}.")
    return told


WORK = Work(
    name="moves",
    title="Moving cards",
    explained=(
        "People of one project move cards of their own to below random others, without a pause, a fixed"
        " number at once; a move is counted when it is acknowledged. Membership, dedup, version, the event's"
        " row and the broadcast are all included: every event is heard by four listening sockets. pgbench"
        " runs the statements of the product's own move, as it sends them, with nothing around them."
    ),
    contestants=(Kanban.name, Mvp.name, KanbanDaphne.name, KanbanEmbedded.name, pgbench.NAME),
    measure=measure,
    marks=marks,
    remarks=remarks,
)
