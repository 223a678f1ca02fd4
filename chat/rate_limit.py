"""The rate limit of messages: five in any ten seconds, per user and project."""

import datetime as dt
import math

from chat.models import Message
from projects.errors import TooMany
from projects.registry import Member

MAX_MESSAGES = 5
RATE_WINDOW = dt.timedelta(seconds=10)


def check_message_rate(member: Member) -> None:
    """Raise TooMany after MAX_MESSAGES within RATE_WINDOW.

    The messages are counted in the database; the lock on the project keeps concurrent commands out.
    """
    recent = Message.objects.filter(
        project=member.project, author=member.user, created_at__gt=member.at - RATE_WINDOW
    ).order_by("-created_at")
    times = list(recent.values_list("created_at", flat=True)[:MAX_MESSAGES])
    if len(times) == MAX_MESSAGES:
        wait = times[-1] + RATE_WINDOW - member.at
        raise TooMany(retry_after=max(1, math.ceil(wait.total_seconds())))
