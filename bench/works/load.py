"""Load for works: an event loop of their own, many sockets in projects, and repeated actions."""

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
from bench.websocket import Socket
from bench.world import World

MAX_CONCURRENT = 50
SETTLE_TIMEOUT_SECONDS = 60.0
Action = Callable[[], Awaitable[Any]]


def run(measurement: Coroutine[Any, Any, Any]) -> Any:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(measurement)


async def follow(contestant: Contestant, world: World, count: int, tally: Tally) -> list[Socket]:
    """Connect `count` people, a few at a time, and join each to their project; return the sockets."""
    free = asyncio.Semaphore(MAX_CONCURRENT)

    async def connect(person: dict[str, Any]) -> Socket:
        async with free:
            socket = await contestant.connect(person, tally)
            await contestant.join(socket, world.home(person))
            return socket

    return list(await asyncio.gather(*(connect(person) for person in world.people[:count])))


async def settle(contestant: Contestant) -> None:
    """Wait until the server is idle again after many sockets have connected."""
    pause = contestant.testbed.sizes.pause
    deadline = time.monotonic() + SETTLE_TIMEOUT_SECONDS
    await asyncio.sleep(pause)
    while time.monotonic() < deadline:
        before = sum(map(cpu_seconds, contestant.pids))
        await asyncio.sleep(pause / 10)
        if sum(map(cpu_seconds, contestant.pids)) - before < pause / 50:
            return


async def all_at_once(actions: Sequence[Action]) -> list[Any]:
    """Run all actions concurrently. Raises Lost with the number of failures if any fails."""
    results = await asyncio.gather(*(action() for action in actions), return_exceptions=True)
    failed = [result for result in results if isinstance(result, BaseException)]
    if failed:
        raise Lost(f"{len(failed)} of {len(results)} refused, such as: {failed[0]!r}")
    return results


async def repeat_concurrently(actions: Sequence[Action], *, seconds: float) -> int:
    """Repeat each action for some seconds, all concurrently; return how often they ran in all."""
    deadline = time.perf_counter() + seconds

    async def repeat(action: Action) -> int:
        count = 0
        while time.perf_counter() < deadline:
            await action()
            count += 1
        return count

    return sum(await asyncio.gather(*(repeat(action) for action in actions)))


async def run_at_rate(actions: Sequence[Action], *, a_second: float) -> list[float]:
    """Start actions at a fixed rate, without waiting for earlier ones; return when each was started."""
    start = time.perf_counter()
    sent, running = [], []
    for number, action in enumerate(actions):
        await asyncio.sleep(max(0.0, start + number / a_second - time.perf_counter()))
        sent.append(time.perf_counter())
        running.append(asyncio.ensure_future(action()))
    await asyncio.gather(*running)
    return sent


@asynccontextmanager
async def borrowed(free: asyncio.Queue[int]) -> AsyncIterator[int]:
    """Yield the number of the card unused for longest: one in a running move has no known version yet."""
    number = await free.get()
    yield number
    free.put_nowait(number)


def card_numbers(count: int) -> asyncio.Queue[int]:
    free: asyncio.Queue[int] = asyncio.Queue()
    for number in range(count):
        free.put_nowait(number)
    return free


def reading(measure: str, unit: str, value: float, spent: Spent, *, note: str = "") -> Reading:
    return Reading(measure, unit, value, client_cpu=spent.client, core_busy=spent.core, note=note)


def close_all(sockets: Sequence[Socket]) -> None:
    for socket in sockets:
        socket.close()


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that `share` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[math.ceil(len(ordered) * share) - 1]
