"""Generates notifications from the logs of projects: each event once, and none left out.

A project's cursor moves in one transaction with the notifications of the events that it passed, under a lock.
So two processes read one after the other, and one that dies in between leaves its batch to the next.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from core.guard import guarded
from core.ids import uuid_or_none
from notifications.bulk_events import relevant_cards
from notifications.models import Cursor, Kind, Notification
from notifications.outdated import OUTDATING_TYPES, people_to_tell
from notifications.queries import send_unread_counts
from notifications.recipients import (
    RECIPIENT_RULES,
    Watchers,
    levels_of,
    recipients,
    relevant_events,
    watchers_of,
)
from projects.events.log import events_after, to_wire
from projects.events.subscribers import log_subscriber
from projects.models import Event, Project

BATCH_SIZE = 200


def catch_up_all_projects() -> None:
    """Read the logs of all projects that have unread events.

    No subscriber was called for those: a process died after a commit, or wrote while no server was running.
    """
    read_seq = Cursor.objects.filter(project=OuterRef("pk")).values("seq")
    behind = Project.objects.annotate(read=Subquery(read_seq)).filter(
        Q(read=None) | Q(last_seq__gt=F("read"))
    )
    for project_id in behind.order_by("pk").values_list("pk", flat=True):
        catch_up(project_id)


# A move concerns only watchers of the card. The command that moves a watched card calls the log subscribers
# itself, so that all other moves cost nothing here.
SUBSCRIBED_TYPES = (frozenset(RECIPIENT_RULES) | OUTDATING_TYPES) - {"card.moved"}


@log_subscriber(types=SUBSCRIBED_TYPES, catch_up=catch_up_all_projects)
def catch_up(project_id: UUID) -> None:
    """Read the project's log from its cursor to the end."""
    while _read_batch(project_id):
        pass


@transaction.atomic
def _read_batch(project_id: UUID) -> bool:
    """Generate the notifications of one batch of events. Return whether there may be more events."""
    Cursor.objects.get_or_create(project_id=project_id)
    cursor = Cursor.objects.select_for_update().select_related("project").get(pk=project_id)
    after = events_after(project_id, cursor.seq)
    seqs = list(after.values_list("seq", flat=True)[:BATCH_SIZE])
    if not seqs:
        return False
    batch = after.filter(seq__lte=seqs[-1])
    created = Notification.objects.bulk_create(
        _new_notifications(batch, cursor.project), ignore_conflicts=True
    )
    people = {row.user_id for row in created} | _withdraw_invitations(batch, cursor.project)
    people |= people_to_tell(batch, cursor.project)
    Cursor.objects.filter(pk=project_id).update(seq=seqs[-1])
    if people:
        transaction.on_commit(lambda: send_unread_counts(people), robust=True)
    return len(seqs) == BATCH_SIZE


def _new_notifications(batch: QuerySet[Event], project: Project) -> list[Notification]:
    """Return unsaved notifications of the events. An import has none: it is history."""
    events = list(relevant_events(batch).exclude(via="import").defer("answer"))
    levels = levels_of(project) if events else {}
    watchers = watchers_of(project, events)
    return [
        Notification(
            user_id=UUID(user_id),
            project=project,
            event=row,
            kind=kind,
            about=_about(row, kind),
            card_id=_card(row, kind, user_id),
            project_name=project.name,
            created_at=row.at,
        )
        for row in events
        for user_id, kind in _recipients_or_none(row, levels, watchers)
    ]


def _recipients_or_none(event: Event, levels: dict[str, str], watchers: Watchers) -> list[tuple[str, Kind]]:
    """Return who is notified of the event: nobody of a malformed one, which must not stop the others."""

    def build() -> list[tuple[str, Kind]]:
        return list(recipients(event, levels, watchers))

    return guarded(build, kind="event", pk=event.pk, fallback=list)


def _about(event: Event, kind: Kind) -> UUID | None:
    """Return the id of the message, the comment, or of what was assigned; see Notification."""
    said = event.type.startswith(("chat.message.", "comment."))
    entity = event.payload.get("id") if said or kind == Kind.ASSIGNED else None
    return uuid_or_none(entity)


def _card(event: Event, kind: Kind, user_id: str) -> UUID | None:
    """Return the id of the one card that a notification is about."""
    payload = event.payload
    if "cards" in payload:
        row = Notification(user_id=UUID(user_id), kind=kind)
        cards = relevant_cards(row, to_wire(event))
        return uuid_or_none(cards[0].get("id")) if len(cards) == 1 else None
    itself = event.type.startswith("card.") or event.type == "checklist_item.converted"
    card = payload if itself else payload.get("card")
    return uuid_or_none(card.get("id")) if isinstance(card, dict) else None


def _withdraw_invitations(batch: QuerySet[Event], project: Project) -> set[UUID]:
    """Delete the notifications of invitations that were revoked. Return the ids of the users who had them."""
    revoked = batch.filter(type="invitation.revoked")
    ids = [payload["id"] for payload in revoked.values_list("payload", flat=True)]
    with_rights = batch.filter(changes__has_key="invitations").values_list("changes", flat=True)
    ids += [invitation["id"] for changes in with_rights for invitation in changes["invitations"][0]]
    rows = Notification.objects.filter(project=project, kind=Kind.INVITED, event__payload__id__in=ids)
    people = set(rows.values_list("user_id", flat=True)) if ids else set()
    if people:
        rows.delete()
    return people
