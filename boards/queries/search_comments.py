"""Comments, found by their words."""

from django.urls import reverse

from boards.models import Comment
from core.full_text import ranked
from projects.search import FINDERS, Hit, Sought, excerpt


def find_comments(sought: Sought) -> list[Hit]:
    """On archived cards too; not on those in the trash."""
    rows = Comment.objects.standing().filter(project__in=sought.projects, card__deleted_at=None)
    found = ranked(
        rows.select_related("card"), sought.words, table="comments", fields=["text"], limit=sought.limit
    )
    return [
        Hit(
            kind="comment",
            project_id=comment.project_id,
            id=comment.pk,
            title=f"{sought.projects[comment.project_id].key}-{comment.card.number} {comment.card.title}",
            excerpt=excerpt(comment.text, sought.words),
            url=f"{reverse('card', args=[comment.project_id, comment.card.number])}#comment-{comment.pk}",
            rank=comment.rank,
            at=comment.created_at,
        )
        for comment in found
    ]


FINDERS["comments"] = find_comments
