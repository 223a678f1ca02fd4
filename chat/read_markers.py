"""Where a person has read up to, and what is new since."""

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from chat.models import Message, ReadMarker
from projects.errors import NotFound
from projects.models import Membership
from projects.pages.slots import TILE_PARTS

MOST = 1000


def read_up_to(user_id: UUID, project_id: UUID, message_id: UUID) -> int:
    """Moves the marker, either way; how many are unread now. Raises NotFound."""
    member = Membership.objects.filter(user_id=user_id, project_id=project_id, project__deleted_at=None)
    message = Message.objects.filter(project_id=project_id, pk=message_id).first()
    if message is None or not member.exists():
        raise NotFound
    ReadMarker.objects.update_or_create(
        project_id=project_id, user_id=user_id, defaults={"message_id": message_id}
    )
    return unread(user_id, [project_id])[project_id]["unread"]


def marker_of(user_id: UUID, project_id: UUID) -> str | None:
    row = ReadMarker.objects.filter(user_id=user_id, project_id=project_id).first()
    return str(row.message_id) if row else None


def unread(user_id: UUID, project_ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """{project: {unread, mentions}}, without one's own messages; for a newcomer, what came since joining."""
    rows = (
        Membership.objects.filter(user_id=user_id, project__in=project_ids)
        .annotate(read_at=_marker(user_id, "message__created_at"), read_id=_marker(user_id, "message_id"))
        .values_list("project_id", "joined_at", "read_at", "read_id")
    )
    return {project_id: _count(user_id, project_id, joined, at, pk) for project_id, joined, at, pk in rows}


def _marker(user_id: UUID, field: str) -> Any:
    return Subquery(
        ReadMarker.objects.filter(user_id=user_id, project_id=OuterRef("project_id")).values(field)[:1]
    )


def _count(user_id: UUID, project_id: UUID, joined: Any, read_at: Any, read_id: Any) -> dict[str, Any]:
    messages = Message.objects.filter(project_id=project_id, deleted_at=None).exclude(author_id=user_id)
    new = messages.newer_than(read_at, read_id) if read_at else messages.filter(created_at__gt=joined)
    called = new.filter(mentions__user_id=user_id).count()
    return {"unread": new.order_by()[:MOST].count(), "mentions": called}


TILE_PARTS.append(unread)
