"""Template contexts of the conversation: messages, and moves of cards to other columns between them."""

import datetime as dt
from typing import Any
from uuid import UUID

from accounts.models import User
from chat.models import Message
from chat.read_markers import unread_of
from chat.serialization import ReactionGroup, files_of, mentions_of, reactions_of
from core.guard import guarded
from core.markdown import to_line
from core.texts.cuts import cut
from files.context import file_context
from files.models import File
from projects.mentions.find import mentioned_ids
from projects.models import Event, Membership, Project
from projects.pages.slots import board_page_slots, column_names, find_cards
from projects.prose import card_numbers, displayed_prose

PAGE = 50
MAX_MOVES = 100
EXCERPT = 120


@board_page_slots.register("chat")
def chat_panel(membership: Membership) -> dict[str, object]:
    """Context of the chat panel: the newest messages, and what is unread."""
    rows = list(Message.objects.filter(project=membership.project).newest()[: PAGE + 1])
    shown = rows[:PAGE][::-1]
    return {
        "items": timeline(shown, membership.project, to_end=True),
        "more": len(rows) > PAGE,
        "unread": unread_of(membership.user_id, membership.project_id),
    }


def timeline(
    messages: list[Message],
    project: Project,
    *,
    to_end: bool = False,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
) -> list[dict[str, Any]]:
    """Messages and card moves by time, oldest first.

    Moves are those from `since` (default: the first message) up to `until` (default: the last message), or
    up to now if `to_end`.
    """
    items = [
        {"kind": "message", "at": message["created_at"], **message}
        for message in message_contexts(messages, project)
    ]
    if messages:
        last = None if to_end else until or messages[-1].created_at
        items += card_moves(project, since=since or messages[0].created_at, until=last)
    return sorted(items, key=lambda item: item["at"])


def message_contexts(messages: list[Message], project: Project) -> list[dict[str, Any]]:
    reactions, mentions = reactions_of(messages), mentions_of(messages)
    quoted = Message.objects.in_bulk({row.reply_to_id for row in messages if row.reply_to_id})
    files = files_of([*messages, *quoted.values()])
    ids = {row.author_id for row in (*messages, *quoted.values())}
    ids |= {
        user_id for grouped in reactions.values() for reaction in grouped for user_id in reaction["user_ids"]
    }
    people = User.objects.in_bulk(ids)
    cards = find_cards(project, card_numbers([row.text for row in messages], project))
    return [
        {
            "id": row.pk,
            "project_id": row.project_id,
            "author": people[row.author_id],
            "text": row.text,
            "html": displayed_prose(row.text, project, mentions[row.pk], cards, kind="message", pk=row.pk),
            "mention_ids": mentioned_ids(mentions[row.pk]),
            "reactions": [_reaction(reaction, people) for reaction in reactions[row.pk]],
            "files": [file_context(file) for file in files[row.pk]],
            "bare": not row.text and not files[row.pk],
            "reply": _quote(quoted.get(row.reply_to_id), people, files) if row.reply_to_id else None,
            "created_at": row.created_at,
            "edited_at": row.edited_at,
            "deleted_at": row.deleted_at,
        }
        for row in messages
    ]


def card_moves(project: Project, *, since: dt.datetime, until: dt.datetime | None) -> list[dict[str, Any]]:
    """The last MAX_MOVES moves of cards to another column between the two times."""
    moves = Event.objects.filter(
        project=project, type="card.moved", at__gte=since, changes__has_key="columnId"
    )
    if until is not None:
        moves = moves.filter(at__lte=until)
    rows = list(moves.select_related("actor").order_by("-seq")[:MAX_MOVES])
    cards = find_cards(project, {row.payload.get("number") for row in rows} - {None})
    columns = column_names(project) if rows else {}
    moves_of_cards = (_move_or_none(row, cards, columns) for row in rows)
    return [move for move in moves_of_cards if move]


def _move_or_none(
    row: Event, cards: dict[int, dict[str, object]], columns: dict[str, str]
) -> dict[str, Any] | None:
    return guarded(
        lambda: _move(row, cards.get(row.payload["number"], {}), columns),
        kind="event",
        pk=f"{row.project_id}/{row.seq}",
        fallback=lambda: None,
    )


def _move(row: Event, card: dict[str, object], columns: dict[str, str]) -> dict[str, Any]:
    return {
        "kind": "move",
        "seq": row.seq,
        "at": row.at,
        "actor": row.actor,
        "key": row.payload["key"],
        "url": card.get("url", ""),
        "column": columns.get(row.payload["columnId"], ""),
    }


def _reaction(reaction: ReactionGroup, people: dict[UUID, User]) -> dict[str, object]:
    names = [people[user_id].display_name for user_id in reaction["user_ids"] if user_id in people]
    return {
        "emoji": reaction["emoji"],
        "user_ids": reaction["user_ids"],
        "count": len(reaction["user_ids"]),
        "names": names,
    }


def _quote(
    message: Message | None, people: dict[UUID, User], files: dict[UUID, list[File]]
) -> dict[str, object] | None:
    if message is None:
        return None
    names = ", ".join(file.name for file in files[message.pk])
    return {
        "id": message.pk,
        "author": people[message.author_id],
        "excerpt": to_line(message.text, EXCERPT) or cut(names, EXCERPT),
        "deleted": message.deleted_at is not None,
    }
