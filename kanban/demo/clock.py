"""When things in a demo story happened: in working days back from today, so that it is never out of date."""

import datetime as dt

SATURDAY = 5
DUE_HOUR = 15


class Clock:
    """Times of earlier days lie between 7:00 and 16:00 UTC; `minutes` counts from `now` back."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def at(self, when: str) -> dt.datetime:
        """ "-4 07:32" is four working days ago; "45m" is 45 minutes ago."""
        if when.endswith("m"):
            return self.now - dt.timedelta(minutes=int(when[:-1]))
        day, _, time = when.partition(" ")
        return self.day(int(day), dt.time.fromisoformat(time))

    def day(self, offset: int, time: dt.time, *, minutes: int = 0) -> dt.datetime:
        """`minutes` after `time`, `offset` (below zero) working days from today."""
        date = self.now.date()
        while offset < 0:
            date -= dt.timedelta(days=1)
            offset += date.weekday() < SATURDAY
        return dt.datetime.combine(date, time, dt.UTC) + dt.timedelta(minutes=minutes)

    def due(self, days: int) -> str:
        date = self.now.date() + dt.timedelta(days=days)
        return dt.datetime.combine(date, dt.time(DUE_HOUR), dt.UTC).isoformat()
