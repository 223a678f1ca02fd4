"""Template context of a card's page and dialog, for one person."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import User
from boards.contexts.board import card_contexts
from boards.contexts.checklists import BLANK_CHECKLIST, BLANK_ITEM, checklist_contexts
from boards.contexts.comments import blank_comment, comment_contexts
from boards.models import Card, CardFile, CardWatcher, Column, Comment, Hue, Label
from core.ids import parse_uuid
from files.context import file_context
from projects.member_names import name_apart
from projects.models import Membership, Project
from projects.permissions import Role
from projects.prose import displayed_prose

COMMENTS = 30
MAX_COMMENTS = 1000
DETAIL_FIELDS = (
    "description",
    "created_by",
    "created_at",
    "updated_at",
    "cover_id",
    "archived_at",
    "deleted_at",
)


def card_context(request: HttpRequest, membership: Membership, card: Card) -> dict[str, object]:
    project = membership.project
    brief = card_contexts([card], project)[0]
    details = {name: getattr(card, name) for name in DETAIL_FIELDS}
    return {
        "project": project,
        "role": membership.role,
        "manages": Role(membership.role).may(Role.ADMIN),
        "card": {
            **brief,
            **details,
            "description_html": description_html(card.description, project, card.pk),
        },
        "card_url": reverse("card", args=[project.pk, card.number]),
        "files": _files(card),
        "selected_labels": [label.pk for label in brief["labels"]],
        "selected_assignees": [user.pk for user in brief["assignees"]],
        **_choices(card, project),
        **_comments(request, card, project),
        **_watchers(membership, card),
    }


def description_html(text: str, project: Project, card_id: UUID | None = None) -> SafeString:
    """A description as HTML; its plain text if rendering fails. `card_id` names it in the log."""
    return displayed_prose(text, project, kind="card", pk=card_id)


def _files(card: Card) -> list[dict[str, object]]:
    rows = CardFile.objects.filter(card=card).select_related("file").order_by("id")
    return [file_context(row.file) for row in rows]


def _choices(card: Card, project: Project) -> dict[str, object]:
    """Options of the card's pickers, and its checklists."""
    members = User.objects.filter(memberships__project=project).order_by("display_name")
    return {
        "column": card.column,
        "columns": list(Column.objects.undeleted().filter(project=project)),
        "labels": list(Label.objects.filter(project=project)),
        "hues": Hue.choices,
        "members": name_apart(list(members)),
        "checklists": checklist_contexts(card),
        "blank_checklist": BLANK_CHECKLIST,
        "blank_item": BLANK_ITEM,
    }


def _comments(request: HttpRequest, card: Card, project: Project) -> dict[str, object]:
    """Return the newest comments, oldest first.

    `?comments=` asks for a number of them, `?comment=` for all back to the comment with that id.
    """
    rows = Comment.objects.undeleted().filter(card=card)
    count = max(_requested_count(request), _count_back_to_linked(request, rows))
    shown = list(rows.newest()[:count])[::-1]
    return {
        "comments": comment_contexts(shown, project),
        "blank_comment": blank_comment(request.user, card),
        "earlier_comments": max(0, card.comment_count - len(shown)),
        "more_comments": count + COMMENTS,
    }


def _requested_count(request: HttpRequest) -> int:
    text = request.GET.get("comments", "")
    count = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else COMMENTS
    return min(max(count, COMMENTS), MAX_COMMENTS)


def _count_back_to_linked(request: HttpRequest, rows: Any) -> int:
    """Number of comments from the newest back to the one that `?comment=` names, or 0."""
    try:
        linked = rows.filter(pk=parse_uuid(request.GET.get("comment", ""))).first()
    except ValueError:
        return 0
    return min(rows.filter(created_at__gte=linked.created_at).count(), MAX_COMMENTS) if linked else 0


def _watchers(membership: Membership, card: Card) -> dict[str, object]:
    rows = CardWatcher.objects.filter(card=card).select_related("user").order_by("id")
    watchers = [row.user for row in rows]
    return {"watchers": watchers, "watching": any(user.pk == membership.user_id for user in watchers)}
