"""Days of a search as times: of the person's days, in their time zone."""

import datetime as dt

from django.utils import timezone

from accounts.models import User
from accounts.timezones import zone_of
from core.instants import FIRST, LAST
from core.search.dates import parse_days
from core.search.folding import fold

Span = tuple[dt.datetime, dt.datetime]


def span_of(text: str, person: User, *, ahead: bool) -> Span | None:
    """Return the start of the days that a text names and the start of the day after; None for other texts."""
    zone = zone_of_reader(person)
    days = parse_days(fold(text), today=timezone.localdate(timezone=zone), ahead=ahead)
    return None if days is None else (_start(days[0], zone), _start(days[1], zone))


def zone_of_reader(person: User) -> dt.tzinfo:
    """Return the time zone of the account, or that of the request."""
    return zone_of(person.time_zone) or timezone.get_current_timezone()


def _start(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    bounded = min(max(day, FIRST.date()), LAST.date())
    return dt.datetime.combine(bounded, dt.time(), zone)


def within(field: str, span: tuple[dt.date, dt.date], comparison: str) -> dict[str, dt.date]:
    """Return the lookups of rows whose `field` lies in the days, or before or after them."""
    start, end = span
    return {
        "": {f"{field}__gte": start, f"{field}__lt": end},
        "<": {f"{field}__lt": start},
        "<=": {f"{field}__lt": end},
        ">": {f"{field}__gte": end},
        ">=": {f"{field}__gte": start},
    }[comparison]
