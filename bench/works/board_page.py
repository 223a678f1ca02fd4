"""The HTML page of a board with 5,000 cards, compared with one of 300."""

import time
from statistics import median

from bench.contestants.base import Contestant
from bench.contestants.reading import KanbanPages
from bench.figures import Figure, Figures, Mark, Reading, Work, ratio
from bench.http import Http
from bench.machine import Meter
from bench.servers import Servers
from bench.tally import Lost
from bench.works.load import reading, run
from bench.world import World

SMALL, LARGE = "300 cards", "5,000 cards"
QUERIES = "{}, queries"
SIZE = "{}, HTML before compression"
REPEATS = 40


def measure(servers: Servers, name: str) -> list[Reading]:
    with servers.serving(name) as contestant:
        assert isinstance(contestant, KanbanPages)
        readings: list[Reading] = run(measure_in_turns(contestant))
        return readings


async def measure_in_turns(contestant: KanbanPages) -> list[Reading]:
    """Request the pages of both boards in turn, so that noise of the machine affects both."""
    many, smoke = contestant.testbed.sizes.many_cards, contestant.testbed.smoke
    worlds = {SMALL: contestant.world(people=1, cards=many * 3 // 100)}
    worlds[LARGE] = contestant.world(people=1, cards=many // 2)
    requests = {
        size: (path_of(world), await session_cookie(contestant, world)) for size, world in worlds.items()
    }
    http = await Http.open(contestant.port)
    took: dict[str, list[float]] = {SMALL: [], LARGE: []}
    weight = {size: await page(http, *request) for size, request in requests.items()}
    meter = Meter(*contestant.pids, core=contestant.testbed.cores.client).start()
    for _ in range(2 if smoke else REPEATS):
        for size, request in requests.items():
            began = time.perf_counter()
            await page(http, *request)
            took[size].append((time.perf_counter() - began) * 1000)
    spent = meter.stop()
    http.close()
    return [
        *(reading(size, "ms", median(times), spent) for size, times in took.items()),
        *(Reading(SIZE.format(size), "kB", weight[size] / 1000) for size in took),
        *(
            Reading(QUERIES.format(size), "", count_queries(contestant, world))
            for size, world in worlds.items()
        ),
    ]


async def page(http: Http, path: str, cookie: str) -> int:
    """Request the page; return its length in bytes. Raises Lost."""
    status, _, content = await http.fetch("GET", path, cookie=cookie)
    if status != 200:
        raise Lost(f"{path}: {status}")
    return len(content)


def path_of(world: World) -> str:
    return f"/projects/{world.boards[0].project}"


async def session_cookie(contestant: Contestant, world: World) -> str:
    assert isinstance(contestant, KanbanPages)
    cookie = contestant.companion.ask(
        "session", person=world.people[0]["id"], url=f"http://127.0.0.1:{contestant.port}"
    )
    return f"{cookie['name']}={cookie['value']}"


def count_queries(contestant: KanbanPages, world: World) -> int:
    return int(contestant.companion.ask("queries", person=world.people[0]["id"], path=path_of(world)))


def marks(figures: Figures) -> list[Mark]:
    small, large = (figures.find(KanbanPages.name, size) for size in (SMALL, LARGE))
    few, many = (figures.find(KanbanPages.name, QUERIES.format(size)) for size in (SMALL, LARGE))
    return [
        *ratio("the page with 5,000 cards, to the page with 300", large, small, most=1.3),
        *additional_queries(few, many),
    ]


def additional_queries(few: Figure | None, many: Figure | None) -> list[Mark]:
    if few is None or many is None:
        return []
    return [Mark("more queries for 5,000 cards than for 300", many.median - few.median, 0, False, unit="")]


WORK = Work(
    name="board-page",
    title="The page of a board",
    explained=(
        "GET /projects/{id} as a browser asks for it, signed in by a session: HTML with the first 30 cards"
        " of each column and the newest 50 messages. The two boards are asked for in turn, one request after"
        " the other; the median of each."
    ),
    contestants=(KanbanPages.name,),
    measure=measure,
    marks=marks,
)
