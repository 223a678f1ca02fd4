"""Memory of an idle socket."""

from bench.contestants.base import Contestant
from bench.contestants.kanban import Kanban, KanbanDaphne
from bench.contestants.mvp import Mvp
from bench.figures import Figures, Mark, Reading, Work, ratio
from bench.machine import memory
from bench.servers import Servers
from bench.tally import Tally
from bench.works.load import close_all, follow, run, settle

EACH = "memory of a socket"


def measure(servers: Servers, name: str) -> list[Reading]:
    with servers.serving(name) as contestant:
        readings: list[Reading] = run(growth(contestant))
        return readings


async def growth(contestant: Contestant) -> list[Reading]:
    """Compare the memory without and with all sockets.

    A few sockets connect and leave before, so that everything loaded once is loaded already.
    """
    sizes = contestant.testbed.sizes
    world = contestant.world(people=sizes.sockets, cards=sizes.cards)
    close_all(await follow(contestant, world, sizes.sockets // 20 + 1, Tally()))
    await settle(contestant)
    empty = memory(contestant.pids[0])
    sockets = await follow(contestant, world, sizes.sockets, Tally())
    await settle(contestant)
    full = memory(contestant.pids[0])
    close_all(sockets)
    return [Reading(EACH, "kB", (full - empty) / 1000 / len(sockets))]


def marks(figures: Figures) -> list[Mark]:
    own, mvp = figures.find(Kanban.name, EACH), figures.find(Mvp.name, EACH)
    return ratio("memory of an idle socket, to the MVP stack's", own, mvp, most=1)


WORK = Work(
    name="idle-memory",
    title="Memory of an idle socket",
    explained=(
        "What the server's process grows by when all sockets have signed in and joined the project, after a"
        " pause, for each of them."
    ),
    contestants=(Kanban.name, Mvp.name, KanbanDaphne.name),
    measure=measure,
    marks=marks,
)
