"""What works have in common: a loop of their own, a crowd of sockets in a project, moves without a pause."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

import uvloop

from bench.contestants.base import Contestant
from bench.figures import Reading
from bench.machine import Spent
from bench.tally import Lost, Tally
from bench.wire import Line
from bench.world import World

AT_ONCE = 50
Deed = Callable[[], Awaitable[Any]]


def run(work: Coroutine[Any, Any, Any]) -> Any:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


async def follow(contestant: Contestant, world: World, count: int, tally: Tally) -> list[Line]:
    """So many people, signed in and joined to the world's first board; a few at a time."""
    free = asyncio.Semaphore(AT_ONCE)

    async def come(person: dict[str, Any]) -> Line:
        async with free:
            line = await contestant.connect(person, tally)
            await contestant.join(line, world.boards[0])
            return line

    return list(await asyncio.gather(*(come(person) for person in world.people[:count])))


async def all_at_once(deeds: Sequence[Deed]) -> list[Any]:
    """Raises Lost when one of them fails, with how many did."""
    done = await asyncio.gather(*(deed() for deed in deeds), return_exceptions=True)
    failed = [result for result in done if isinstance(result, BaseException)]
    if failed:
        raise Lost(f"{len(failed)} of {len(done)} refused, such as: {failed[0]!r}")
    return done


async def keep_doing(deeds: Sequence[Deed], *, seconds: float) -> int:
    """Each again and again, all side by side; how often in all, until the last one is through."""
    deadline = time.perf_counter() + seconds

    async def repeat(deed: Deed) -> int:
        count = 0
        while time.perf_counter() < deadline:
            await deed()
            count += 1
        return count

    return sum(await asyncio.gather(*(repeat(deed) for deed in deeds)))


def reading(measure: str, unit: str, value: float, spent: Spent, *, note: str = "") -> Reading:
    return Reading(measure, unit, value, client_cpu=spent.client, core_busy=spent.core, note=note)


def leave(lines: Sequence[Line]) -> None:
    for line in lines:
        line.close()


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` of all do not exceed."""
    ordered = sorted(values)
    return ordered[math.ceil(len(ordered) * share) - 1]
