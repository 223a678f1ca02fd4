"""Encodes JSON for clients, whatever a stored row holds: what orjson refuses is replaced, value by value."""

from collections.abc import Callable, Mapping

import orjson

from core.wire import SURROGATE

INTEGERS = range(-(2**63), 2**64)
"""The integers that orjson writes."""
MAX_DEPTH = 200
"""Lists and objects in each other. orjson writes 254."""


def to_json(value: object, *, default: Callable[[object], object] | None = None, option: int = 0) -> bytes:
    """Return `value` as JSON. `default` and `option` are those of orjson.

    A longer integer becomes a fraction, as JavaScript reads it anyway. What is nested too deeply becomes
    null, and half of a surrogate pair the replacement character.
    """
    try:
        return orjson.dumps(value, default=default, option=option)
    except TypeError:
        return orjson.dumps(_writable(value, MAX_DEPTH), default=default, option=option)


def _writable(value: object, depth: int) -> object:
    if isinstance(value, str):
        return SURROGATE.sub("\ufffd", value)
    if isinstance(value, int):
        return value if value in INTEGERS else _fraction(value)
    if not isinstance(value, Mapping | list | tuple):
        return value
    if not depth:
        return None
    if isinstance(value, Mapping):
        return {_writable(key, 0): _writable(item, depth - 1) for key, item in value.items()}
    return [_writable(item, depth - 1) for item in value]


def _fraction(value: int) -> float | None:
    try:
        return float(value)
    except OverflowError:
        return None
