"""Wakes those who read the log for an event of none of their types that concerns them all the same."""

from uuid import UUID

from django.db import transaction

from projects.realtime.hub import HUB


def wake_readers(project_id: UUID) -> None:
    """After the commit. Being lost on the way does no harm: who reads next finds the event in the log."""
    transaction.on_commit(lambda: HUB.call(HUB.read_on, project_id), robust=True)
