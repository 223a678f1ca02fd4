"""A long conversation: its newest page, one in its middle, and the search, beside a short one."""

import time
from statistics import median
from urllib.parse import quote

from bench.contestants.kanban import Kanban
from bench.figures import Figures, Mark, Reading, Work
from bench.ground import Ground
from bench.http import Http
from bench.machine import Meter
from bench.tally import Lost
from bench.tokens import token_of
from bench.works.crowd import reading, run
from bench.world import Board, Row

SHORT, LONG = "among 1,000", "among 100,000"
ASKED = {
    "the newest page": "?limit=50",
    "a page before the middle": "?limit=50&before={middle}",
    "a search for a word in every fourth": f"?limit=50&q={quote('door')}",
    "a search for a word in one of 2,000": f"?limit=50&q={quote('harbours')}",
}
OFTEN = 40


def measure(ground: Ground, name: str) -> list[Reading]:
    with ground.serving(name) as contestant:
        assert isinstance(contestant, Kanban)
        readings: list[Reading] = run(by_turns(contestant))
        return readings


async def by_turns(contestant: Kanban) -> list[Reading]:
    """Each question to both conversations in turn, so that both have the same machine."""
    sizes, smoke = contestant.ground.sizes, contestant.ground.smoke
    world = contestant.world(people=2, cards=sizes.cards, boards=2)
    lengths = (sizes.many_cards // 10, sizes.many_cards * 10)
    talks = {
        size: (person, *long_talk(contestant, world.home(person), count))
        for size, person, count in zip((SHORT, LONG), world.people, lengths, strict=True)
    }
    http = await Http.open(contestant.port)
    found: list[Reading] = []
    for what, query in ASKED.items():
        took: dict[str, list[float]] = {SHORT: [], LONG: []}
        meter = Meter(*contestant.pids, core=contestant.ground.cores.client).start()
        for _ in range(2 if smoke else OFTEN):
            for size, (person, path, middle) in talks.items():
                took[size].append(await timed(http, path + query.format(middle=middle), person))
        spent = meter.stop()
        found += [reading(f"{what}, {size}", "ms", median(times), spent) for size, times in took.items()]
    http.close()
    return found


def long_talk(contestant: Kanban, board: Board, count: int) -> tuple[str, str]:
    """Its path, and the message in its middle."""
    middle = contestant.companion.ask("converse", project=board.project, count=count)
    return f"/api/v1/projects/{board.project}/messages", middle


async def timed(http: Http, path: str, person: Row) -> float:
    """Milliseconds. Raises Lost."""
    held = {"authorization": f"Bearer {token_of(person)}"}
    began = time.perf_counter()
    status, _, content = await http.fetch("GET", path, **held)
    took = (time.perf_counter() - began) * 1000
    if status != 200:
        raise Lost(f"{path}: {status} {content[:200].decode(errors='replace')}")
    return took


def marks(figures: Figures) -> list[Mark]:
    """The plans are: tests/projects/test_query_plans.py explains every query of a page."""
    return []


def remarks(figures: Figures) -> list[str]:
    told = []
    for what in ASKED:
        short, long = (figures.find(Kanban.name, f"{what}, {size}") for size in (SHORT, LONG))
        if short and long:
            told.append(f"{what.capitalize()}: {long.median / short.median:.2f} × as long {LONG} messages.")
    return told


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
