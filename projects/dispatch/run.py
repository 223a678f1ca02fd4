"""Runs one command under its project's lock.

Checks membership, answers a repeat, checks the role, runs, appends.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User
from core.sql.deferred import defer, deferring_writes
from core.sql.prepared import Parameter, Rows, prepared
from core.sql.writes import Insert, Update, write
from projects.dispatch.calls import CommandCall, Outcome
from projects.dispatch.idempotency import event_of_call, repeat_from_log
from projects.errors import NotFound, Unauthenticated
from projects.events.log import to_wire
from projects.models import Event, Membership, Project
from projects.permissions import Role, check_role, hide_from_outsiders
from projects.realtime.hub import publish
from projects.registry import Member
from projects.search.indexers import keep_index

COUNTERS = ("last_seq", "last_card")
"""Counters on the project's row: the last seq and the last number of a card."""


def run_command(call: CommandCall, project: Project, actor_rows: Rows) -> Outcome:
    """Check the actor, answer a repeat, or run the command and append its event.

    `actor_rows` are the rows of `find_actor`. The caller saves the project's COUNTERS. Raises
    Unauthenticated, NotFound (also for everyone outside the project), Forbidden, and what the command raises.
    """
    member, seen = _find_member(call, project, actor_rows)
    needed = call.command.role
    hide_from_outsiders(member.role, needed, is_repeat=seen is not None)
    if seen is not None:
        return repeat_from_log(call, Event.objects.get(pk=seen))
    if project.deleted_at is not None:
        raise NotFound
    check_role(member.role, needed)
    values = {key: value for key, value in call.values.items() if key != "project_id"}
    return _append(call, member, call.command.run(member, **values))


@transaction.atomic
def run_project_creation(call: CommandCall) -> Outcome:
    """Run the command that creates a project. There is no project to lock yet, so the actor's row is locked.

    That keeps one event id from creating two projects.
    """
    actor = User.objects.select_for_update(no_key=True).filter(pk=call.actor_id, is_active=True).first()
    if actor is None:
        raise Unauthenticated
    seen = event_of_call(actor.pk, call.event_id).first()
    if seen is not None:
        return repeat_from_log(call, seen)
    at = call.origin.at or timezone.now()
    imported = call.origin.via == "import"
    event = call.command.run(actor, at=at, imported=imported, **call.values)
    with deferring_writes():
        outcome = _append(call, Member(actor, event.project, Role.OWNER, at), event)
        write(Update(event.project, COUNTERS))
    return outcome


@prepared
def find_actor(actor_id: Parameter, project_id: Parameter, event_id: Parameter) -> QuerySet[User]:
    """Select the user, with the `role` in the project and, as `seen`, the log row of the event id."""
    roles = Membership.objects.filter(project_id=project_id, user_id=OuterRef("pk")).values("role")
    rows = event_of_call(OuterRef("pk"), event_id).values("pk")
    return User.objects.filter(pk=actor_id).annotate(role=Subquery(roles), seen=Subquery(rows))


def _find_member(call: CommandCall, project: Project, actor_rows: Rows) -> tuple[Member, UUID | None]:
    """Return the actor as a member, and the id of the log row if the event id has been seen."""
    if not actor_rows or not actor_rows[0].is_active:
        raise Unauthenticated
    [actor] = actor_rows
    is_operator = call.origin.via == "admin" and actor.is_staff
    role = Role.OPERATOR if is_operator else Role(actor.role or Role.OUTSIDER)
    imported = call.origin.via == "import"
    return Member(actor, project, role, call.origin.at or timezone.now(), imported), actor.seen


def _append(call: CommandCall, member: Member, row: Event) -> Outcome:
    """Give the event its seq, write it, and publish it after the commit."""
    project = member.project
    project.last_seq += 1
    row.type = row.type or call.command.event
    row.project, row.seq, row.at = project, project.last_seq, member.at
    row.actor, row.event_id, row.fingerprint = member.user, call.event_id, call.fingerprint
    row.via, row.address = call.origin.via, call.origin.address
    defer(*row.writes, Insert(row))
    keep_index(row)
    wire = to_wire(row)
    transaction.on_commit(lambda: publish(wire), robust=True)
    return Outcome({**row.repeat_answer, **row.answer_once}, wire, row.repeat_answer)
