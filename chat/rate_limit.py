"""The rate limits of messages, per user and project: five new ones in any ten seconds, and of changes."""

import datetime as dt

from django.db.models import Q

from chat.models import Message
from projects.rate_limits import check_rate, check_text_rate
from projects.registry import Member

MAX_MESSAGES = 5
RATE_WINDOW = dt.timedelta(seconds=10)


def check_message_rate(member: Member) -> None:
    """Raise TooMany after MAX_MESSAGES within RATE_WINDOW.

    The messages are counted in the database; the lock on the project keeps concurrent commands out.
    """
    rows = Message.objects.filter(project=member.project, author=member.user)
    check_rate(rows, (MAX_MESSAGES, RATE_WINDOW.seconds), at=member.at)


def check_edit_rate(member: Member) -> None:
    """Raise TooMany if the member changes messages too fast. Edits and messages do not count together."""
    check_text_rate(member, Q(type="chat.message.updated", changes__has_key="editedAt"))
