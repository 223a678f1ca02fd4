"""A command that is sent twice with one event id runs once; the second gets the first one's answer.

The log decides: `run_command` looks for the actor's event with this id under the project's lock, and a unique
index over both backs it. The result cache only makes recent repeats faster. REST takes the id from the header
`Idempotency-Key` (projects/api/viewsets.py).
"""

from uuid import UUID

from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _

from core.sql.prepared import Parameter
from core.wire import JsonObject
from projects.dispatch.calls import CommandCall, Outcome
from projects.dispatch.result_cache import CachedResult
from projects.errors import Conflict
from projects.events.log import EventWire, redact_events, redacted_wire
from projects.models import Event, Membership


def event_of_call(actor_id: UUID | OuterRef, event_id: UUID | Parameter) -> QuerySet[Event]:
    """Select the event that the actor's call with this id has left. If there is one, the call is a repeat."""
    return Event.objects.filter(actor_id=actor_id, event_id=event_id).order_by()


def repeat_from_log(call: CommandCall, row: Event) -> Outcome:
    """Answer a repeat from the event that the first call left."""
    return _repeat_outcome(call, row.fingerprint, row.repeat_answer, redacted_wire([row])[0])


def repeat_from_cache(call: CommandCall, result: CachedResult) -> Outcome | None:
    """Answer a repeat with its cached result, without the lock. None if the actor has lost access."""
    members = Membership.objects.filter(project=UUID(result["event"]["projectId"]), user__is_active=True)
    if not members.filter(user=call.actor_id).exists():
        return None
    return _repeat_outcome(call, result["fingerprint"], result["answer"], redact_events([result["event"]])[0])


def _repeat_outcome(call: CommandCall, fingerprint: str, answer: JsonObject, wire: EventWire) -> Outcome:
    """Return the outcome of a repeated call: `answer`, without what has since been redacted in its event.

    Raises Conflict if the event id was first used for another command or input.
    """
    if fingerprint != call.fingerprint:
        raise Conflict(_("This event id has already been used for another command."), code="event_id_reused")
    if wire.get("redacted"):
        answer = {key: wire["payload"].get(key, value) for key, value in answer.items()}
    return Outcome(answer, wire, answer, replayed=True)
