"""Comments on cards: written, changed, taken back. None of it raises the card's version."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from boards.commands.cards import standing_card
from boards.inputs.single import CreateComment, UpdateComment
from boards.models import Card, Comment, CommentMention
from boards.wire.card_summary import about_card
from boards.wire.comments import comment_wire
from projects.errors import Conflict, Forbidden, NotFound
from projects.events.log import differences, happened
from projects.inputs import OfEntity
from projects.mentions import find_mentions
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, project_of


@command(
    "comment.create",
    input=CreateComment,
    role=Role.MEMBER,
    locate=project_of(Card, "card_id"),
    event="comment.created",
)
def create_comment(member: Member, *, card_id: UUID, text: str, id: UUID | None = None) -> Event:
    card = standing_card(member, card_id)
    if id is not None and Comment.objects.filter(pk=id).exists():
        raise Conflict(_("This id is taken."))
    comment = Comment(project=member.project, card=card, author=member.user, text=text, created_at=member.at)
    if id is not None:
        comment.pk = id
    comment.save(force_insert=True)
    set_mentions(comment)
    count_comment(card, 1)
    return told_of_comment(comment)


@command(
    "comment.update",
    input=UpdateComment,
    role=Role.MEMBER,
    locate=project_of(Comment),
    event="comment.updated",
)
def update_comment(member: Member, *, id: UUID, text: str) -> Event:
    """By its author, at any time."""
    comment = _standing(member, id)
    if comment.card.deleted_at is not None:
        raise NotFound
    if comment.author_id != member.user.pk:
        raise Forbidden(_("Only its author changes a comment."))
    before = comment_wire(comment)
    comment.text, comment.edited_at = text, member.at
    comment.save(update_fields=["text", "edited_at"])
    set_mentions(comment)
    return told_of_comment(comment, changes=differences(before, comment_wire(comment)))


@command(
    "comment.delete", input=OfEntity, role=Role.MEMBER, locate=project_of(Comment), event="comment.deleted"
)
def delete_comment(member: Member, *, id: UUID) -> Event:
    """By its author, or an admin, even where its card lies in the trash: nobody has to bring back what
    should be gone. A tombstone stays, and nothing of the text in any answer, unless it is taken back."""
    comment = _standing(member, id)
    if comment.author_id != member.user.pk and not member.role.may(Role.ADMIN):
        raise Forbidden(_("Only its author or an admin deletes a comment."))
    comment.text, comment.deleted_at = "", member.at
    comment.save(update_fields=["text", "deleted_at"])
    CommentMention.objects.filter(comment=comment).delete()
    count_comment(comment.card, -1)
    return told_of_comment(comment, changes={"deleted_at": [None, member.at]})


def _standing(member: Member, comment_id: UUID) -> Comment:
    rows = Comment.objects.standing().filter(project=member.project, pk=comment_id)
    comment = rows.select_related("card", "project").first()
    if comment is None:
        raise NotFound
    return comment


def set_mentions(comment: Comment) -> None:
    CommentMention.objects.filter(comment=comment).delete()
    CommentMention.objects.bulk_create(
        CommentMention(project=comment.project, comment=comment, user_id=user_id, name=name)
        for user_id, name in find_mentions(comment.text, comment.project).items()
    )


def count_comment(card: Card, by: int) -> None:
    """Kept on the card, so that a board of thousands counts nothing; the project's lock keeps it right."""
    card.comment_count += by
    card.save(update_fields=["comment_count"])


def told_of_comment(comment: Comment, *, changes: dict[str, Any] | None = None) -> Event:
    told = {**comment_wire(comment), **about_card(comment.card, comment.project)}
    return happened(told, changes=changes)
