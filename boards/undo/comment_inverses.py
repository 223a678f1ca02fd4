"""What takes back the events of comments and of watching: only who said it, deleted it, or follows."""

from typing import Any

from django.db.models.fields.json import KT
from django.utils.translation import gettext as _

from boards.models import Card, CardWatcher, Comment
from boards.wire.comments import comment_wire
from projects.errors import CannotUndo
from projects.history.undo import check_same, found, inverse, nothing, put_back
from projects.models import Event
from projects.registry import Member

Wire = dict[str, Any]


@inverse("comment.created", "comment.restored", by="comment.delete", own=True)
def comment_created(member: Member, past: Event) -> Wire:
    now = _comment(member, past)
    check_same(now, {"text": past.payload["text"]})
    return {"id": now["id"]}


@inverse("comment.updated", by="comment.update", own=True)
def comment_updated(member: Member, past: Event) -> Wire:
    return put_back(past, _comment(member, past), "comment.update")


@inverse("comment.deleted", by="comment.restore", own=True)
def comment_deleted(member: Member, past: Event) -> Wire:
    """Its words are those of the last event that had them; the number of its card finds those by index."""
    said = Event.objects.filter(project=member.project, seq__lt=past.seq, type__in=SAYING)
    said = said.alias(number=KT("payload__number")).filter(number=str(past.payload["number"]))
    last = said.filter(payload__id=past.payload["id"]).order_by("-seq").first()
    rows = Comment.objects.filter(project=member.project, pk=past.payload["id"], deleted_at__isnull=False)
    if last is None or not rows.exists():
        raise CannotUndo
    return {"id": past.payload["id"], "text": last.payload["text"]}


SAYING = ("comment.created", "comment.updated", "comment.restored")


def _comment(member: Member, past: Event) -> Wire:
    rows = Comment.objects.standing().filter(project=member.project, pk=past.payload["id"])
    return comment_wire(found(rows))


@inverse("card.watched", by="card.unwatch", own=True)
def card_watched(member: Member, past: Event) -> Wire:
    return _watching(member, past, watching=True)


@inverse("card.unwatched", by="card.watch", own=True)
def card_unwatched(member: Member, past: Event) -> Wire:
    return _watching(member, past, watching=False)


def _watching(member: Member, past: Event, *, watching: bool) -> Wire:
    """`watching` is what the event left of it."""
    if not past.changes:
        raise nothing()
    card = found(Card.objects.undeleted().filter(project=member.project, pk=past.payload["id"]))
    if CardWatcher.objects.filter(card=card, user=member.user).exists() != watching:
        raise CannotUndo(_("It has been changed since, so it stays as it is."))
    return {"id": past.payload["id"]}
