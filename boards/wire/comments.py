"""The one form of a comment on the wire."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from boards.models import Comment, CommentMention
from core.wire import camelize


def comment_wire(comment: Comment) -> dict[str, Any]:
    return comments_wire([comment])[0]


def comments_wire(comments: list[Comment]) -> list[dict[str, Any]]:
    mentions = mentions_of(comments)
    return [_comment(comment, mentions[comment.pk]) for comment in comments]


def mentions_of(comments: list[Comment]) -> dict[UUID, list[CommentMention]]:
    grouped: dict[UUID, list[CommentMention]] = defaultdict(list)
    rows = CommentMention.objects.filter(comment__in=comments).select_related("user").order_by("id")
    for row in rows:
        grouped[row.comment_id].append(row)
    return grouped


def _comment(comment: Comment, mentions: list[CommentMention]) -> dict[str, Any]:
    return camelize(
        {
            "id": comment.pk,
            "project_id": comment.project_id,
            "card_id": comment.card_id,
            "author_id": comment.author_id,
            "text": comment.text,
            "mention_ids": [row.user_id for row in mentions],
            "created_at": comment.created_at,
            "edited_at": comment.edited_at,
            "deleted_at": comment.deleted_at,
        }
    )
