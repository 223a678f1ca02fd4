"""Inverses of the events of comments. Only the person who caused an event may undo it."""

from django.db.models.fields.json import KT

from boards.models import Comment
from boards.wire.comments import CommentWire, comment_wire
from projects.errors import CannotUndo
from projects.history.undo import CommandInput, check_unchanged, first_or_gone, inverse, restore_input
from projects.models import Event
from projects.registry import Member

TEXT_EVENTS = ("comment.created", "comment.updated", "comment.restored")
"""Events whose payload holds the comment's text."""


@inverse("comment.created", "comment.restored", by="comment.delete", actor_only=True)
def comment_created(member: Member, event: Event) -> CommandInput:
    current = _current_comment(member, event)
    check_unchanged(current, {"text": event.payload["text"]})
    return {"id": current["id"]}


@inverse("comment.updated", by="comment.update", actor_only=True)
def comment_updated(member: Member, event: Event) -> CommandInput:
    return restore_input(event, _current_comment(member, event), "comment.update")


@inverse("comment.deleted", by="comment.restore", actor_only=True)
def comment_deleted(member: Member, event: Event) -> CommandInput:
    """Return the text from the last of TEXT_EVENTS before the deletion: the row no longer has it.

    The query filters by the card's number, for which the log has an index.
    """
    events = Event.objects.filter(project=member.project, seq__lt=event.seq, type__in=TEXT_EVENTS)
    events = events.alias(number=KT("payload__number")).filter(number=str(event.payload["number"]))
    last = events.filter(payload__id=event.payload["id"]).order_by("-seq").first()
    rows = Comment.objects.filter(project=member.project, pk=event.payload["id"], deleted_at__isnull=False)
    if last is None or not rows.exists():
        raise CannotUndo
    return {"id": event.payload["id"], "text": last.payload["text"]}


def _current_comment(member: Member, event: Event) -> CommentWire:
    rows = Comment.objects.undeleted().filter(project=member.project, pk=event.payload["id"])
    return comment_wire(first_or_gone(rows))
