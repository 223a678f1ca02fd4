"""Template contexts of comments."""

from typing import Any

from accounts.models import User
from boards.models import Card, Comment
from boards.wire.comments import mentions_of
from projects.mentions.find import mentioned_ids
from projects.models import Project
from projects.pages.slots import find_cards
from projects.prose import card_numbers, displayed_prose


def comment_contexts(comments: list[Comment], project: Project) -> list[dict[str, object]]:
    """Contexts of comments of one project, in a constant number of queries."""
    mentions = mentions_of(comments)
    people = User.objects.in_bulk({row.author_id for row in comments})
    cards = find_cards(project, card_numbers([row.text for row in comments], project))
    return [
        {
            "id": row.pk,
            "card_id": row.card_id,
            "author": people[row.author_id],
            "text": row.text,
            "html": displayed_prose(row.text, project, mentions[row.pk], cards, kind="comment", pk=row.pk),
            "mention_ids": mentioned_ids(mentions[row.pk]),
            "created_at": row.created_at,
            "edited_at": row.edited_at,
        }
        for row in comments
    ]


def blank_comment(author: Any, card: Card) -> dict[str, object]:
    """Context of the empty comment that the browser copies to show a new one before the server has it."""
    blank: dict[str, object] = {
        "id": "",
        "text": "",
        "html": "",
        "mention_ids": [],
        "created_at": None,
        "edited_at": None,
    }
    return {**blank, "card_id": card.pk, "author": author}
