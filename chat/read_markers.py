"""Read markers, and the numbers of unread messages and mentions."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce

from chat.models import Mention, Message, ReadMarker
from core.batching import Batcher, threaded
from core.sql.bounded_count import BoundedCount
from core.wire import instant
from projects.errors import NotFound
from projects.models import Membership
from projects.pages.slots import project_tile_slots
from projects.realtime.frames import signal
from projects.realtime.hub import HUB
from projects.realtime.sockets import Socket

MAX_UNREAD = 1000

HIGHEST_ID = UUID(int=2**128 - 1)


class UnreadCounts(TypedDict):
    unread: int
    mentions: int


class UnreadWire(TypedDict):
    """Unread messages of a person in a project, as of the event `seq`.

    `messageId` is the read marker, None without one. Messages count whose (createdAt, id) is after
    (`since`, `messageId`); without a marker `since` is when the person joined.
    """

    unread: int
    mentions: int
    seq: int
    messageId: str | None
    since: str


def read_up_to(user_id: UUID, project_id: UUID, message_id: UUID) -> UnreadWire:
    """Move the marker forwards or back, and return what is unread then. Raise NotFound."""
    member = Membership.objects.filter(user_id=user_id, project_id=project_id, project__deleted_at=None)
    message = Message.objects.filter(project_id=project_id, pk=message_id).first()
    if message is None or not member.exists():
        raise NotFound
    ReadMarker.objects.update_or_create(
        project_id=project_id, user_id=user_id, defaults={"message_id": message_id}
    )
    return unread_of(user_id, project_id)


def read_signal(user_id: UUID, project_id: UUID, unread: UnreadWire, exclude: Socket | None = None) -> None:
    """Tell the person's other sockets what is unread now. Runs on the hub's loop."""
    text = signal("chat.read.changed", unread, project_id=project_id)
    HUB.signal(project_id, text, audience={"only": str(user_id)}, exclude=exclude, watches=True)


def unread_of(user_id: UUID, project_id: UUID) -> UnreadWire:
    """Return what a person has not read of a project. Raise NotFound for an outsider."""
    [found] = read_unread([(user_id, project_id)])
    if isinstance(found, NotFound):
        raise found
    return found


def read_unread(requests: Sequence[tuple[UUID, UUID]]) -> list[UnreadWire | NotFound]:
    """Return what is unread for each (user id, project id), by one query; NotFound for outsiders."""
    wanted = reduce(or_, (Q(user_id=user_id, project_id=project_id) for user_id, project_id in requests))
    rows = _counted(Membership.objects.filter(wanted, project__deleted_at=None))
    found = {(row["user_id"], row["project_id"]): _wire(row) for row in rows}
    return [found.get(pair) or NotFound() for pair in requests]


UNREAD: Batcher[tuple[UUID, UUID], UnreadWire] = Batcher(threaded(read_unread))
"""Answers all sockets that ask at the same time by one query."""


def unread_counts(user_id: UUID, project_ids: Iterable[UUID]) -> dict[UUID, UnreadCounts]:
    """Return {project id: {unread, mentions}}, without the person's own messages, by one query."""
    rows = _counted(Membership.objects.filter(user_id=user_id, project__in=project_ids))
    return {row["project_id"]: {"unread": row["unread"], "mentions": row["mentions"]} for row in rows}


@project_tile_slots.register
def unread_on_tiles(user_id: UUID, project_ids: list[UUID]) -> Mapping[UUID, Mapping[str, object]]:
    return unread_counts(user_id, project_ids)


def _counted(members: "QuerySet[Membership]") -> Any:
    """Count for each member the messages after the marker, by others, that are not deleted.

    Without a marker, messages since the person joined count. Each number stops at MAX_UNREAD. `seq` and the
    numbers come from one statement, and so from one state of the database.
    """
    marker = ReadMarker.objects.filter(user_id=OuterRef("user_id"), project_id=OuterRef("project_id"))
    new = (
        Message.objects.filter(project_id=OuterRef("project_id"), deleted_at=None)
        .exclude(author_id=OuterRef("user_id"))
        .newer_than(OuterRef("since"), OuterRef("after"))
    )
    # A scalar subquery, which stays a look-up of each unread message; a join may read the table whole.
    of_member = Mention.objects.filter(message=OuterRef("pk"), user_id=OuterRef(OuterRef("user_id")))
    mentioned = new.annotate(mention=Subquery(of_member.values("pk")[:1])).exclude(mention=None)
    return (
        members.annotate(read_id=Subquery(marker.values("message_id")[:1], output_field=UUIDField()))
        .annotate(since=Coalesce(Subquery(marker.values("message__created_at")[:1]), F("joined_at")))
        .annotate(after=Coalesce("read_id", HIGHEST_ID))
        .annotate(
            unread=BoundedCount(new, limit=MAX_UNREAD),
            mentioned=BoundedCount(mentioned, limit=MAX_UNREAD),
            seq=F("project__last_seq"),
        )
        .values("user_id", "project_id", "read_id", "since", "unread", "seq", mentions=F("mentioned"))
    )


def _wire(row: Mapping[str, Any]) -> UnreadWire:
    return {
        "unread": row["unread"],
        "mentions": row["mentions"],
        "seq": row["seq"],
        "messageId": str(row["read_id"]) if row["read_id"] else None,
        "since": instant(row["since"]),
    }
