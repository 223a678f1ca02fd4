"""Due dates in words, as static/js/page/time.js writes them: "Today", "Friday", "2 days late"."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.regions import written

WEEK = 7


def due_words(due: dt.date, *, full: bool = False) -> str:
    """Return a due date in the reader's time zone; with `full`, with its time of day if it has one."""
    now = timezone.localtime()
    at = timezone.localtime(due) if isinstance(due, dt.datetime) else None
    day = at.date() if at else due
    days = (day - now.date()).days
    if days < 0 or (at and at < now):
        return _overdue(now - at if at else dt.timedelta(days=-days), -days)
    if days == 0 and at:
        return _("Today, %(time)s") % {"time": written(at, "clock")}
    words = _day_words(day, days, now.year)
    return f"{words}, {written(at, 'clock')}" if full and at else words


def _overdue(late: dt.timedelta, days: int) -> str:
    if days < 1:
        hours = max(1, int(late.total_seconds() // 3600))
        return ngettext("%(n)s hour late", "%(n)s hours late", hours) % {"n": hours}
    return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}


def _day_words(day: dt.date, days: int, year: int) -> str:
    if days == 0:
        return _("Today")
    if days == 1:
        return _("Tomorrow")
    if days < WEEK:
        weekday = date_format(day, "l")
        return weekday[:1].upper() + weekday[1:]
    return written(day, "day" if day.year == year else "date")
