"""Reads dates from forms that were sent without JavaScript; their times are in UTC, as the form says."""

import datetime as dt

from django.http import QueryDict

from core.moments import DAY_LENGTH
from core.wire import instant


def moment_of(post: QueryDict, name: str) -> str | None:
    """Return the moment in wire format: a day, or an instant if there is a time beside it in `<name>_time`.

    The command will refuse a text that cannot be parsed.
    """
    text, time = post.get(name, ""), post.get(f"{name}_time", "")
    if not text or post.get("clear") == name:
        return None
    if len(text) == DAY_LENGTH and not time:
        return text
    whole = f"{text}T{time}" if time else text
    try:
        return instant(dt.datetime.strptime(whole, "%Y-%m-%dT%H:%M").replace(tzinfo=dt.UTC))
    except ValueError:
        return whole
