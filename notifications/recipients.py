"""Recipients of an event's notifications, and the kind for each. Reads the event as the log has it.

Watchers of a card are notified of comments by others, of another column and of another due date.
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
from notifications.bulk_events import assigned_cards, moved_cards
from notifications.models import ALWAYS_SENT, Choice, Kind, Level
from projects.models import Event, Invitation, Project

Recipients = Iterable[tuple[str, Kind]]
"""User ids with the kind of notification."""

Watchers = dict[str, list[tuple[str, dt.datetime]]]
"""Card id → user ids of its watchers, and since when each watches."""


def recipients(event: Event, levels: dict[str, str], watchers: Watchers) -> Iterator[tuple[str, Kind]]:
    """Yield each recipient once: the first kind counts, and the actor is none.

    `levels` are the levels that members chose, by user id.
    """
    seen = {str(event.actor_id)}
    candidates = (
        *RECIPIENT_RULES[event.type](event),
        *_watcher_recipients(event, watchers),
        *_members_who_want_all(event, levels),
    )
    for user_id, kind in candidates:
        if user_id not in seen and (kind in ALWAYS_SENT or levels.get(user_id) != Level.NONE):
            seen.add(user_id)
            yield user_id, kind


def levels_of(project: Project) -> dict[str, str]:
    """Return the levels that members of the project chose, by user id."""
    rows = Choice.objects.filter(membership__project=project)
    return {str(user_id): level for user_id, level in rows.values_list("membership__user_id", "level")}


def watchers_of(project: Project, events: Iterable[Event]) -> Watchers:
    """Return the watchers of all cards that the events may notify watchers about, by one query."""
    cards = {UUID(card_id) for event in events for card_id, _kind in _watchable_changes(event)}
    found: Watchers = defaultdict(list)
    rows = CardWatcher.objects.filter(project=project, card__in=cards).order_by("id")
    for card_id, user_id, since in rows.values_list("card_id", "user_id", "created_at") if cards else []:
        found[str(card_id)].append((str(user_id), since))
    return found


def _watcher_recipients(event: Event, watchers: Watchers) -> Recipients:
    """Leave out people who began to watch after the event, however late the log is read."""
    return [
        (user_id, kind)
        for card_id, kind in _watchable_changes(event)
        for user_id, since in watchers.get(card_id, [])
        if since <= event.at
    ]


def _watchable_changes(event: Event) -> list[tuple[str, Kind]]:
    """Return the ids of the cards whose watchers are notified of the event, and the kind."""
    if event.type == "cards.updated":
        return [(card_id, Kind.MOVED) for card_id in moved_cards(event.changes)]
    if event.type == "comment.created":
        return [(_card_id(event), Kind.COMMENT)]
    if event.type == "card.moved" and "columnId" in event.changes:
        return [(_card_id(event), Kind.MOVED)]
    due = event.type == "card.updated" and "dueAt" in event.changes
    return [(_card_id(event), Kind.DUE)] if due else []


def _card_id(event: Event) -> str:
    return event.payload.get("card", event.payload)["id"]


def _no_recipients(event: Event) -> Recipients:
    """Return none; watchers, and members who want all, may still be notified."""
    return []


def _mentioned(event: Event) -> Recipients:
    """Return the people mentioned; after a change, only those who were not mentioned before."""
    return [(user_id, Kind.MENTIONED) for user_id in _added_ids(event, "mentionIds")]


def _assigned(event: Event) -> Recipients:
    return [(user_id, Kind.ASSIGNED) for user_id in _added_ids(event, "assigneeIds")]


def _assigned_to_item(event: Event) -> Recipients:
    user_id = event.payload["assigneeId"]
    new = event.type.endswith(".created") or "assigneeId" in event.changes
    return [(user_id, Kind.ASSIGNED)] if new and user_id else []


def _assigned_in_bulk(event: Event) -> Recipients:
    return [(user_id, Kind.ASSIGNED) for user_id in assigned_cards(event.changes)]


def _invited(event: Event) -> Recipients:
    """Return the active account with the invitation's address, which the log does not hold."""
    email = Invitation.objects.filter(pk=UUID(event.payload["id"])).exclude(email="").values("email")
    people = User.objects.filter(email__in=email, is_active=True).values_list("pk", flat=True)
    return [(str(user_id), Kind.INVITED) for user_id in people]


def _role_changed(event: Event) -> Recipients:
    return [(event.payload["userId"], Kind.ROLE)] if "role" in event.changes else []


def _removed(event: Event) -> Recipients:
    return [(event.payload["userId"], Kind.REMOVED)]


def _members_who_want_all(event: Event, levels: dict[str, str]) -> Recipients:
    kind = KINDS_FOR_LEVEL_ALL.get(event.type)
    return [(user_id, kind) for user_id, level in levels.items() if level == Level.ALL] if kind else []


def _added_ids(event: Event, key: str) -> list[str]:
    """Return all ids of a created entity, or the ids that a change added."""
    if event.type.endswith(".created"):
        return event.payload[key]
    old, new = event.changes.get(key, ([], []))
    return [each for each in new if each not in old]


KINDS_FOR_LEVEL_ALL = {
    "card.created": Kind.CARD,
    "cards.created": Kind.CARD,
    "checklist_item.converted": Kind.CARD,
    "chat.message.created": Kind.MESSAGE,
    "comment.created": Kind.COMMENT,
}
"""Type of event → kind, for the members who chose the level `all`."""

RECIPIENT_RULES: dict[str, Callable[[Event], Recipients]] = {
    "card.created": _assigned,
    "card.updated": _assigned,
    "card.moved": _no_recipients,
    "cards.created": _no_recipients,
    "cards.updated": _assigned_in_bulk,
    "chat.message.created": _mentioned,
    "chat.message.updated": _mentioned,
    "checklist_item.created": _assigned_to_item,
    "checklist_item.updated": _assigned_to_item,
    "checklist_item.converted": _no_recipients,
    "comment.created": _mentioned,
    "comment.updated": _mentioned,
    "invitation.created": _invited,
    "invitation.revoked": _no_recipients,
    "member.updated": _role_changed,
    "member.removed": _removed,
}
"""Type of event → the people whom it concerns directly. Events of other types notify no one."""


def relevant_events(rows: QuerySet[Event]) -> QuerySet[Event]:
    """Return the events that may notify someone.

    The filter works in the database because most changes of cards notify no one and carry long texts.
    """
    number = Cast(KT("payload__number"), IntegerField())
    watched = CardWatcher.objects.filter(card__project=OuterRef("project"), card__number=OuterRef("number"))
    filtered_types = ("card.updated", "card.moved", "checklist_item.updated")
    assigned = Q(type="card.updated", changes__has_key="assigneeIds") | Q(
        type="checklist_item.updated", changes__has_key="assigneeId"
    )
    watchable = Q(type="card.moved", changes__has_key="columnId") | Q(
        type="card.updated", changes__has_key="dueAt"
    )
    always = Q(type__in=[name for name in RECIPIENT_RULES if name not in filtered_types])
    return rows.alias(number=number).filter(always | assigned | (watchable & Exists(watched)))
