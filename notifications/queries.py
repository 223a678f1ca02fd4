"""The notifications that a person may see, and the number of unread ones."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from boards.models import Card, ChecklistItem, Comment
from chat.models import Message
from core.sql.bounded_count import BoundedCount
from notifications.models import ALWAYS_SENT, Kind, Notification
from projects.models import Membership
from projects.realtime.frames import signal
from projects.realtime.hub import HUB

MAX_UNREAD = 100


def visible_notifications(user_id: UUID) -> QuerySet[Notification]:
    """Return a user's notifications. Of projects that the user is not in, only invitations and removals."""
    return _visible(Notification.objects.filter(user_id=user_id))


def _visible(rows: QuerySet[Notification]) -> QuerySet[Notification]:
    memberships = Membership.objects.filter(project=OuterRef("project_id"), user_id=OuterRef("user_id"))
    return rows.filter(Q(kind__in=ALWAYS_SENT) | Exists(memberships), project__deleted_at=None)


def count_unread(user_id: UUID) -> int:
    """Return the number of unread notifications, at most MAX_UNREAD: the bell shows no higher one."""
    return standing(visible_notifications(user_id).filter(read_at=None))[:MAX_UNREAD].count()


def standing(rows: QuerySet[Notification]) -> QuerySet[Notification]:
    """Leave out notifications about a message, comment, card or item that is deleted: nobody need read them.

    They come back with what they are about. Whether it is archived makes no difference: it can be read.
    """
    gone = {"pk": OuterRef("about"), "deleted_at__isnull": False}
    item = Q(kind=Kind.ASSIGNED) & ~Q(card=None) & ~Q(about=F("card"))
    return rows.exclude(
        Exists(Card.objects.filter(pk=OuterRef("card"), deleted_at__isnull=False))
        | Exists(Message.objects.filter(**gone))
        | Exists(Comment.objects.filter(**gone))
        | (item & ~Exists(ChecklistItem.objects.filter(pk=OuterRef("about"))))
    )


def unread_among(rows: Iterable[Notification]) -> set[UUID]:
    """Return the ids of those that count as unread."""
    ids = [row.pk for row in rows if row.read_at is None]
    return (
        set(standing(Notification.objects.filter(pk__in=ids)).values_list("pk", flat=True)) if ids else set()
    )


def mark_read(user_id: UUID, *, only: UUID | None = None, up_to: UUID | None = None) -> None:
    """Mark one notification as read, or all up to the newest of a page: later ones have not been seen."""
    rows = visible_notifications(user_id).filter(read_at=None)
    rows = rows.filter(pk=only) if only else rows.filter(pk__lte=up_to)
    if rows.update(read_at=timezone.now()):
        send_unread_counts([user_id])


def send_unread_counts(user_ids: Iterable[UUID]) -> None:
    """Send each user's unread count to all sockets of that user. All are counted by one query."""
    unread = standing(_visible(Notification.objects.filter(user_id=OuterRef("pk"), read_at=None)))
    people = User.objects.filter(pk__in=list(user_ids))
    counts = people.annotate(unread=BoundedCount(unread, limit=MAX_UNREAD)).values_list("pk", "unread")
    for user_id, count in counts:
        text = signal("notifications.changed", {"unread": count})
        HUB.call(HUB.user_sockets.send_to_user, user_id, text)
