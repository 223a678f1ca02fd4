"""A whole board over REST, compared with ModelSerializers, and an unchanged board (304)."""

import time
from dataclasses import dataclass
from statistics import median

from bench.contestants.base import Contestant
from bench.contestants.kanban import Kanban
from bench.contestants.reading import ModelSerializers
from bench.figures import Figures, Mark, Reading, Work, absolute, ratio
from bench.http import Http
from bench.machine import Meter
from bench.servers import Servers
from bench.tally import Lost
from bench.tokens import token_of
from bench.works.load import reading, run
from bench.world import World

PATHS = {
    Kanban.name: "/api/v1/projects/{}/board",
    ModelSerializers.name: "/api/v1/projects/{}/board-by-model-serializers",
}
THOUSAND, TEN_THOUSAND = "1,000 cards", "10,000 cards"
UNCHANGED = "{}, unchanged since (304)"
BYTES = "{}, bytes of a card"
REPEATS = {THOUSAND: 30, TEN_THOUSAND: 8}
REPEATS_UNCHANGED = 200


@dataclass(frozen=True)
class BoardResponse:
    status: int
    tag: str
    size: int


def measure(servers: Servers, name: str) -> list[Reading]:
    with servers.serving(name) as contestant:
        readings: list[Reading] = run(both_sizes(contestant))
        return readings


async def both_sizes(contestant: Contestant) -> list[Reading]:
    many = contestant.testbed.sizes.many_cards
    found = []
    for size, cards in ((THOUSAND, many // 10), (TEN_THOUSAND, many)):
        world = contestant.world(people=1, cards=cards)
        found += await one_size(contestant, size, world)
    return found


async def one_size(contestant: Contestant, size: str, world: World) -> list[Reading]:
    smoke = contestant.testbed.smoke
    path = PATHS[contestant.name].format(world.boards[0].project)
    client = BoardClient(contestant, await Http.open(contestant.port), path, world)
    first = await client.fetch()
    found = [await client.measure(size, 2 if smoke else REPEATS[size], status=200)]
    if first.tag:
        times = 3 if smoke else REPEATS_UNCHANGED
        found.append(await client.measure(UNCHANGED.format(size), times, status=304, if_none_match=first.tag))
        cards = len(world.boards[0].cards)
        found.append(Reading(BYTES.format(size), "bytes", first.size / cards))
    client.http.close()
    return found


@dataclass(frozen=True)
class BoardClient:
    contestant: Contestant
    http: Http
    path: str
    world: World

    async def fetch(self, **headers: str) -> BoardResponse:
        authorization = {"authorization": f"Bearer {token_of(self.world.people[0])}"}
        status, head, content = await self.http.fetch("GET", self.path, **authorization, **headers)
        return BoardResponse(status, tag_of(head), len(content))

    async def measure(self, measure: str, times: int, *, status: int, **headers: str) -> Reading:
        """Send requests one after another; return the median time. Raises Lost for an unexpected status."""
        took = []
        meter = Meter(*self.contestant.pids, core=self.contestant.testbed.cores.client).start()
        for _ in range(times):
            began = time.perf_counter()
            response = await self.fetch(**headers)
            took.append((time.perf_counter() - began) * 1000)
            if response.status != status:
                raise Lost(f"{self.path}: {response.status} where {status} was expected")
        return reading(measure, "ms", median(took), meter.stop())


def tag_of(head: bytes) -> str:
    """Return the ETag of a response; "" without one."""
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"etag":
            return value.strip().decode()
    return ""


def marks(figures: Figures) -> list[Mark]:
    found = []
    for size in (THOUSAND, TEN_THOUSAND):
        own, unchanged = figures.find(Kanban.name, size), figures.find(Kanban.name, UNCHANGED.format(size))
        peer = figures.find(ModelSerializers.name, size)
        found += ratio(f"a board of {size}, to ModelSerializers", own, peer, most=0.25)
        found += ratio(f"a board of {size} unchanged, to the whole answer", unchanged, own, most=0.1)
    heavy = figures.find(Kanban.name, BYTES.format(TEN_THOUSAND))
    return [*found, *flat(figures), *absolute("a card before compression", heavy, most=650)]


def flat(figures: Figures) -> list[Mark]:
    small, large = (figures.find(Kanban.name, size) for size in (THOUSAND, TEN_THOUSAND))
    if small is None or large is None:
        return []
    text = "the time of a card among 10,000, to one among 1,000"
    return [Mark(text, large.median / 10 / small.median, 1.1, least=False)]


WORK = Work(
    name="reading-boards",
    title="A whole board over REST",
    explained=(
        "GET /projects/{id}/board, one request after the other on one connection, from sending to the last"
        " byte; the median. ModelSerializers answer the same rows in the same form, by prefetch and without"
        " descriptions, in the same product behind the same middleware and sign-in, written by the same JSON"
        " library. A board that has not changed is asked for with its ETag."
    ),
    contestants=(Kanban.name, ModelSerializers.name),
    measure=measure,
    marks=marks,
)
