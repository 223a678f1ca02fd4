"""Makes notifications of the log, project by project, each event once and none left out.

A project's cursor moves in one transaction with the rows made of what it passed, under a lock: two processes
read one after the other, and one that dies in between leaves all to the next.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from notifications.models import Cursor, Kind, Notification
from notifications.queries import tell_counts
from notifications.recipients import ADDRESSEES, addressees, concerning, levels_of, watchers_of
from projects.events.log import log_after
from projects.events.subscribers import LOG_READERS, LogReader
from projects.models import Event, Project

BATCH = 200


def catch_up(project_id: UUID) -> None:
    """Reads on from where the project's log was left."""
    while _read_on(project_id):
        pass


def catch_up_everywhere() -> None:
    """What nobody was told to read: a process died after a commit, or wrote without a server."""
    place = Cursor.objects.filter(project=OuterRef("pk")).values("seq")
    behind = Project.objects.annotate(read=Subquery(place)).filter(Q(read=None) | Q(last_seq__gt=F("read")))
    for project_id in behind.order_by("pk").values_list("pk", flat=True):
        catch_up(project_id)


# A move concerns only who watches the card, if anybody: the command that moves a watched one calls.
TYPES = frozenset(ADDRESSEES) - {"card.moved"}
LOG_READERS.append(LogReader(TYPES, catch_up, catch_up_everywhere))


@transaction.atomic
def _read_on(project_id: UUID) -> bool:
    """One batch; whether there may be more."""
    Cursor.objects.get_or_create(project_id=project_id)
    cursor = Cursor.objects.select_for_update().select_related("project").get(pk=project_id)
    after = log_after(project_id, cursor.seq)
    seqs = list(after.values_list("seq", flat=True)[:BATCH])
    if not seqs:
        return False
    batch = after.filter(seq__lte=seqs[-1])
    made = Notification.objects.bulk_create(_made_of(batch, cursor.project), ignore_conflicts=True)
    people = {row.user_id for row in made} | _withdraw(batch, cursor.project)
    Cursor.objects.filter(pk=project_id).update(seq=seqs[-1])
    if people:
        transaction.on_commit(lambda: tell_counts(people), robust=True)
    return len(seqs) == BATCH


def _made_of(batch: QuerySet[Event], project: Project) -> list[Notification]:
    """Of what an import brought, nobody is told: it is history."""
    events = list(concerning(batch).exclude(via="import").defer("answer"))
    levels = levels_of(project) if events else {}
    watchers = watchers_of(project, events)
    return [
        Notification(
            user_id=UUID(user_id),
            project=project,
            event=row,
            kind=kind,
            project_name=project.name,
            created_at=row.at,
        )
        for row in events
        for user_id, kind in addressees(row, levels, watchers)
    ]


def _withdraw(batch: QuerySet[Event], project: Project) -> set[UUID]:
    """An invitation that is revoked is told of no more; whom it had been told to."""
    revoked = batch.filter(type="invitation.revoked")
    ids = [payload["id"] for payload in revoked.values_list("payload", flat=True)]
    told = Notification.objects.filter(project=project, kind=Kind.INVITED, event__payload__id__in=ids)
    people = set(told.values_list("user_id", flat=True)) if ids else set()
    if people:
        told.delete()
    return people
