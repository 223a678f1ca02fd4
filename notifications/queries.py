"""What a person may see of their notifications, and how many are new."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from notifications.models import ALWAYS, Notification
from projects.events.log import encode
from projects.models import Membership
from projects.realtime.hub import HUB

MOST = 100


def visible(user_id: UUID) -> QuerySet[Notification]:
    """Of projects that one is no longer in, only that it is so."""
    mine = Membership.objects.filter(project=OuterRef("project_id"), user_id=user_id)
    rows = Notification.objects.filter(user_id=user_id, project__deleted_at=None)
    return rows.filter(Q(kind__in=ALWAYS) | Exists(mine))


def unread(user_id: UUID) -> int:
    """At most MOST: nobody counts further."""
    return visible(user_id).filter(read_at=None)[:MOST].count()


def mark_read(user_id: UUID, *, only: UUID | None = None, up_to: UUID | None = None) -> None:
    """One, or all up to one that was the newest on a page: what came since has not been seen."""
    rows = visible(user_id).filter(read_at=None)
    rows = rows.filter(pk=only) if only else rows.filter(pk__lte=up_to)
    if rows.update(read_at=timezone.now()):
        tell_counts([user_id])


def tell_counts(user_ids: Iterable[UUID]) -> None:
    """To every socket of each of them."""
    for user_id in user_ids:
        text = encode({"type": "notifications.changed", "payload": {"unread": unread(user_id)}})
        HUB.call(HUB.people.whisper, user_id, text)
