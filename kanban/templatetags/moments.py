"""Template filter for dates and times as the reader's region writes them; every template has it."""

import datetime as dt

from django import template

from core import regions
from core.due_words import due_words

register = template.Library()


@register.filter(expects_localtime=True)
def written(at: dt.datetime | dt.date | None, kind: str) -> str:
    """Return `at` as core/regions.py writes it; "" if there is none."""
    return regions.written(at, kind) if at else ""


@register.filter(expects_localtime=True)
def due(moment: dt.date | None, detail: str = "") -> str:
    """Return a due date in words; "" if there is none. With the detail "full" a time of day follows."""
    return due_words(moment, full=detail == "full") if moment else ""
