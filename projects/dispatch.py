"""The command path. Every change of a project goes through `execute`; nothing else writes the log.

read input → lock the project → member? → seen this event id? → role → run → append → commit → publish
"""

import datetime as dt
import hashlib
import logging
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import orjson
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.ids import new_id
from accounts.models import User
from accounts.wire import camelize
from projects import answers
from projects.errors import Conflict, Forbidden, NotFound, Unavailable, as_refusal
from projects.events import redacted, served, to_wire
from projects.hub import publish
from projects.models import Event, Membership, Project
from projects.permissions import Role
from projects.registry import COMMANDS, Command, Member, Values, in_project

log = logging.getLogger("kanban.commands")

TRIES = 3
# serialization failure, deadlock, lock timeout
RETRIED_SQLSTATES = {"40001", "40P01", "55P03"}


@dataclass(frozen=True)
class Origin:
    """Where a command comes from: `via` is "" for the product's own doors, else "admin" or "import"."""

    via: str = ""
    address: str | None = None
    at: dt.datetime | None = None


@dataclass(frozen=True)
class Outcome:
    """`told` is the sender's answer; `event` the event on the wire."""

    told: dict[str, Any]
    event: dict[str, Any]
    replayed: bool = False


@dataclass(frozen=True)
class Call:
    """One command of one person, its input read and its event id settled."""

    actor: User
    command: Command
    values: Values
    project_hint: UUID | None
    event_id: UUID
    fingerprint: str
    origin: Origin


def execute(
    actor: User,
    name: str,
    data: Mapping[str, Any],
    *,
    event_id: UUID | None = None,
    origin: Origin | None = None,
) -> Outcome:
    """Does the command `name` with the wire's `data` for `actor`, once per `event_id`.

    Raises Refusal or DRF's ValidationError; then nothing is changed and the event id is not used up.
    """
    started = time.perf_counter()
    facts: dict[str, Any] = {"command": name, "user": str(actor.pk)}
    try:
        call = _read(actor, name, data, event_id, origin or Origin())
        outcome = _recalled(call) or _with_retries(call)
        if call.command.tells_event:
            outcome = replace(outcome, told=outcome.event)
        facts |= {
            "project": outcome.event["projectId"],
            "seq": outcome.event["seq"],
            "replayed": outcome.replayed,
        }
        return outcome
    except Exception as error:
        refusal = as_refusal(error)
        facts["refused"] = refusal.code if refusal else type(error).__name__
        raise
    finally:
        facts["ms"] = round((time.perf_counter() - started) * 1000, 1)
        log.info("command", extra={"facts": facts})


def _read(actor: User, name: str, data: Mapping[str, Any], event_id: UUID | None, origin: Origin) -> Call:
    command = COMMANDS[name]
    serializer = command.input(data=data)
    serializer.is_valid(raise_exception=True)
    values = dict(serializer.validated_data)
    if command.locate is in_project:
        fingerprint, hint = _fingerprint(command, values), None
    else:
        hint = values.pop("project_id", None)
        fingerprint = _fingerprint(command, values)
    return Call(actor, command, values, hint, event_id or new_id(), fingerprint, origin)


