"""Finds the people whose notifications read or count otherwise after events: an edit, a deletion, a new name.

Notifications store no words. They are read from what they are about, so an edit changes them by itself; what
is left to do is to tell the pages that show them.
"""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from core.guard import guarded
from core.ids import uuid_or_none
from core.wire import JsonObject
from notifications.models import Notification
from projects.events.log import Changes
from projects.models import Event, Project

Subjects = Iterable[object]
"""Ids of the messages, comments, items and cards that an event changed."""


def people_to_tell(batch: QuerySet[Event], project: Project) -> set[UUID]:
    """Return the ids of the users with notifications that these events changed."""
    events = list(batch.filter(_rewording()).defer("answer"))
    people = {event.actor_id for event in events if event.type == "invitation.accepted"}
    people |= {user_id for event in events if (user_id := uuid_or_none(event.payload.get("userId")))}
    notices = Notification.objects.filter(project=project)
    if not any(_concerns_project(event) for event in events):
        ids = {pk for event in events for pk in map(uuid_or_none, _subjects_or_none(event)) if pk}
        if not ids:
            return people
        notices = notices.filter(Q(about__in=ids) | Q(card__in=ids))
    return people | set(notices.values_list("user_id", flat=True).distinct())


def _rewording() -> Q:
    """Match the events that reword, hide or bring back notifications. Most changes of cards do not."""
    reworded = Q(type__in=OUTDATING_TYPES - REWORDED_BY.keys())
    for name, field in REWORDED_BY.items():
        reworded |= Q(type=name, changes__has_key=field)
    return reworded


def _subjects_or_none(event: Event) -> list[object]:
    """Return what the event changed: nothing for a malformed one, which must not stop the others."""

    def build() -> list[object]:
        find = SUBJECTS.get(event.type)
        return list(find(event.payload, event.changes)) if find else []

    return guarded(build, kind="event", pk=event.pk, fallback=list)


def _concerns_project(event: Event) -> bool:
    """Return whether an event rewords any notification of its project; a changed role does not."""
    return event.type in PROJECT_TYPES and "role" not in event.changes


def _itself(payload: JsonObject, changes: Changes) -> Subjects:
    return [payload["id"]]


def _with_item(payload: JsonObject, changes: Changes) -> Subjects:
    return [payload["id"], payload["item"]["id"]]


def _items(payload: JsonObject, changes: Changes) -> Subjects:
    return [item["id"] for item in payload["items"]]


def _cards(payload: JsonObject, changes: Changes) -> Subjects:
    return [card["id"] for card in payload["cards"]]


def _reworded_cards(payload: JsonObject, changes: Changes) -> Subjects:
    """Return the cards of a bulk change that got another title, or went away or came back."""
    _old, new = changes["cards"]
    return [card["id"] for card in new if {"title", "archivedAt", "deletedAt"} & card.keys()]


def _messages(payload: JsonObject, changes: Changes) -> Subjects:
    return changes["messageIds"][0]


SUBJECTS: dict[str, Callable[[JsonObject, Changes], Subjects]] = {
    "card.updated": _itself,
    "card.archived": _itself,
    "card.deleted": _itself,
    "card.restored": _itself,
    "cards.updated": _reworded_cards,
    "cards.deleted": _cards,
    "cards.restored": _cards,
    "chat.message.updated": _itself,
    "chat.message.deleted": _itself,
    "checklist.created": _items,
    "checklist.deleted": _items,
    "checklist_item.created": _itself,
    "checklist_item.updated": _itself,
    "checklist_item.deleted": _itself,
    "checklist_item.converted": _with_item,
    "checklist_item.unconverted": _with_item,
    "comment.updated": _itself,
    "comment.deleted": _itself,
    "comment.restored": _itself,
    "file.deleted": _messages,
}
"""Type of event → the ids of what notifications may be about."""

PROJECT_TYPES = frozenset(("project.updated", "project.deleted", "member.updated", "column.updated"))
"""Events that reword many notifications: names of projects, people and columns; or hide all."""

MEMBER_TYPES = frozenset(("member.removed", "invitation.accepted"))
"""Events that hide the notifications of one person, or show them again."""

REWORDED_BY = {
    "card.updated": "title",
    "cards.updated": "cards",
    "chat.message.updated": "text",
    "checklist_item.updated": "text",
    "comment.updated": "text",
    "column.updated": "name",
    "file.deleted": "messageIds",
}
"""Type of event → the changed field without which it rewords nothing."""

OUTDATING_TYPES = frozenset(SUBJECTS) | PROJECT_TYPES | MEMBER_TYPES
