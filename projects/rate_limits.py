"""Limits on what people write and send, counted from the rows themselves.

Rows count once per accepted command: a refusal, a rollback and a repeat count nothing, and no counter can be
lost. Under the project's lock the count is exact within a project.
"""

import datetime as dt
import math
from typing import TypeVar

from django.conf import settings
from django.db.models import Model, Q, QuerySet

from projects.errors import Detail, TooMany
from projects.models import Event
from projects.registry import Member

Row = TypeVar("Row", bound=Model)


def check_rate(
    rows: "QuerySet[Row]",
    rate: tuple[int, int],
    *,
    at: dt.datetime,
    time_field: str = "created_at",
    detail: Detail = "",
) -> None:
    """Raise TooMany if `rows` hold as many within the window as `rate` allows: a number, and seconds.

    The window slides: `retry_after` is the time until the oldest row that counts is out of it.
    """
    count, seconds = rate
    window = dt.timedelta(seconds=seconds)
    recent = rows.filter(**{f"{time_field}__gt": at - window}).order_by(f"-{time_field}")
    oldest = [at] if count == 0 else list(recent.values_list(time_field, flat=True)[count - 1 : count])
    if oldest:
        wait = (oldest[0] + window - at).total_seconds()
        raise TooMany(detail, retry_after=max(1, math.ceil(wait)))


def check_text_rate(member: Member, events: Q) -> None:
    """Raise TooMany if the member has changed texts of one kind too fast in this project.

    `events` selects the events of that kind. An import is history and has no pace.
    """
    if member.imported:
        return
    rows = Event.objects.filter(events, project=member.project, actor=member.user).exclude(via="import")
    check_rate(rows, settings.RATE_LIMITS["text_changes"], at=member.at, time_field="at")
