"""Fan-out: many events at once to all sockets of a project."""

from bench.contestants.base import Contestant
from bench.contestants.kanban import Kanban, KanbanDaphne, KanbanEmbedded, KanbanPlain
from bench.contestants.listening import Broadcast, StockCore, StockPubSub
from bench.contestants.mvp import Mvp
from bench.figures import Figures, Mark, Reading, Work, ratio
from bench.machine import Meter
from bench.servers import Servers
from bench.tally import Tally
from bench.works.load import close_all, follow, reading, run, settle

RATE, CPU = "deliveries", "server's CPU for 1,000 deliveries"
SLOW = (StockCore.name, StockPubSub.name)


def measure(servers: Servers, name: str) -> list[Reading]:
    with servers.serving(name) as contestant:
        readings: list[Reading] = run(burst(contestant))
        return readings


async def burst(contestant: Contestant) -> list[Reading]:
    testbed, sizes, tally = contestant.testbed, contestant.testbed.sizes, Tally()
    world = contestant.world(people=sizes.sockets, cards=sizes.cards)
    sockets = await follow(contestant, world, sizes.sockets, tally)
    count = sizes.slow_burst if contestant.name in SLOW else sizes.burst
    publish = contestant.feeder(world.boards[0], count)
    await settle(contestant)
    meter = Meter(*contestant.pids, core=testbed.cores.client).start()
    await publish()
    await tally.wait(count * len(sockets), sockets=sockets)
    spent = meter.stop()
    close_all(sockets)
    seconds = max(tally.last[-1] - tally.first, 1e-6)
    return [
        reading(RATE, "/s", tally.total / seconds, spent),
        reading(CPU, "ms", spent.server_cpu * 1e6 / tally.total, spent),
    ]


def marks(figures: Figures) -> list[Mark]:
    mvp, broadcast = figures.find(Mvp.name, RATE), figures.find(Broadcast.name, RATE)
    plain, fast = figures.find(KanbanPlain.name, RATE), figures.find(Kanban.name, RATE)
    stock = [found for name in SLOW if (found := figures.find(name, RATE))]
    best = max(stock, key=lambda figure: figure.median, default=None)
    return [
        *ratio("deliveries without the fast path, to the MVP stack's", plain, mvp, least=4),
        *ratio("the same, to stock Channels on Daphne, the better layer", plain, best, least=12),
        *ratio("the same, to websockets.broadcast", plain, broadcast, least=0.7),
        *ratio("deliveries, to the MVP stack's", fast, mvp, least=6),
        *ratio("deliveries, to websockets.broadcast", fast, broadcast, least=1.1),
    ]


WORK = Work(
    name="fan-out",
    title="Events to every socket of a project",
    explained=(
        "All sockets have signed in and joined one project. Another process publishes a burst of"
        " card.moved events at once: for Kanban by real commands in one transaction, for the peers"
        " the same JSON in their own way. Deliveries are divided by the time from the first arrival"
        " to the last. Stock Channels gets a shorter burst, and its core layer a capacity so high"
        " that it drops nothing."
    ),
    contestants=(
        *(Kanban.name, KanbanPlain.name, Mvp.name, StockCore.name, StockPubSub.name, Broadcast.name),
        *(KanbanDaphne.name, KanbanEmbedded.name),
    ),
    measure=measure,
    marks=marks,
)
