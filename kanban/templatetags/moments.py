"""Template filter for dates and times as the reader's region writes them; every template has it."""

import datetime as dt

from django import template

from core import regions

register = template.Library()


@register.filter(expects_localtime=True)
def written(at: dt.datetime | dt.date | None, kind: str) -> str:
    """Return `at` as core/regions.py writes it; "" if there is none."""
    return regions.written(at, kind) if at else ""
