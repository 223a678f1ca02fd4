"""What works have in common: a loop of their own, a crowd of sockets in a project, moves without a pause."""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any

import uvloop

from bench.contestants.base import Contestant
from bench.figures import Reading
from bench.machine import Spent, cpu_seconds
from bench.tally import Lost, Tally
from bench.wire import Line
from bench.world import World

AT_ONCE = 50
QUIET_SECONDS = 60.0
Deed = Callable[[], Awaitable[Any]]


def run(work: Coroutine[Any, Any, Any]) -> Any:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


async def follow(contestant: Contestant, world: World, count: int, tally: Tally) -> list[Line]:
    """So many people, signed in, each joined to a project of theirs; a few at a time."""
    free = asyncio.Semaphore(AT_ONCE)

    async def come(person: dict[str, Any]) -> Line:
        async with free:
            line = await contestant.connect(person, tally)
            await contestant.join(line, world.home(person))
            return line

    return list(await asyncio.gather(*(come(person) for person in world.people[:count])))


async def settle(contestant: Contestant) -> None:
    """A pause, and on until the server is done with what the arrival of so many sockets brings about."""
    pause = contestant.ground.sizes.pause
    deadline = time.monotonic() + QUIET_SECONDS
    await asyncio.sleep(pause)
    while time.monotonic() < deadline:
        before = sum(map(cpu_seconds, contestant.pids))
        await asyncio.sleep(pause / 10)
        if sum(map(cpu_seconds, contestant.pids)) - before < pause / 50:
            return


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


async def keep_time(deeds: Sequence[Deed], *, a_second: float) -> list[float]:
    """Each at its moment, whether or not the one before is through; when each was begun."""
    start = time.perf_counter()
    sent, running = [], []
    for number, deed in enumerate(deeds):
        await asyncio.sleep(max(0.0, start + number / a_second - time.perf_counter()))
        sent.append(time.perf_counter())
        running.append(asyncio.ensure_future(deed()))
    await asyncio.gather(*running)
    return sent


@asynccontextmanager
async def taken(free: asyncio.Queue[int]) -> AsyncIterator[int]:
    """The card that has been left alone for longest: one that is still on its way has no version yet."""
    number = await free.get()
    yield number
    free.put_nowait(number)


def cards(count: int) -> asyncio.Queue[int]:
    free: asyncio.Queue[int] = asyncio.Queue()
    for number in range(count):
        free.put_nowait(number)
    return free


def reading(measure: str, unit: str, value: float, spent: Spent, *, note: str = "") -> Reading:
    return Reading(measure, unit, value, client_cpu=spent.client, core_busy=spent.core, note=note)


def leave(lines: Sequence[Line]) -> None:
    for line in lines:
        line.close()


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` of all do not exceed."""
    ordered = sorted(values)
    return ordered[math.ceil(len(ordered) * share) - 1]
