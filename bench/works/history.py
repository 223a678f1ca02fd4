"""Pages and searches of a long conversation, compared with a short one."""

import time
from statistics import median
from urllib.parse import quote

from bench.contestants.kanban import Kanban
from bench.figures import Figures, Mark, Reading, Work
from bench.http import Http
from bench.machine import Meter
from bench.servers import Servers
from bench.tally import Lost
from bench.tokens import token_of
from bench.works.load import reading, run
from bench.world import Board, Row

SHORT, LONG = "among 1,000", "among 100,000"
QUERIES = {
    "the newest page": "?limit=50",
    "a page before the middle": "?limit=50&before={middle}",
    "a search for a word in every fourth": f"?limit=50&q={quote('door')}",
    "a search for a word in one of 2,000": f"?limit=50&q={quote('harbours')}",
}
REPEATS = 40


def measure(servers: Servers, name: str) -> list[Reading]:
    with servers.serving(name) as contestant:
        assert isinstance(contestant, Kanban)
        readings: list[Reading] = run(measure_in_turns(contestant))
        return readings


async def measure_in_turns(contestant: Kanban) -> list[Reading]:
    """Send each query to both conversations in turn, so that noise of the machine affects both."""
    sizes, smoke = contestant.testbed.sizes, contestant.testbed.smoke
    world = contestant.world(people=2, cards=sizes.cards, boards=2)
    lengths = (sizes.many_cards // 10, sizes.many_cards * 10)
    conversations = {
        size: (person, *long_conversation(contestant, world.home(person), count))
        for size, person, count in zip((SHORT, LONG), world.people, lengths, strict=True)
    }
    http = await Http.open(contestant.port)
    found: list[Reading] = []
    for what, query in QUERIES.items():
        took: dict[str, list[float]] = {SHORT: [], LONG: []}
        meter = Meter(*contestant.pids, core=contestant.testbed.cores.client).start()
        for _ in range(2 if smoke else REPEATS):
            for size, (person, path, middle) in conversations.items():
                took[size].append(await timed(http, path + query.format(middle=middle), person))
        spent = meter.stop()
        found += [reading(f"{what}, {size}", "ms", median(times), spent) for size, times in took.items()]
    http.close()
    return found


def long_conversation(contestant: Kanban, board: Board, count: int) -> tuple[str, str]:
    """Create a conversation; return its path and the id of the message in its middle."""
    middle = contestant.companion.ask("converse", project=board.project, count=count)
    return f"/api/v1/projects/{board.project}/messages", middle


async def timed(http: Http, path: str, person: Row) -> float:
    """Send one request; return its time in milliseconds. Raises Lost."""
    headers = {"authorization": f"Bearer {token_of(person)}"}
    began = time.perf_counter()
    status, _, content = await http.fetch("GET", path, **headers)
    took = (time.perf_counter() - began) * 1000
    if status != 200:
        raise Lost(f"{path}: {status} {content[:200].decode(errors='replace')}")
    return took


def marks(figures: Figures) -> list[Mark]:
    """Return no marks on time: tests/projects/test_query_plans.py checks the query plans instead."""
    return []


def remarks(figures: Figures) -> list[str]:
    lines = []
    for what in QUERIES:
        short, long = (figures.find(Kanban.name, f"{what}, {size}") for size in (SHORT, LONG))
        if short and long:
            lines.append(f"{what.capitalize()}: {long.median / short.median:.2f} × as long {LONG} messages.")
    return lines


WORK = Work(
    name="history",
    title="A conversation of 100,000 messages",
    explained=(
        "GET /projects/{id}/messages, fifty at a time, of a conversation of 100,000 messages and one of 1,000"
        " in turn; the median of each. The mark is of the plans, not of the time: that every one of these"
        " reads by index only, and no more rows than it shows, is checked by"
        " tests/projects/test_query_plans.py, which lets PostgreSQL explain the queries of all pages."
        " Words are found by their stems, English and Russian."
    ),
    contestants=(Kanban.name,),
    measure=measure,
    marks=marks,
    remarks=remarks,
)
