"""Scarce work has few places and a bounded queue; requests wait for it on the event loop."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from core import backpressure
from core.backpressure import Busy, Gate, Patience, wait_for
from core.bounded_pool import BoundedPool

SOON = 5.0


@pytest.fixture
def gate() -> Gate:
    return Gate(places=1, queue=1)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backpressure, "WAIT_SECONDS", 0.2)


def test_who_finds_every_place_taken_waits_no_longer_than_the_time_out(gate: Gate) -> None:
    gate.enter()
    with pytest.raises(Busy), gate.place():
        raise AssertionError("there was no place")


def test_who_finds_the_queue_full_is_refused_at_once(gate: Gate) -> None:
    gate.enter(), gate.enter()
    with pytest.raises(Busy):
        gate.enter()


def test_places_are_given_in_the_order_of_arrival_and_to_nobody_who_left() -> None:
    gate = Gate(places=1, queue=3)
    first, second, third = (gate.enter() for _ in range(3))
    gate.leave(second)
    gate.leave(first)
    assert (third.done(), second.done()) == (True, False)
    gate.leave(third)
    gate.leave(third)
    assert gate.enter().done()
    assert not gate.enter().done()


async def test_a_request_waits_on_the_loop_and_finds_its_place_the_second_time(gate: Gate) -> None:
    before = gate.enter()

    def work() -> str:
        with gate.place():
            return "done"

    with Patience() as patience:
        with pytest.raises(Busy):
            work()
        asyncio.get_running_loop().call_later(0.05, gate.leave, before)
        assert await patience.wait()
        assert work() == "done"
        assert not gate.enter().done(), "the place is held until the end of the request"
    assert not await Patience().wait(), "there is nothing to wait for"


async def test_a_request_that_gives_up_leaves_the_queue(gate: Gate) -> None:
    inside = gate.enter()
    with Patience() as patience:
        with pytest.raises(Busy), gate.place():
            raise AssertionError("there was no place")
        assert not await patience.wait()
    gate.leave(inside)
    assert gate.enter().done()


async def test_a_result_is_awaited_on_the_loop_too() -> None:
    result: Future[None] = Future()
    with Patience() as patience:
        with pytest.raises(Busy):
            wait_for(result)
        asyncio.get_running_loop().call_later(0.05, result.set_result, None)
        assert await patience.wait()
        wait_for(result)


# ── The pool ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def release() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def test_a_pool_runs_each_job_once_and_refuses_what_its_queue_cannot_hold(release: threading.Event) -> None:
    pool, ran, started = BoundedPool("test", threads=1, queue=1), [], threading.Event()

    def job(name: str) -> None:
        started.set()
        release.wait(SOON)
        ran.append(name)

    first = pool.submit("a", lambda: job("a"))
    assert started.wait(SOON)
    assert pool.submit("a", lambda: job("a again")) is first
    second = pool.submit("b", lambda: job("b"))
    with pytest.raises(Busy):
        pool.submit("c", lambda: job("c"))
    release.set()
    second.result(SOON)
    pool.submit("a", lambda: job("a later")).result(SOON)
    assert ran == ["a", "b", "a later"]


def test_a_job_that_fails_is_logged_and_takes_no_thread_along(caplog: pytest.LogCaptureFixture) -> None:
    pool, ran = BoundedPool("test", threads=1, queue=1), []

    def fail() -> None:
        raise ValueError("a bug")

    pool.submit("a", fail).result(SOON)
    pool.submit("b", lambda: ran.append("b")).result(SOON)
    assert ran == ["b"]
    assert [record.message for record in caplog.records if record.name == "kanban.pools"] == ["job failed"]
