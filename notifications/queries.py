"""The notifications that a person may see, and the number of unread ones."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from notifications.models import ALWAYS_SENT, Notification
from projects.models import Membership
from projects.realtime.frames import signal
from projects.realtime.hub import HUB

MAX_UNREAD = 100


def visible_notifications(user_id: UUID) -> QuerySet[Notification]:
    """Return a user's notifications. Of projects that the user is not in, only invitations and removals."""
    memberships = Membership.objects.filter(project=OuterRef("project_id"), user_id=user_id)
    rows = Notification.objects.filter(user_id=user_id, project__deleted_at=None)
    return rows.filter(Q(kind__in=ALWAYS_SENT) | Exists(memberships))


def count_unread(user_id: UUID) -> int:
    """Return the number of unread notifications, at most MAX_UNREAD: the bell shows no higher one."""
    return visible_notifications(user_id).filter(read_at=None)[:MAX_UNREAD].count()


def mark_read(user_id: UUID, *, only: UUID | None = None, up_to: UUID | None = None) -> None:
    """Mark one notification as read, or all up to the newest of a page: later ones have not been seen."""
    rows = visible_notifications(user_id).filter(read_at=None)
    rows = rows.filter(pk=only) if only else rows.filter(pk__lte=up_to)
    if rows.update(read_at=timezone.now()):
        send_unread_counts([user_id])


def send_unread_counts(user_ids: Iterable[UUID]) -> None:
    """Send each user's unread count to all sockets of that user."""
    for user_id in user_ids:
        text = signal("notifications.changed", {"unread": count_unread(user_id)})
        HUB.call(HUB.user_sockets.send_to_user, user_id, text)
