"""Wakes the log subscribers after an event that they need to read, though not by its type."""

from uuid import UUID

from django.db import transaction

from projects.realtime.hub import HUB


def wake_subscribers(project_id: UUID) -> None:
    """Let the log subscribers read on in a project after the commit.

    If the wake-up is lost, no harm is done: the next read finds the event in the log.
    """
    transaction.on_commit(lambda: HUB.call(HUB.log_follower.wake, project_id), robust=True)
