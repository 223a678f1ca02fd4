"""Full-text search of comments."""

from django.urls import reverse

from boards.models import Comment
from core.full_text import rank_matches
from projects.search import Hit, SearchQuery, excerpt, search_providers


@search_providers.register("comments")
def find_comments(sought: SearchQuery) -> list[Hit]:
    """Search comments on open and archived cards."""
    rows = Comment.objects.undeleted().filter(project__in=sought.projects, card__deleted_at=None)
    found = rank_matches(
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
            rank=rank,
            at=comment.created_at,
        )
        for comment, rank in found
    ]