def _fingerprint(command: Command, values: Values) -> str:
    compared = {key: value for key, value in values.items() if key not in command.apart}
    text = orjson.dumps([command.name, camelize(compared)], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(text).hexdigest()


def _recalled(call: Call) -> Outcome | None:
    kept = answers.recall(call.actor.pk, call.event_id)
    if kept is None:
        return None
    if not Membership.objects.filter(project_id=kept["event"]["projectId"], user_id=call.actor.pk).exists():
        return None
    _check_fingerprint(call, kept["fingerprint"])
    return _told_again(kept["told"], redacted([kept["event"]])[0])


def _with_retries(call: Call) -> Outcome:
    for attempt in range(1, TRIES + 1):
        try:
            return _attempt(call)
        except IntegrityError:
            # The same event id, or the same new id, came twice at once: the next turn sees who was first.
            if attempt == TRIES:
                raise
        except OperationalError as error:
            if attempt == TRIES or getattr(error.__cause__, "sqlstate", None) not in RETRIED_SQLSTATES:
                raise Unavailable from error
            time.sleep(random.uniform(0.02, 0.1) * attempt)
    raise Unavailable


def _attempt(call: Call) -> Outcome:
    with transaction.atomic():
        if call.command.makes_project:
            return _make_project(call)
        member = _enter(call)
        seen = _seen(call)
        if seen is not None:
            if member.role is Role.OUTSIDER:
                raise NotFound
            return seen
        if member.project.deleted_at is not None:
            raise NotFound
        if not member.role.may(call.command.role):
            raise Forbidden
        values = {key: value for key, value in call.values.items() if key != "project_id"}
        return _append(call, member, call.command.run(member, **values))


def _make_project(call: Call) -> Outcome:
    """The actor's own row is the lock, so that one event id makes one project."""
    actor = User.objects.select_for_update(no_key=True).get(pk=call.actor.pk)
    seen = _seen(call)
    if seen is not None:
        return seen
    at = call.origin.at or timezone.now()
    made = call.command.run(actor, at=at, **call.values)
    return _append(call, Member(actor, made.project, Role.OWNER, at), made)


def _enter(call: Call) -> Member:
    """Locks the project and reads, under the lock, what the actor is in it. Outsiders: NotFound."""
    project_id = call.command.locate(call.values) or _project_of_repeat(call)
    if project_id is None or call.project_hint not in (None, project_id):
        raise NotFound
    project = Project.objects.select_for_update(no_key=True).filter(pk=project_id).first()
    if project is None:
        raise NotFound
    role = _role_of(call, project)
    if role is Role.OUTSIDER and call.command.role is not Role.OUTSIDER:
        raise NotFound
    return Member(
        call.actor, project, role, call.origin.at or timezone.now(), imported=call.origin.via == "import"
    )


def _project_of_repeat(call: Call) -> UUID | None:
    """What the command names is gone from the database; a repeat of what removed it still has its answer."""
    rows = Event.objects.filter(actor=call.actor, event_id=call.event_id)
    return rows.values_list("project_id", flat=True).first()


def _role_of(call: Call, project: Project) -> Role:
    if call.origin.via == "admin" and call.actor.is_staff:
        return Role.OPERATOR
    value = Membership.objects.filter(project=project, user=call.actor).values_list("role", flat=True).first()
    return Role(value or Role.OUTSIDER)


def _seen(call: Call) -> Outcome | None:
    """The stored answer to this event id. Raises Conflict when it stood for another command or input."""
    row = Event.objects.filter(actor=call.actor, event_id=call.event_id).first()
    if row is None:
        return None
    _check_fingerprint(call, row.fingerprint)
    return _told_again(row.told, served([row])[0])


def _told_again(told: dict[str, Any], wire: dict[str, Any]) -> Outcome:
    """What has been blanked in the event since is blank in the answer, too."""
    if wire.get("redacted"):
        told = {key: wire["payload"].get(key, value) for key, value in told.items()}
    return Outcome(told, wire, replayed=True)


def _check_fingerprint(call: Call, fingerprint: str) -> None:
    if fingerprint != call.fingerprint:
        raise Conflict(_("This event id was already used for something else."), code="event_id_reused")


def _append(call: Call, member: Member, row: Event) -> Outcome:
    project = member.project
    project.last_seq += 1
    project.save(update_fields=["last_seq", "last_card"])
    row.type = row.type or call.command.event
    row.project, row.seq, row.at = project, project.last_seq, member.at
    row.actor, row.event_id, row.fingerprint = call.actor, call.event_id, call.fingerprint
    row.via, row.address = call.origin.via, call.origin.address
    row.save(force_insert=True)
    wire = to_wire(row)
    kept = {"fingerprint": call.fingerprint, "told": row.told, "event": wire}
    transaction.on_commit(lambda: answers.remember(call.actor.pk, call.event_id, kept), robust=True)
    transaction.on_commit(lambda: publish(wire), robust=True)
    return Outcome({**row.told, **row.told_once}, wire)
