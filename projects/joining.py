"""What a socket is told when it joins a project or asks what it missed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.wire import Flag, Id, Integer, Text, WireSerializer
from projects.errors import NotFound
from projects.events import missed
from projects.fragments import newest_with_html
from projects.models import HIGHEST_SEQ, Membership


class RoomInput(WireSerializer):
    project_id = Id()


class SyncInput(RoomInput):
    since = Integer(max_value=HIGHEST_SEQ)


class JoinInput(RoomInput):
    since = Integer(max_value=HIGHEST_SEQ, required=False)
    fragments = Flag(required=False)


class AuthInput(WireSerializer):
    token = Text(max_length=4096)


class NoInput(WireSerializer):
    pass


@dataclass(frozen=True)
class Missed:
    """`events` None: too many to replay, read the board anew."""

    seq: int
    role: str
    events: list[dict[str, Any]] | None

    @property
    def payload(self) -> dict[str, Any]:
        told = {"seq": self.seq, "role": self.role, "events": self.events or []}
        return told if self.events is not None else {**told, "resync": True}


def read_missed(user_id: UUID, project_id: UUID, *, since: int | None, language: str | None) -> Missed:
    """For a member: head, role and the events after `since` (None: none). Raises NotFound for an outsider."""
    membership = (
        Membership.objects.select_related("project")
        .filter(user_id=user_id, user__is_active=True, project_id=project_id, project__deleted_at=None)
        .first()
    )
    if membership is None:
        raise NotFound
    head = membership.project.last_seq
    events = [] if since is None else missed(project_id, since=since, head=head)
    if events and language:
        events = newest_with_html(events, language)
    return Missed(head, membership.role, events)
