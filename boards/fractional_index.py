"""Fractional indexing: keys in the order of their bytes, and between any two of them room for another.

The algorithm is David Greenspan's, https://observablehq.com/@dgreensp/implementing-fractional-indexing. A key
is an integer and a fraction, in base 62. The integer's first letter says how many digits follow: "a" one, "b"
two, up to "z"; below zero "Z" one, "Y" two, down to "A". "a0" < "a1" < "a1V" < "a2". No fraction ends in 0.
"""

from itertools import count

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
HEADS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE, ZERO, LAST = len(DIGITS), DIGITS[0], DIGITS[-1]
SMALLEST = "A" + ZERO * 26
"""Never a key by itself, because nothing could come before it."""


def key_between(low: str | None, high: str | None) -> str:
    """A short key above `low` and below `high`; None is no neighbour. Raises ValueError."""
    if low is not None and high is not None and low >= high:
        raise ValueError(f"{low} is not below {high}")
    if low is None:
        return "a0" if high is None else _below(*_split(high))
    integer, fraction = _split(low)
    if high is not None and (upper := _split(high))[0] == integer:
        return integer + _middle(fraction, upper[1])
    above = _step(integer, 1)
    return above if above and (high is None or above < high) else integer + _middle(fraction, None)


def keys_between(low: str | None, high: str | None, number: int) -> list[str]:
    """As many keys, in their order: consecutive integers at an end, else by halves. Raises ValueError."""
    if number <= 0:
        return []
    if low is not None and high is not None:
        before = number // 2
        middle = key_between(low, high)
        return [*keys_between(low, middle, before), middle, *keys_between(middle, high, number - before - 1)]
    keys = [key_between(low, high)]
    while len(keys) < number:
        keys.append(key_between(keys[-1], None) if high is None else key_between(None, keys[-1]))
    return keys if high is None else keys[::-1]


def _split(key: str) -> tuple[str, str]:
    """Integer and fraction. Raises ValueError when it is no key."""
    digits = _width(key[:1]) + 1
    integer, fraction = key[:digits], key[digits:]
    if len(integer) < digits or fraction.endswith(ZERO) or key == SMALLEST:
        raise ValueError(f"{key!r} is no key")
    return integer, fraction


def _width(head: str) -> int:
    """How many digits follow the first letter."""
    if not head or head not in HEADS:
        raise ValueError(f"{head!r} begins no key")
    return ord(head) - ord("a") + 1 if head >= "a" else ord("Z") - ord(head) + 1


def _below(integer: str, fraction: str) -> str:
    if integer == SMALLEST:
        return integer + _middle("", fraction)
    if fraction:
        return integer
    return _step(integer, -1)


def _step(integer: str, by: int) -> str:
    """The next integer, up (1) or down (-1); empty after the last one."""
    edge, beginning = (LAST, ZERO) if by > 0 else (ZERO, LAST)
    head, digits = integer[0], integer[1:]
    kept = digits.rstrip(edge)
    if kept:
        raised = DIGITS[DIGITS.index(kept[-1]) + by]
        return head + kept[:-1] + raised + beginning * (len(digits) - len(kept))
    place = HEADS.index(head) + by
    return HEADS[place] + beginning * _width(HEADS[place]) if 0 <= place < len(HEADS) else ""


def _middle(low: str, high: str | None) -> str:
    """A short fraction between two; an empty `low` is zero, no `high` is one."""
    shared = ""
    for place in count():
        lower = DIGITS.index(low[place]) if place < len(low) else 0
        upper = BASE if high is None else DIGITS.index(high[place])
        if upper - lower > 1:
            return shared + DIGITS[(lower + upper + 1) // 2]
        if upper > lower:
            if high is not None and place + 1 < len(high):
                return shared + high[place]
            high = None  # whatever follows `lower` is below it
        shared += DIGITS[lower]
    raise AssertionError
