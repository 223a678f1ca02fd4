"""Concurrent moves in one project, over the socket and over REST."""

from bench.contestants import pgbench
from bench.contestants.base import Contestant
from bench.contestants.kanban import Kanban, KanbanDaphne, KanbanEmbedded
from bench.contestants.mvp import Mvp
from bench.figures import Figures, Mark, Reading, Work, ratio
from bench.http import Http
from bench.machine import Meter
from bench.servers import Servers
from bench.tally import Tally
from bench.testbed import Testbed
from bench.websocket import Socket
from bench.works.load import Action, close_all, follow, reading, repeat_concurrently, run
from bench.world import World

LISTENERS = 4
SOCKET, REST = "over the socket", "over REST"
CPU_SOCKET, CPU_REST = "server's CPU of a move over the socket", "server's CPU of a move over REST"
SQL, STATEMENTS = "SQL alone", "statements of a move"


def measure(servers: Servers, name: str) -> list[Reading]:
    if name == pgbench.NAME:
        return sql_alone(servers.testbed) if pgbench.is_installed() else []
    with servers.serving(name) as contestant:
        readings: list[Reading] = run(both(contestant))
        return readings


async def both(contestant: Contestant) -> list[Reading]:
    sizes, tally = contestant.testbed.sizes, Tally()
    world = contestant.world(people=sizes.in_flight + LISTENERS, cards=sizes.cards)
    # Listeners receive the events; the movers do not join.
    listeners = await follow(contestant, world, LISTENERS, tally)
    movers = world.people[: sizes.in_flight]
    sockets = [await contestant.connect(person) for person in movers]
    found = await moving(contestant, (SOCKET, CPU_SOCKET), over_sockets(contestant, world, sockets), tally)
    close_all(sockets)
    connections = [await Http.open(contestant.port) for _ in movers]
    found += await moving(contestant, (REST, CPU_REST), over_rest(contestant, world, connections), tally)
    for http in connections:
        http.close()
    close_all(listeners)
    count = await contestant.statements(world)
    return [*found, Reading(STATEMENTS, "", count)] if count else found


def sql_alone(testbed: Testbed) -> list[Reading]:
    """Measure pgbench on a board of its own: the events it writes form no consistent log."""
    sizes = testbed.sizes
    world = testbed.world(testbed.product, people=1, cards=sizes.cards + 1, boards=1)
    outcome = pgbench.moves_a_second(testbed, world, clients=sizes.in_flight, seconds=sizes.seconds)
    return [
        reading(SQL, "moves/s", outcome.rate, outcome.spent),
        Reading(STATEMENTS, "", outcome.statements),
    ]


def over_sockets(contestant: Contestant, world: World, sockets: list[Socket]) -> list[Action]:
    board = world.boards[0]

    def action(number: int, socket: Socket) -> Action:
        return lambda: contestant.move(socket, board, board.move(number))

    return [action(number, socket) for number, socket in enumerate(sockets)]


def over_rest(contestant: Contestant, world: World, connections: list[Http]) -> list[Action]:
    board = world.boards[0]

    def action(number: int, http: Http) -> Action:
        person = world.people[number]
        return lambda: contestant.move_by_rest(http, person, board, board.move(number))

    return [action(number, http) for number, http in enumerate(connections)]


async def moving(
    contestant: Contestant, measures: tuple[str, str], actions: list[Action], tally: Tally
) -> list[Reading]:
    """Repeat each action for some seconds, after a warm-up that is not counted, and wait for all events."""
    sizes, before = contestant.testbed.sizes, tally.total
    warm = await repeat_concurrently(actions, seconds=sizes.seconds / 8)
    meter = Meter(*contestant.pids, core=contestant.testbed.cores.client).start()
    count = await repeat_concurrently(actions, seconds=sizes.seconds)
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
    lines = []
    for measure in (SOCKET, REST):
        own = figures.find(Kanban.name, measure)
        if own and limit:
            lines.append(f"{Kanban.name} {measure}: {own.median / limit.median:.2f} × {pgbench.NAME}.")
    return lines


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
