"""Dates of the demo story, in working days before today, so that the demo never looks outdated."""

import datetime as dt

SATURDAY = 5
DUE_HOUR = 15


class Clock:
    """Turns the relative times of a story into datetimes. Earlier days run from 7:00 to 16:00 UTC."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def at(self, when: str) -> dt.datetime:
        """Parse a time: "-4 07:32" is four working days ago, "45m" is 45 minutes ago."""
        if when.endswith("m"):
            return self.now - dt.timedelta(minutes=int(when[:-1]))
        day, _, time = when.partition(" ")
        return self.day(int(day), dt.time.fromisoformat(time))

    def day(self, offset: int, time: dt.time, *, minutes: int = 0) -> dt.datetime:
        """Return `minutes` after `time` of the day that is `offset` (negative) working days from today."""
        date = self.now.date()
        while offset < 0:
            date -= dt.timedelta(days=1)
            offset += date.weekday() < SATURDAY
        return dt.datetime.combine(date, time, dt.UTC) + dt.timedelta(minutes=minutes)

    def due(self, days: int) -> str:
        """Return a due date in `days` calendar days, as on the wire."""
        date = self.now.date() + dt.timedelta(days=days)
        return dt.datetime.combine(date, dt.time(DUE_HOUR), dt.UTC).isoformat()
