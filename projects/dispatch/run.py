"""How a command is done, under its project's lock: member? → seen this event id? → role → run → append."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.models import User
from core.sql import Insert, Update, prepared, write, write_soon, writing_soon
from projects.dispatch.calls import Call, Outcome, told_again
from projects.errors import Forbidden, NotFound, Unauthenticated
from projects.events.log import redacted, served, to_wire
from projects.models import Event, Membership, Project
from projects.permissions import Role
from projects.realtime.hub import publish
from projects.registry import Member

COUNTERS = ("last_seq", "last_card")


def do(call: Call, project: Project, people: list[Any]) -> Outcome:
    """`people` is the answer of `standing`. The project's counters are left for the caller to write.

    Outsiders: NotFound.
    """
    member, seen = _enter(call, project, people)
    if member.role is Role.OUTSIDER and (seen or call.command.role is not Role.OUTSIDER):
        raise NotFound
    if seen is not None:
        return _seen(call, Event.objects.get(pk=seen))
    if project.deleted_at is not None:
        raise NotFound
    if not member.role.may(call.command.role):
        raise Forbidden
    values = {key: value for key, value in call.values.items() if key != "project_id"}
    return _append(call, member, call.command.run(member, **values))


@transaction.atomic
def make_project(call: Call) -> Outcome:
    """The actor's own row is the lock, so that one event id makes one project."""
    actor = User.objects.select_for_update(no_key=True).filter(pk=call.actor_id, is_active=True).first()
    if actor is None:
        raise Unauthenticated
    seen = Event.objects.filter(actor=actor, event_id=call.event_id).first()
    if seen is not None:
        return _seen(call, seen)
    at = call.origin.at or timezone.now()
    made = call.command.run(actor, at=at, **call.values)
    with writing_soon():
        outcome = _append(call, Member(actor, made.project, Role.OWNER, at), made)
        write(Update(made.project, COUNTERS))
    return outcome


def recalled(call: Call, answer: dict[str, Any]) -> Outcome | None:
    """From the answer that was kept, without the lock; access is checked all the same."""
    members = Membership.objects.filter(project=answer["event"]["projectId"], user__is_active=True)
    if not members.filter(user=call.actor_id).exists():
        return None
    return told_again(call, answer["fingerprint"], answer["told"], redacted([answer["event"]])[0])


@prepared
def standing(actor_id: Any, project_id: Any, event_id: Any) -> Any:
    """The person, with the `role` in the project, and the row of the log that was `seen` for the event id."""
    roles = Membership.objects.filter(project_id=project_id, user_id=OuterRef("pk")).values("role")
    rows = Event.objects.filter(actor_id=OuterRef("pk"), event_id=event_id).order_by().values("pk")
    return User.objects.filter(pk=actor_id).annotate(role=Subquery(roles), seen=Subquery(rows))


def _enter(call: Call, project: Project, people: list[Any]) -> tuple[Member, UUID | None]:
    if not people or not people[0].is_active:
        raise Unauthenticated
    [actor] = people
    operates = call.origin.via == "admin" and actor.is_staff
    role = Role.OPERATOR if operates else Role(actor.role or Role.OUTSIDER)
    imported = call.origin.via == "import"
    return Member(actor, project, role, call.origin.at or timezone.now(), imported), actor.seen


def _seen(call: Call, row: Event) -> Outcome:
    return told_again(call, row.fingerprint, row.told, served([row])[0])


def _append(call: Call, member: Member, row: Event) -> Outcome:
    project = member.project
    project.last_seq += 1
    row.type = row.type or call.command.event
    row.project, row.seq, row.at = project, project.last_seq, member.at
    row.actor, row.event_id, row.fingerprint = member.user, call.event_id, call.fingerprint
    row.via, row.address = call.origin.via, call.origin.address
    write_soon(*row.writes, Insert(row))
    wire = to_wire(row)
    transaction.on_commit(lambda: publish(wire), robust=True)
    return Outcome({**row.told, **row.told_once}, wire, row.told)
