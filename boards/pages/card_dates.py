"""Reads dates from forms that were sent without JavaScript; they are in UTC, as the form says."""

import datetime as dt

from django.http import QueryDict

from core.wire import instant


def instant_of(post: QueryDict, name: str) -> str | None:
    """Return the instant in wire format; the command will refuse a text that cannot be parsed."""
    text = post.get(name, "")
    if not text or post.get("clear") == name:
        return None
    try:
        return instant(dt.datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=dt.UTC))
    except ValueError:
        return text
