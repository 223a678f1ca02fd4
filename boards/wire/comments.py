"""Serialization of comments."""

from collections import defaultdict
from typing import TypedDict
from uuid import UUID

from boards.models import Comment, CommentMention
from boards.wire.card_summary import CardSummary
from core.wire import instant
from projects.mentions.find import mentioned_ids


class CommentWire(TypedDict):
    id: str
    projectId: str
    cardId: str
    authorId: str
    text: str
    mentionIds: list[str]
    createdAt: str
    editedAt: str | None
    deletedAt: str | None


class CommentOnCard(CommentWire, CardSummary):
    """A comment in the payload of its events."""


def comment_wire(comment: Comment) -> CommentWire:
    return comments_wire([comment])[0]


def comments_wire(comments: list[Comment]) -> list[CommentWire]:
    mentions = mentions_of(comments)
    return [_comment(comment, mentions[comment.pk]) for comment in comments]


def mentions_of(comments: list[Comment]) -> dict[UUID, list[CommentMention]]:
    grouped: dict[UUID, list[CommentMention]] = defaultdict(list)
    rows = CommentMention.objects.filter(comment__in=comments).select_related("user").order_by("id")
    for row in rows:
        grouped[row.comment_id].append(row)
    return grouped


def _comment(comment: Comment, mentions: list[CommentMention]) -> CommentWire:
    return {
        "id": str(comment.pk),
        "projectId": str(comment.project_id),
        "cardId": str(comment.card_id),
        "authorId": str(comment.author_id),
        "text": comment.text,
        "mentionIds": mentioned_ids(mentions),
        "createdAt": instant(comment.created_at),
        "editedAt": instant(comment.edited_at),
        "deletedAt": instant(comment.deleted_at),
    }
