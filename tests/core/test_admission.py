"""Under load fewer requests run at once, and clients take turns."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from core import admission
from core.admission import FEWEST, LATE_SECONDS, Admission, Overloaded

LATE, ON_TIME = LATE_SECONDS * 2, 0.0


async def turns(admission: Admission, *clients: str) -> list[str]:
    """Let requests of these clients come in this order; return the order in which they run."""
    order = []

    async def request(client: str) -> None:
        async with admission.place(client):
            order.append(client)
            await asyncio.sleep(0)

    await asyncio.gather(*(request(client) for client in clients))
    return order


async def settle() -> None:
    """Let tasks that were just made start theirs, and these wait."""
    for _ in range(3):
        await asyncio.sleep(0)


@pytest.fixture
async def full() -> AsyncIterator[tuple[Admission, AsyncExitStack]]:
    """An admission with one place, which is taken until the stack is closed."""
    admission = Admission(1)
    async with AsyncExitStack() as taken:
        await taken.enter_async_context(admission.place("first"))
        yield admission, taken


async def test_clients_take_turns_however_many_requests_one_of_them_has(
    full: tuple[Admission, AsyncExitStack],
) -> None:
    admission, taken = full
    waiting = asyncio.ensure_future(turns(admission, "flood", "flood", "flood", "flood", "ada", "bob"))
    await settle()
    await taken.aclose()
    assert await waiting == ["flood", "ada", "bob", "flood", "flood", "flood"]


async def test_a_client_with_too_many_waiting_requests_is_refused_and_others_are_not(
    full: tuple[Admission, AsyncExitStack], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "WAITING_OF_CLIENT", 2)
    busy, taken = full
    waiting = [asyncio.ensure_future(turns(busy, client)) for client in ("flood", "flood", "ada")]
    await settle()
    with pytest.raises(Overloaded):
        await turns(busy, "flood")
    await taken.aclose()
    assert await asyncio.gather(*waiting) == [["flood"], ["flood"], ["ada"]]


async def test_a_cancelled_request_leaves_no_place_taken(full: tuple[Admission, AsyncExitStack]) -> None:
    admission, taken = full
    waiting, admitted = (asyncio.ensure_future(turns(admission, client)) for client in ("ada", "bob"))
    await settle()
    waiting.cancel()
    await asyncio.sleep(0)
    await taken.aclose()  # gives the place to bob, who is cancelled before he runs
    admitted.cancel()
    await asyncio.gather(waiting, admitted, return_exceptions=True)
    assert (await turns(admission, "cleo"), admission.running) == (["cleo"], 0)


def test_the_limit_falls_by_a_factor_and_rises_by_one() -> None:
    admission = Admission(40)
    admission.running = 20
    admission.adapt(LATE)
    assert admission.limit == 12
    admission.adapt(ON_TIME)
    assert admission.limit == 13
    for _ in range(20):
        admission.adapt(LATE)
    assert admission.limit == FEWEST
    for _ in range(60):
        admission.adapt(ON_TIME)
    assert admission.limit == 40


async def test_a_late_event_loop_is_noticed_and_forgotten() -> None:
    admission = Admission(8)
    async with admission.place("ada"), admission.place("bob"):
        await asyncio.sleep(0)
        time.sleep(0.1)  # noqa: ASYNC251 - makes the loop late
        await asyncio.sleep(0.005)
        assert admission.limit < 8
    await asyncio.sleep(0.5)
    assert admission.limit == 8
