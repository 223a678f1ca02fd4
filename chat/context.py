"""Messages as templates take them, with the quiet lines of moved cards between."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils.html import strip_tags
from django.utils.safestring import mark_safe

from accounts.models import User
from chat.models import Message
from chat.read_markers import marker_of, unread
from chat.serialization import files_of, mentions_of, reactions_of
from files.context import file_face
from files.models import File
from projects.models import Event, Membership, Project
from projects.pages.slots import BOARD_PARTS, column_names, find_cards
from projects.prose import card_numbers, prose_html

PAGE = 50
QUIET_LINES = 100
EXCERPT = 120


def chat_panel(mine: Membership) -> dict[str, Any]:
    """The newest messages, where this person left off, and what came since."""
    rows = list(Message.objects.filter(project=mine.project).newest()[: PAGE + 1])
    shown = rows[:PAGE][::-1]
    marker = marker_of(mine.user_id, mine.project_id)
    return {
        "items": stream(shown, mine.project, open_end=True),
        "more": len(rows) > PAGE,
        "marker": marker,
        **unread(mine.user_id, [mine.project_id])[mine.project_id],
    }


def stream(
    messages: list[Message],
    project: Project,
    *,
    open_end: bool = False,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
) -> list[dict[str, Any]]:
    """Messages and moves by time, oldest first; moves from `since` on, up to `until`, or to the end."""
    items = [
        {"kind": "message", "at": face["created_at"], **face} for face in message_faces(messages, project)
    ]
    if messages:
        last = None if open_end else until or messages[-1].created_at
        items += quiet_lines(project, since=since or messages[0].created_at, until=last)
    return sorted(items, key=lambda item: item["at"])


def message_faces(messages: list[Message], project: Project) -> list[dict[str, Any]]:
    reactions, mentions = reactions_of(messages), mentions_of(messages)
    quoted = Message.objects.in_bulk({row.reply_to_id for row in messages if row.reply_to_id})
    files = files_of([*messages, *quoted.values()])
    ids = {row.author_id for row in (*messages, *quoted.values())}
    ids |= {user_id for marks in reactions.values() for mark in marks for user_id in mark["user_ids"]}
    people = User.objects.in_bulk(ids)
    cards = find_cards(project, card_numbers([row.text for row in messages], project))
    return [
        {
            "id": row.pk,
            "project_id": row.project_id,
            "author": people[row.author_id],
            "text": row.text,
            # The renderer has cleaned it.
            "html": mark_safe(prose_html(row.text, project, mentions[row.pk], cards)),  # noqa: S308
            "mention_ids": [mention.user_id for mention in mentions[row.pk]],
            "reactions": [_reaction(mark, people) for mark in reactions[row.pk]],
            "files": [file_face(file) for file in files[row.pk]],
            "bare": not row.text and not files[row.pk],
            "reply": _quote(quoted.get(row.reply_to_id), people, files) if row.reply_to_id else None,
            "created_at": row.created_at,
            "edited_at": row.edited_at,
            "deleted_at": row.deleted_at,
        }
        for row in messages
    ]


def quiet_lines(project: Project, *, since: dt.datetime, until: dt.datetime | None) -> list[dict[str, Any]]:
    """Cards that went to another column meanwhile."""
    moves = Event.objects.filter(
        project=project, type="card.moved", at__gte=since, changes__has_key="columnId"
    )
    if until is not None:
        moves = moves.filter(at__lte=until)
    rows = list(moves.select_related("actor").order_by("-seq")[:QUIET_LINES])
    cards = find_cards(project, {row.payload["number"] for row in rows})
    columns = column_names(project) if rows else {}
    return [_move(row, cards.get(row.payload["number"], {}), columns) for row in rows]


def _move(row: Event, card: dict[str, Any], columns: dict[str, str]) -> dict[str, Any]:
    return {
        "kind": "move",
        "seq": row.seq,
        "at": row.at,
        "actor": row.actor,
        "key": row.payload["key"],
        "url": card.get("url", ""),
        "column": columns.get(row.payload["columnId"], ""),
    }


def _reaction(mark: dict[str, Any], people: dict[UUID, User]) -> dict[str, Any]:
    names = [people[user_id].display_name for user_id in mark["user_ids"] if user_id in people]
    return {
        "emoji": mark["emoji"],
        "user_ids": mark["user_ids"],
        "count": len(mark["user_ids"]),
        "names": names,
    }


def _quote(
    message: Message | None, people: dict[UUID, User], files: dict[UUID, list[File]]
) -> dict[str, Any] | None:
    if message is None:
        return None
    names = ", ".join(file.name for file in files[message.pk])
    return {
        "id": message.pk,
        "author": people[message.author_id],
        "excerpt": (strip_tags(message.text) or names)[:EXCERPT],
        "deleted": message.deleted_at is not None,
    }


BOARD_PARTS["chat"] = chat_panel
