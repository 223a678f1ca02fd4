"""Many who ask at one time are answered together, and never with what was found out before they asked."""

import asyncio
import time

import pytest

from core.batching import AT_ONCE, PATIENCE_SECONDS, Gathering
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


async def ask_all(gathering: Gathering[int, int], numbers: range) -> list[int]:
    return await asyncio.gather(*(gathering.ask(number) for number in numbers))


async def test_who_ask_at_once_are_answered_by_one_reading() -> None:
    readings = Readings()
    assert await ask_all(Gathering(readings), range(50)) == [2 * number for number in range(50)]
    assert readings.asked == [list(range(50))]


async def test_who_asks_while_it_reads_waits_for_the_next_reading() -> None:
    readings = Readings()
    gathering: Gathering[int, int] = Gathering(readings)
    first = asyncio.create_task(gathering.ask(1))
    await asyncio.sleep(0.001)
    assert await ask_all(gathering, range(2, 5)) == [4, 6, 8]
    assert await first == 2
    assert readings.asked == [[1], [2, 3, 4]]


async def test_a_crowd_is_answered_in_parts() -> None:
    readings = Readings()
    assert await ask_all(Gathering(readings), range(AT_ONCE + 1)) == list(range(0, 2 * AT_ONCE + 1, 2))
    assert [len(asked) for asked in readings.asked] == [AT_ONCE, 1]


async def test_questions_about_different_things_are_not_mixed() -> None:
    readings = Readings()
    gathering: Gathering[int, int] = Gathering(readings)
    await asyncio.gather(*(gathering.ask(number, about=number % 2) for number in range(6)))
    assert sorted(readings.asked) == [[0, 2, 4], [1, 3, 5]]


async def test_what_one_may_not_hear_is_raised_to_that_one_alone() -> None:
    gathering: Gathering[int, int] = Gathering(Readings())
    told = await asyncio.gather(gathering.ask(1), gathering.ask(-1), gathering.ask(2), return_exceptions=True)
    assert (told[0], told[2]) == (2, 4)
    assert isinstance(told[1], NotFound)


async def test_a_reading_that_fails_fails_for_all_and_the_next_one_does_not() -> None:
    failing = True

    async def read(numbers: list[int]) -> list[int | Exception]:
        if failing:
            raise OSError("the database is away")
        return [*numbers]

    gathering: Gathering[int, int] = Gathering(read)
    told = await asyncio.gather(gathering.ask(1), gathering.ask(2), return_exceptions=True)
    assert [type(error) for error in told] == [OSError, OSError]
    failing = False
    assert await gathering.ask(3) == 3


async def test_nobody_waits_for_a_reading_that_hangs() -> None:
    held = asyncio.Event()
    gathering: Gathering[int, int] = Gathering(Readings(held=held))
    hanging = asyncio.create_task(gathering.ask(1))
    await asyncio.sleep(0.01)
    began = time.monotonic()
    assert await asyncio.wait_for(gathering.ask(2), 10) == 4
    assert time.monotonic() - began < 10 * PATIENCE_SECONDS
    assert not hanging.done()
    held.set()
    assert await hanging == 2


async def test_who_no_longer_waits_disturbs_nobody() -> None:
    gathering: Gathering[int, int] = Gathering(Readings())
    gone, stays = asyncio.create_task(gathering.ask(1)), asyncio.create_task(gathering.ask(2))
    await asyncio.sleep(0)
    gone.cancel()
    assert await asyncio.wait_for(stays, 10) == 4
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert await gathering.ask(3) == 6


def test_another_loop_begins_anew() -> None:
    gathering: Gathering[int, int] = Gathering(Readings(held=asyncio.Event()))
    with pytest.raises(TimeoutError):
        asyncio.run(asyncio.wait_for(gathering.ask(1), 0.02))
    assert asyncio.run(asyncio.wait_for(gathering.ask(2), 10)) == 4
