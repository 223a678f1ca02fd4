"""Commands on comments: create, change, delete. None of them raises the version of the card."""

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from boards.commands.cards import get_card
from boards.inputs.comments import CreateComment, UpdateComment
from boards.models import Card, Comment, CommentMention
from boards.wire.card_summary import card_summary
from boards.wire.comments import CommentOnCard, comment_wire
from projects.errors import Conflict, Forbidden, NotFound
from projects.events.log import Changes, differences, new_event
from projects.inputs import EntityInput
from projects.mentions.find import find_mentions
from projects.models import Event
from projects.permissions import Role
from projects.rate_limits import check_text_rate
from projects.realtime.present import READ_PRESENT
from projects.registry import Member, command, project_of

COMMENT_EVENTS = Q(type__in=("comment.created", "comment.updated"))


@command(
    "comment.create",
    input=CreateComment,
    role=Role.MEMBER,
    locate=project_of(Card, "card_id"),
    event="comment.created",
    read_ahead=READ_PRESENT,
)
def create_comment(
    member: Member,
    *,
    card_id: UUID,
    text: str,
    id: UUID | None = None,
    present: frozenset[UUID] = frozenset(),
) -> Event:
    card = get_card(member, card_id)
    if id is not None and Comment.objects.filter(pk=id).exists():
        raise Conflict(_("This id is already in use."))
    check_text_rate(member, COMMENT_EVENTS)
    comment = Comment(project=member.project, card=card, author=member.user, text=text, created_at=member.at)
    if id is not None:
        comment.pk = id
    comment.save(force_insert=True)
    set_mentions(member, comment, present)
    count_comment(card, 1)
    return comment_event(comment)


@command(
    "comment.update",
    input=UpdateComment,
    role=Role.MEMBER,
    locate=project_of(Comment),
    event="comment.updated",
    read_ahead=READ_PRESENT,
)
def update_comment(member: Member, *, id: UUID, text: str, present: frozenset[UUID] = frozenset()) -> Event:
    """Change the text. Only the author may, however old the comment is."""
    comment = _get_comment(member, id)
    if comment.card.deleted_at is not None:
        raise NotFound
    if comment.author_id != member.user.pk:
        raise Forbidden(_("Only the author can edit a comment."))
    check_text_rate(member, COMMENT_EVENTS)
    before = comment_wire(comment)
    comment.text, comment.edited_at = text, member.at
    comment.save(update_fields=["text", "edited_at"])
    set_mentions(member, comment, present)
    return comment_event(comment, changes=differences(before, comment_wire(comment)))


@command(
    "comment.delete", input=EntityInput, role=Role.MEMBER, locate=project_of(Comment), event="comment.deleted"
)
def delete_comment(member: Member, *, id: UUID) -> Event:
    """Delete a comment. Its author or an admin may.

    The card may be in the trash: restoring it first, only to delete a comment, would make no sense. The row
    stays as a tombstone without text. No later response contains the text, unless the deletion is undone.
    """
    comment = _get_comment(member, id)
    if comment.author_id != member.user.pk and not member.role.may(Role.ADMIN):
        raise Forbidden(_("Only the author or an admin can delete a comment."))
    comment.text, comment.deleted_at = "", member.at
    comment.save(update_fields=["text", "deleted_at"])
    CommentMention.objects.filter(comment=comment).delete()
    count_comment(comment.card, -1)
    return comment_event(comment, changes={"deleted_at": [None, member.at]})


def _get_comment(member: Member, comment_id: UUID) -> Comment:
    rows = Comment.objects.undeleted().filter(project=member.project, pk=comment_id)
    comment = rows.select_related("card", "project").first()
    if comment is None:
        raise NotFound
    return comment


def set_mentions(member: Member, comment: Comment, present: frozenset[UUID] = frozenset()) -> None:
    before = list(CommentMention.objects.filter(comment=comment).order_by("id"))
    found = find_mentions(comment.text, member, before=before, present=present)
    CommentMention.objects.filter(comment=comment).delete()
    CommentMention.objects.bulk_create(
        CommentMention(project=comment.project, comment=comment, user_id=user_id, name=name)
        for user_id, name in found
    )


def count_comment(card: Card, by: int) -> None:
    """Add `by` to the card's `comment_count`.

    Reading a board of thousands of cards then needs no counting. The lock on the project keeps it correct.
    """
    card.comment_count += by
    card.save(update_fields=["comment_count"])


def comment_event(comment: Comment, *, changes: Changes | None = None) -> Event:
    payload: CommentOnCard = {**comment_wire(comment), **card_summary(comment.card, comment.project)}
    return new_event(payload, changes=changes)
