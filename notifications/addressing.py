"""Whom an event concerns, and why. Reads the event as it stands in the log."""

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from notifications.many import given
from notifications.models import ALWAYS, Choice, Kind, Level
from projects.models import Event, Invitation, Project

Addressed = Iterable[tuple[str, Kind]]


def addressees(event: Event, levels: dict[str, str]) -> Iterator[tuple[str, Kind]]:
    """(person, kind), each person once. `levels` are the choices made in the project."""
    told = {str(event.actor_id)}
    for user_id, kind in (*ADDRESSEES[event.type](event), *_everyone(event, levels)):
        if user_id not in told and (kind in ALWAYS or levels.get(user_id) != Level.NONE):
            told.add(user_id)
            yield user_id, kind


def levels_of(project: Project) -> dict[str, str]:
    rows = Choice.objects.filter(membership__project=project)
    return {str(user_id): level for user_id, level in rows.values_list("membership__user_id", "level")}


def _mentioned(event: Event) -> Addressed:
    """A change tells only those who were not mentioned before."""
    return [(user_id, Kind.MENTIONED) for user_id in _added(event, "mentionIds")]


def _assigned(event: Event) -> Addressed:
    return [(user_id, Kind.ASSIGNED) for user_id in _added(event, "assigneeIds")]


def _given_many(event: Event) -> Addressed:
    return [(user_id, Kind.ASSIGNED) for user_id in given(event.changes)]


def _nobody(event: Event) -> Addressed:
    """Only who wants to hear of everything."""
    return []


def _invited(event: Event) -> Addressed:
    """Whoever has an account with the address. The log does not hold it, and nobody else hears of this."""
    email = Invitation.objects.filter(pk=UUID(event.payload["id"])).exclude(email="").values("email")
    people = User.objects.filter(email__in=email, is_active=True).values_list("pk", flat=True)
    return [(str(user_id), Kind.INVITED) for user_id in people]


def _in_new_role(event: Event) -> Addressed:
    return [(event.payload["userId"], Kind.ROLE)] if "role" in event.changes else []


def _removed(event: Event) -> Addressed:
    return [(event.payload["userId"], Kind.REMOVED)]


def _everyone(event: Event, levels: dict[str, str]) -> Addressed:
    kind = NEWS.get(event.type)
    return [(user_id, kind) for user_id, level in levels.items() if level == Level.ALL] if kind else []


def _added(event: Event, key: str) -> list[str]:
    """The ids in a new entity, or those that came to an old one."""
    if event.type.endswith(".created"):
        return event.payload[key]
    old, new = event.changes.get(key, ([], []))
    return [each for each in new if each not in old]


NEWS = {
    "card.created": Kind.CARD,
    "cards.created": Kind.CARD,
    "chat.message.created": Kind.MESSAGE,
}
"""What is told to who wants to hear of everything."""

ADDRESSEES: dict[str, Callable[[Event], Addressed]] = {
    "card.created": _assigned,
    "card.updated": _assigned,
    "cards.created": _nobody,
    "cards.updated": _given_many,
    "chat.message.created": _mentioned,
    "chat.message.updated": _mentioned,
    "invitation.created": _invited,
    "member.updated": _in_new_role,
    "member.removed": _removed,
}
"""The types of events that may concern somebody."""

# Most changes of cards are not about who does them, and carry long texts.
CONCERNING = Q(type__in=list(ADDRESSEES)) & (~Q(type="card.updated") | Q(changes__has_key="assigneeIds"))
