"""Internal command that brings a deleted comment back. Only an undo runs it."""

from uuid import UUID

from boards.commands.comments import comment_event, count_comment, set_mentions
from boards.models import Comment
from boards.undo.inputs import RestoreComment
from projects.errors import NotFound
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, project_of


@command(
    "comment.restore",
    input=RestoreComment,
    role=Role.MEMBER,
    locate=project_of(Comment),
    event="comment.restored",
    internal=True,
)
def restore_comment(member: Member, *, id: UUID, text: str) -> Event:
    """Undelete the comment with `text`. Raise NotFound if its card is in the trash."""
    rows = Comment.objects.filter(project=member.project, pk=id, deleted_at__isnull=False)
    comment = rows.filter(card__deleted_at=None).select_related("card", "project").first()
    if comment is None:
        raise NotFound
    deleted_at, comment.deleted_at, comment.text = comment.deleted_at, None, text
    comment.save(update_fields=["text", "deleted_at"])
    set_mentions(member, comment)
    count_comment(comment.card, 1)
    return comment_event(comment, changes={"deleted_at": [deleted_at, None]})
