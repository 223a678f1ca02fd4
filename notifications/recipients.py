"""Whom an event concerns, and why. Reads the event as it stands in the log.

Who watches a card is told of what others say on it, of another column and of another due date.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from accounts.models import User
from boards.models import CardWatcher
from notifications.bulk_events import given, moved
from notifications.models import ALWAYS, Choice, Kind, Level
from projects.models import Event, Invitation, Project

Addressed = Iterable[tuple[str, Kind]]

Watchers = dict[str, list[tuple[str, dt.datetime]]]
"""Card → who watches it, and since when."""


def addressees(event: Event, levels: dict[str, str], watchers: Watchers) -> Iterator[tuple[str, Kind]]:
    """(person, kind), each person once. `levels` are the choices made in the project."""
    told = {str(event.actor_id)}
    concerned = (*ADDRESSEES[event.type](event), *_watching(event, watchers), *_everyone(event, levels))
    for user_id, kind in concerned:
        if user_id not in told and (kind in ALWAYS or levels.get(user_id) != Level.NONE):
            told.add(user_id)
            yield user_id, kind


def levels_of(project: Project) -> dict[str, str]:
    rows = Choice.objects.filter(membership__project=project)
    return {str(user_id): level for user_id, level in rows.values_list("membership__user_id", "level")}


def watchers_of(project: Project, events: Iterable[Event]) -> Watchers:
    cards = {UUID(card_id) for event in events for card_id, _kind in _watched_for(event)}
    found: Watchers = defaultdict(list)
    rows = CardWatcher.objects.filter(project=project, card__in=cards).order_by("id")
    for card_id, user_id, since in rows.values_list("card_id", "user_id", "created_at") if cards else []:
        found[str(card_id)].append((str(user_id), since))
    return found


def _watching(event: Event, watchers: Watchers) -> Addressed:
    """Who began to watch after it happened is not told of it, however late the log is read."""
    return [
        (user_id, kind)
        for card_id, kind in _watched_for(event)
        for user_id, since in watchers.get(card_id, [])
        if since <= event.at
    ]


def _watched_for(event: Event) -> list[tuple[str, Kind]]:
    """The cards whose watchers hear of it."""
    if event.type == "cards.updated":
        return [(card_id, Kind.MOVED) for card_id in moved(event.changes)]
    if event.type == "comment.created":
        return [(_card_of(event), Kind.COMMENT)]
    if event.type == "card.moved" and "columnId" in event.changes:
        return [(_card_of(event), Kind.MOVED)]
    due = event.type == "card.updated" and "dueAt" in event.changes
    return [(_card_of(event), Kind.DUE)] if due else []


def _card_of(event: Event) -> str:
    return event.payload.get("card", event.payload)["id"]


def _nobody(event: Event) -> Addressed:
    """Nobody by what it is; whoever wants it, all the same."""
    return []


def _mentioned(event: Event) -> Addressed:
    """A change tells only those who were not mentioned before."""
    return [(user_id, Kind.MENTIONED) for user_id in _added(event, "mentionIds")]


def _assigned(event: Event) -> Addressed:
    return [(user_id, Kind.ASSIGNED) for user_id in _added(event, "assigneeIds")]


def _given_an_item(event: Event) -> Addressed:
    user_id = event.payload["assigneeId"]
    new = event.type.endswith(".created") or "assigneeId" in event.changes
    return [(user_id, Kind.ASSIGNED)] if new and user_id else []


def _given_many(event: Event) -> Addressed:
    return [(user_id, Kind.ASSIGNED) for user_id in given(event.changes)]


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
    "checklist_item.converted": Kind.CARD,
    "chat.message.created": Kind.MESSAGE,
    "comment.created": Kind.COMMENT,
}
"""What is told to those who want all of a project."""

ADDRESSEES: dict[str, Callable[[Event], Addressed]] = {
    "card.created": _assigned,
    "card.updated": _assigned,
    "card.moved": _nobody,
    "cards.created": _nobody,
    "cards.updated": _given_many,
    "chat.message.created": _mentioned,
    "chat.message.updated": _mentioned,
    "checklist_item.created": _given_an_item,
    "checklist_item.updated": _given_an_item,
    "checklist_item.converted": _nobody,
    "comment.created": _mentioned,
    "comment.updated": _mentioned,
    "invitation.created": _invited,
    "invitation.revoked": _nobody,
    "member.updated": _in_new_role,
    "member.removed": _removed,
}
"""The types of events that may concern somebody."""


def concerning(rows: QuerySet[Event]) -> QuerySet[Event]:
    """Those that may concern somebody. Most changes of cards concern nobody, and carry long texts."""
    number = Cast(KT("payload__number"), IntegerField())
    watched = CardWatcher.objects.filter(card__project=OuterRef("project"), card__number=OuterRef("number"))
    seldom = ("card.updated", "card.moved", "checklist_item.updated")
    given = Q(type="card.updated", changes__has_key="assigneeIds") | Q(
        type="checklist_item.updated", changes__has_key="assigneeId"
    )
    changed = Q(type="card.moved", changes__has_key="columnId") | Q(
        type="card.updated", changes__has_key="dueAt"
    )
    always = Q(type__in=[name for name in ADDRESSEES if name not in seldom])
    return rows.alias(number=number).filter(always | given | (changed & Exists(watched)))
