"""Search of comments."""

from django.urls import reverse

from boards.models import Comment
from boards.search.documents import COMMENTS
from core.search.excerpts import markdown_excerpt
from projects.search.engine import Found
from projects.search.filtered_search import find_narrowed
from projects.search.providers import Hit, HitRank, SearchQuery, search_providers


@search_providers.register("comments")
def find_comments(sought: SearchQuery) -> list[Hit]:
    """Search comments on open and archived cards."""
    rows = Comment.objects.undeleted().filter(card__deleted_at=None).select_related("card", "author")
    found = find_narrowed(COMMENTS, rows, sought, "comments")
    return [_hit(each, sought) for each in found]


def _hit(found: Found[Comment], sought: SearchQuery) -> Hit:
    comment = found.row
    key = f"{sought.projects[comment.project_id].key}-{comment.card.number}"
    return Hit(
        kind="comment",
        project_id=comment.project_id,
        id=comment.pk,
        title=f"{key} {comment.card.title}",
        excerpt=markdown_excerpt(comment.text, sought.query),
        url=f"{reverse('card', args=[comment.project_id, comment.card.number])}#comment-{comment.pk}",
        rank=HitRank(False, found.rank, found.is_open),
        at=comment.created_at,
        author=comment.author.display_name,
    )
