"""The palette in a workspace of many years, on both databases."""

import time
from statistics import median
from urllib.parse import quote

from bench.contestants.kanban import Kanban, KanbanEmbedded
from bench.figures import Figures, Mark, Reading, Work, absolute
from bench.http import Http
from bench.machine import Meter
from bench.servers import Servers
from bench.tally import Lost
from bench.works.load import reading, run

P95, MEDIAN = "p95 of a search", "median of a search"
QUERIES = (
    *("t", "th", "the", "the ", "log", "logi", "login", "login dep", "deploy the login", "that", "of and"),
    *("cor", "corba", "corbal", "corbaldes", "harlu", "grast", "perkomer", "inin", "nosti", "stortin"),
    *("печ", "печать", "карточки", "карт печать", "日本", "日本語12", "語77"),
    *("JIRA-12", "JIRA-12345", "jira 777", "v1.22.3", "example.com/docs/55", "https://example.com/docs/9"),
    *("main42.py", "src/app/main", "bob77@example.net", "bob77", "42", "#4711"),
    *(
        "zzzzzz",
        "nothing such",
        "qqxx login",
        "ogin",
        "unne",
        "deploys",
        "logins",
        "the -login",
        '"the login"',
    ),
)
"""Typed beginnings, frequent and rare words, several of them, other scripts, names, parts, misses."""

GOALS = {Kanban.name: 100, KanbanEmbedded.name: 150}
REPEATS = 8


def measure(servers: Servers, name: str) -> list[Reading]:
    with servers.serving(name) as contestant:
        assert isinstance(contestant, Kanban)
        readings: list[Reading] = run(searching(contestant))
        return readings


async def searching(contestant: Kanban) -> list[Reading]:
    sizes, smoke = contestant.testbed.sizes, contestant.testbed.smoke
    person = contestant.world(people=3, cards=sizes.cards).people[0]["id"]
    if person not in FILLED:
        volume = {"cards": sizes.searched_cards, "messages": sizes.searched_messages}
        contestant.companion.ask("workspace", person=person, **volume)
        FILLED.add(person)
    url = f"http://127.0.0.1:{contestant.port}"
    cookie = contestant.companion.ask("session", person=person, url=url)
    http = await Http.open(contestant.port)
    await timed(http, QUERIES[0], f"{cookie['name']}={cookie['value']}")
    meter = Meter(*contestant.pids, core=contestant.testbed.cores.client).start()
    took = [
        await timed(http, query, f"{cookie['name']}={cookie['value']}")
        for _ in range(1 if smoke else REPEATS)
        for query in QUERIES
    ]
    spent = meter.stop()
    http.close()
    return [
        reading(P95, "ms", sorted(took)[int(0.95 * len(took))], spent),
        reading(MEDIAN, "ms", median(took), spent),
    ]


FILLED: set[str] = set()
"""People who have their workspace: the rounds of one database share it."""


async def timed(http: Http, query: str, cookie: str) -> float:
    """Search once as the palette does; return the time in milliseconds. Raises Lost."""
    path = f"/search/items?q={quote(query)}"
    began = time.perf_counter()
    status, _, content = await http.fetch("GET", path, cookie=cookie)
    took = (time.perf_counter() - began) * 1000
    if status != 200:
        raise Lost(f"{path}: {status} {content[:200].decode(errors='replace')}")
    return took


def marks(figures: Figures) -> list[Mark]:
    return [
        mark
        for name, goal in GOALS.items()
        for mark in absolute(f"{P95}, {name}, ms", figures.find(name, P95), most=goal)
    ]


WORK = Work(
    name="search",
    title="Search among 200,000 cards and 1,000,000 messages",
    explained=(
        "GET /search/items as the palette sends it, one request after the other, by a person with 20 projects"
        " that hold 200,000 cards and 1,000,000 messages: beginnings of words as they are typed, frequent and"
        " rare words, several words, Russian and Japanese, names of tickets, files and addresses, parts of"
        " words, words that nobody wrote."
    ),
    contestants=(Kanban.name, KanbanEmbedded.name),
    measure=measure,
    marks=marks,
)
