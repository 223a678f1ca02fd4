"""What only an undo does to a comment: it is said again. No door opens this."""

from uuid import UUID

from boards.commands.comments import count_comment, set_mentions, told_of_comment
from boards.models import Comment
from boards.undo.inputs import CommentBack
from projects.errors import NotFound
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, project_of


@command(
    "comment.restore",
    input=CommentBack,
    role=Role.MEMBER,
    locate=project_of(Comment),
    event="comment.restored",
    internal=True,
)
def restore_comment(member: Member, *, id: UUID, text: str) -> Event:
    """Where its card is not in the trash."""
    rows = Comment.objects.filter(project=member.project, pk=id, deleted_at__isnull=False)
    comment = rows.filter(card__deleted_at=None).select_related("card", "project").first()
    if comment is None:
        raise NotFound
    deleted_at, comment.deleted_at, comment.text = comment.deleted_at, None, text
    comment.save(update_fields=["text", "deleted_at"])
    set_mentions(comment)
    count_comment(comment.card, 1)
    return told_of_comment(comment, changes={"deleted_at": [deleted_at, None]})
