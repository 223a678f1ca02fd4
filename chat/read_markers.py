"""Read markers, and the numbers of unread messages and mentions."""

from collections.abc import Mapping
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import OuterRef, Subquery

from chat.models import Message, ReadMarker
from projects.errors import NotFound
from projects.models import Membership
from projects.pages.slots import project_tile_slots
from projects.realtime.frames import signal
from projects.realtime.hub import HUB
from projects.realtime.sockets import Socket

MAX_UNREAD = 1000


class UnreadCounts(TypedDict):
    unread: int
    mentions: int


def read_up_to(user_id: UUID, project_id: UUID, message_id: UUID) -> int:
    """Move the marker forwards or back, and return the number of unread messages. Raise NotFound."""
    member = Membership.objects.filter(user_id=user_id, project_id=project_id, project__deleted_at=None)
    message = Message.objects.filter(project_id=project_id, pk=message_id).first()
    if message is None or not member.exists():
        raise NotFound
    ReadMarker.objects.update_or_create(
        project_id=project_id, user_id=user_id, defaults={"message_id": message_id}
    )
    return unread_counts(user_id, [project_id])[project_id]["unread"]


def read_signal(
    user_id: UUID, project_id: UUID, message_id: UUID, unread: int, exclude: Socket | None = None
) -> None:
    """Tell the person's other sockets the new number of unread messages. Runs on the hub's loop."""
    payload = {"messageId": str(message_id), "unread": unread}
    text = signal("chat.read.changed", payload, project_id=project_id)
    HUB.signal(project_id, text, audience={"only": str(user_id)}, exclude=exclude)


def marker_of(user_id: UUID, project_id: UUID) -> str | None:
    row = ReadMarker.objects.filter(user_id=user_id, project_id=project_id).first()
    return str(row.message_id) if row else None


def unread_counts(user_id: UUID, project_ids: list[UUID]) -> dict[UUID, UnreadCounts]:
    """Return {project id: {unread, mentions}}, without the person's own messages.

    Without a marker, messages since the person joined count. `unread` stops at MAX_UNREAD.
    """
    rows = (
        Membership.objects.filter(user_id=user_id, project__in=project_ids)
        .annotate(read_at=_marker(user_id, "message__created_at"), read_id=_marker(user_id, "message_id"))
        .values_list("project_id", "joined_at", "read_at", "read_id")
    )
    return {project_id: _count(user_id, project_id, joined, at, pk) for project_id, joined, at, pk in rows}


@project_tile_slots.register
def unread_on_tiles(user_id: UUID, project_ids: list[UUID]) -> Mapping[UUID, Mapping[str, object]]:
    return unread_counts(user_id, project_ids)


def _marker(user_id: UUID, field: str) -> Any:
    return Subquery(
        ReadMarker.objects.filter(user_id=user_id, project_id=OuterRef("project_id")).values(field)[:1]
    )


def _count(user_id: UUID, project_id: UUID, joined: Any, read_at: Any, read_id: Any) -> UnreadCounts:
    messages = Message.objects.filter(project_id=project_id, deleted_at=None).exclude(author_id=user_id)
    new = messages.newer_than(read_at, read_id) if read_at else messages.filter(created_at__gt=joined)
    mentions = new.filter(mentions__user_id=user_id).order_by().distinct().count()
    return {"unread": new.order_by()[:MAX_UNREAD].count(), "mentions": mentions}
