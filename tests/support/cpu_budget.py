"""Budgets of processor time, in units of a loop that is measured on the same machine.

Seconds differ between machines and with their load; the number of loops that something takes does not.
"""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

MILLISECOND = 1 / 10
"""Units. One unit is about 10 ms of the machine that the budgets were chosen on."""


@cache
def unit() -> float:
    """Seconds of this thread that the loop takes: the best of three."""
    return min(_loop() for _ in range(3))


def _loop() -> float:
    started = time.thread_time()
    total = 0
    for number in range(320_000):
        total += number % 7
    assert total
    return time.thread_time() - started


@dataclass
class Spent:
    """Processor time of a block, once it has ended."""

    units: float = 0.0


@contextmanager
def spent() -> Iterator[Spent]:
    """Measure the processor time that the block takes in this thread.

    The garbage collector rests meanwhile: it would look through the objects of the whole test run.
    """
    result, length = Spent(), unit()
    gc.disable()
    try:
        started = time.thread_time()
        yield result
        result.units = (time.thread_time() - started) / length
    finally:
        gc.enable()


def cost(call: Callable[[], object], budget: float) -> float:
    """Return the units that a call takes: the first try within the budget, or the cheapest of three.

    What else the machine does at the time only adds to it.
    """
    cheapest = float("inf")
    for _ in range(3):
        with spent() as taken:
            call()
        cheapest = min(cheapest, taken.units)
        if cheapest < budget:
            break
    return cheapest
