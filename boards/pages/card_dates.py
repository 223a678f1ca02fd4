"""Dates as the forms of a page have them: without script they are UTC, and say so."""

import datetime as dt

from django.http import QueryDict

from core.wire import instant


def instant_of(post: QueryDict, name: str) -> str | None:
    """On the wire; what cannot be read is left to the command to refuse."""
    text = post.get(name, "")
    if not text or post.get("clear") == name:
        return None
    try:
        return instant(dt.datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=dt.UTC))
    except ValueError:
        return text
