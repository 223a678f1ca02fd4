"""Bounds of the times that people may enter.

Python and PostgreSQL know the years 1 to 9999, but the first and the last day of that range do not exist in
every time zone. What is stored outside the bounds is shown as the nearest bound.
"""

import datetime as dt

FIRST = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
LAST = dt.datetime(2200, 12, 31, 23, 59, 59, 999000, tzinfo=dt.UTC)


def in_bounds(moment: dt.datetime) -> bool:
    return FIRST <= moment <= LAST


def displayable(moment: dt.datetime | None) -> dt.datetime | None:
    """Return a stored time, or the bound that it lies beyond."""
    return None if moment is None else _clamped(moment)


def parse_stored(text: str) -> dt.datetime:
    """Return a time from the log, in wire format, within the bounds."""
    return _clamped(dt.datetime.fromisoformat(text))


def _clamped(moment: dt.datetime) -> dt.datetime:
    return min(max(moment, FIRST), LAST)
