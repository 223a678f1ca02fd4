"""Moments that people set: an all-day date, or an instant.

An all-day date is the same day in every time zone. On the wire a moment is one text, "2026-12-04" or
"2026-12-04T15:00:00.000Z"; in a row it is in the column of its kind. In Python both are a `date`, because an
instant is one as well: `is_day` tells them apart.
"""

import datetime as dt
from typing import Self, overload

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from core.instants import FIRST, LAST, displayable, parse_stored
from core.wire import Instant, instant

DAY_LENGTH = len("2026-12-04")
ZONES = (dt.timedelta(hours=-12), dt.timedelta(hours=14))
"""The offsets of the time zones furthest west and east."""


def is_day(moment: dt.date | None) -> bool:
    return moment is not None and not isinstance(moment, dt.datetime)


@overload
def moment_text(moment: dt.date) -> str: ...
@overload
def moment_text(moment: dt.date | None) -> str | None: ...
def moment_text(moment: dt.date | None) -> str | None:
    """Return a moment in wire format."""
    if isinstance(moment, dt.datetime):
        return instant(moment)
    return None if moment is None else moment.isoformat()


def parse_stored_moment(text: str) -> dt.date:
    """Return a moment from the log, in wire format, within the bounds of times."""
    if len(text) != DAY_LENGTH:
        return parse_stored(text)
    return clamped(dt.date.fromisoformat(text))


@overload
def clamped(moment: dt.date) -> dt.date: ...
@overload
def clamped(moment: dt.date | None) -> dt.date | None: ...
def clamped(moment: dt.date | None) -> dt.date | None:
    """Return a stored moment, or the bound of times that it lies beyond."""
    if moment is None or isinstance(moment, dt.datetime):
        return displayable(moment)
    return min(max(moment, FIRST.date()), LAST.date())


def is_before(moment: dt.date, other: dt.date) -> bool:
    """Return whether a moment is before another one, in every time zone if one of the two is a day."""
    if isinstance(moment, dt.datetime) and isinstance(other, dt.datetime):
        return moment < other
    return _days(moment)[1] < _days(other)[0]


def _days(moment: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and the last day that a moment is on, over all time zones."""
    if not isinstance(moment, dt.datetime):
        return moment, moment
    west, east = ZONES
    return (moment + west).date(), (moment + east).date()


@extend_schema_field(
    {"oneOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}
)
class Moment(Instant):
    """All-day date of the years 1970 to 2200, or an instant as in `Instant`."""

    default_error_messages = {
        "invalid": _("Enter a date such as 2026-12-04, or a time such as 2026-12-04T15:00:00Z.")
    }

    def to_internal_value(self, value: object) -> dt.date:  # type: ignore[override]
        if not isinstance(value, str) or len(value) != DAY_LENGTH:
            return super().to_internal_value(value)
        try:
            day = dt.date.fromisoformat(value)
        except ValueError:
            self.fail("invalid")
        if not FIRST.date() <= day <= LAST.date():
            self.fail("range")
        return day


class MomentInRow:
    """Attribute of a row: a moment `due`, in `due_on` if it is a day, in `due_at` if it is an instant."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.columns = (f"{name}_on", f"{name}_at")

    @overload
    def __get__(self, row: None, owner: type) -> Self: ...
    @overload
    def __get__(self, row: object, owner: type) -> dt.date | None: ...
    def __get__(self, row: object | None, owner: type) -> Self | dt.date | None:
        if row is None:
            return self
        day, at = (getattr(row, column) for column in self.columns)
        return at if day is None else day

    def __set__(self, row: object, moment: dt.date | None) -> None:
        day, at = self.columns
        setattr(row, day, moment if is_day(moment) else None)
        setattr(row, at, None if is_day(moment) else moment)
