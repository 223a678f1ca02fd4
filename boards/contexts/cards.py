"""An open card as its templates take it: all of it, for one person."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import mark_safe

from accounts.models import User
from boards.contexts.board import card_faces
from boards.contexts.checklists import BLANK_CHECKLIST, BLANK_ITEM, checklist_faces
from boards.contexts.comments import blank_comment, comment_faces
from boards.models import Card, CardFile, CardWatcher, Column, Comment, Hue, Label
from core.ids import parse_uuid
from core.markdown import to_html
from files.context import file_face
from projects.models import Membership, Project
from projects.permissions import Role

COMMENTS = 30
MOST_COMMENTS = 1000
WORDS = ("description", "created_by", "created_at", "updated_at", "cover_id", "archived_at", "deleted_at")


def card_context(request: HttpRequest, mine: Membership, found: Card) -> dict[str, Any]:
    project = mine.project
    face = card_faces([found], project)[0]
    more = {name: getattr(found, name) for name in WORDS}
    return {
        "project": project,
        "role": mine.role,
        "manages": Role(mine.role).may(Role.ADMIN),
        "card": {**face, **more, "description_html": prose(found.description)},
        "card_url": reverse("card", args=[project.pk, found.number]),
        "files": _files(found),
        "selected_labels": [label.pk for label in face["labels"]],
        "selected_assignees": [user.pk for user in face["assignees"]],
        **_around(found, project),
        **_talk(request, found, project),
        **_watching(mine, found),
    }


def prose(text: str) -> str:
    # The renderer has cleaned it.
    return mark_safe(to_html(text))  # noqa: S308


def _files(found: Card) -> list[dict[str, Any]]:
    rows = CardFile.objects.filter(card=found).select_related("file").order_by("id")
    return [file_face(row.file) for row in rows]


def _around(found: Card, project: Project) -> dict[str, Any]:
    """What the card's pickers choose from, and its checklists."""
    return {
        "column": found.column,
        "columns": list(Column.objects.standing().filter(project=project)),
        "labels": list(Label.objects.filter(project=project)),
        "hues": Hue.choices,
        "members": list(User.objects.filter(memberships__project=project).order_by("display_name")),
        "checklists": checklist_faces(found),
        "blank_checklist": BLANK_CHECKLIST,
        "blank_item": BLANK_ITEM,
    }


def _talk(request: HttpRequest, found: Card, project: Project) -> dict[str, Any]:
    """The newest comments, oldest first: as many as were asked for, and the one that an address names."""
    rows = Comment.objects.standing().filter(card=found)
    wanted = max(_asked(request), _reaching(request, rows))
    shown = list(rows.newest()[:wanted])[::-1]
    return {
        "comments": comment_faces(shown, project),
        "blank_comment": blank_comment(request.user, found),
        "earlier_comments": max(0, found.comment_count - len(shown)),
        "more_comments": wanted + COMMENTS,
    }


def _asked(request: HttpRequest) -> int:
    text = request.GET.get("comments", "")
    asked = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else COMMENTS
    return min(max(asked, COMMENTS), MOST_COMMENTS)


def _reaching(request: HttpRequest, rows: Any) -> int:
    try:
        named = rows.filter(pk=parse_uuid(request.GET.get("comment", ""))).first()
    except ValueError:
        return 0
    return min(rows.filter(created_at__gte=named.created_at).count(), MOST_COMMENTS) if named else 0


def _watching(mine: Membership, found: Card) -> dict[str, Any]:
    rows = CardWatcher.objects.filter(card=found).select_related("user").order_by("id")
    watchers = [row.user for row in rows]
    return {"watchers": watchers, "watching": any(user.pk == mine.user_id for user in watchers)}
