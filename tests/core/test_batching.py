"""Many who ask at one time are answered together, and never with what was found out before they asked."""

import asyncio
import time

import pytest

from core.batching import MAX_BATCH, MAX_WAIT_SECONDS, Batcher
from projects.errors import NotFound


class Readings:
    """Doubles what it is asked; keeps what it was asked in one go. The first time it may be held up."""

    def __init__(self, *, held: asyncio.Event | None = None) -> None:
        self.asked: list[list[int]] = []
        self._held = held

    async def __call__(self, numbers: list[int]) -> list[int | Exception]:
        self.asked.append(numbers)
        if self._held is not None and len(self.asked) == 1:
            await self._held.wait()
        await asyncio.sleep(0.005)
        return [2 * number if number >= 0 else NotFound() for number in numbers]


async def ask_all(batcher: Batcher[int, int], numbers: range) -> list[int]:
    return await asyncio.gather(*(batcher.submit(number) for number in numbers))


async def test_concurrent_callers_share_one_read() -> None:
    readings = Readings()
    assert await ask_all(Batcher(readings), range(50)) == [2 * number for number in range(50)]
    assert readings.asked == [list(range(50))]


async def test_a_caller_during_a_read_waits_for_the_next() -> None:
    readings = Readings()
    batcher: Batcher[int, int] = Batcher(readings)
    first = asyncio.create_task(batcher.submit(1))
    await asyncio.sleep(0.001)
    assert await ask_all(batcher, range(2, 5)) == [4, 6, 8]
    assert await first == 2
    assert readings.asked == [[1], [2, 3, 4]]


async def test_a_crowd_is_answered_in_parts() -> None:
    readings = Readings()
    assert await ask_all(Batcher(readings), range(MAX_BATCH + 1)) == list(range(0, 2 * MAX_BATCH + 1, 2))
    assert [len(asked) for asked in readings.asked] == [MAX_BATCH, 1]


async def test_questions_about_different_things_are_not_mixed() -> None:
    readings = Readings()
    batcher: Batcher[int, int] = Batcher(readings)
    await asyncio.gather(*(batcher.submit(number, group=number % 2) for number in range(6)))
    assert sorted(readings.asked) == [[0, 2, 4], [1, 3, 5]]


async def test_an_error_for_one_caller_is_raised_to_that_caller_alone() -> None:
    batcher: Batcher[int, int] = Batcher(Readings())
    result = await asyncio.gather(
        batcher.submit(1), batcher.submit(-1), batcher.submit(2), return_exceptions=True
    )
    assert (result[0], result[2]) == (2, 4)
    assert isinstance(result[1], NotFound)


async def test_a_reading_that_fails_fails_for_all_and_the_next_one_does_not() -> None:
    failing = True

    async def read(numbers: list[int]) -> list[int | Exception]:
        if failing:
            raise OSError("the database is away")
        return [*numbers]

    batcher: Batcher[int, int] = Batcher(read)
    result = await asyncio.gather(batcher.submit(1), batcher.submit(2), return_exceptions=True)
    assert [type(error) for error in result] == [OSError, OSError]
    failing = False
    assert await batcher.submit(3) == 3


async def test_a_hanging_read_does_not_block_later_ones() -> None:
    held = asyncio.Event()
    batcher: Batcher[int, int] = Batcher(Readings(held=held))
    hanging = asyncio.create_task(batcher.submit(1))
    await asyncio.sleep(0.01)
    began = time.monotonic()
    assert await asyncio.wait_for(batcher.submit(2), 10) == 4
    assert time.monotonic() - began < 10 * MAX_WAIT_SECONDS
    assert not hanging.done()
    held.set()
    assert await hanging == 2


async def test_a_cancelled_caller_does_not_disturb_others() -> None:
    batcher: Batcher[int, int] = Batcher(Readings())
    gone, stays = asyncio.create_task(batcher.submit(1)), asyncio.create_task(batcher.submit(2))
    await asyncio.sleep(0)
    gone.cancel()
    assert await asyncio.wait_for(stays, 10) == 4
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert await batcher.submit(3) == 6


def test_another_event_loop_starts_fresh() -> None:
    batcher: Batcher[int, int] = Batcher(Readings(held=asyncio.Event()))
    with pytest.raises(TimeoutError):
        asyncio.run(asyncio.wait_for(batcher.submit(1), 0.02))
    assert asyncio.run(asyncio.wait_for(batcher.submit(2), 10)) == 4
