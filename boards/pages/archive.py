"""The archive page: archived cards, the trash, deleted columns and labels. All can be restored."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any, TypedDict
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import F, QuerySet
from django.db.models.fields.json import KT
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from boards.contexts.board import card_contexts
from boards.models import Card, Column, Label
from boards.queries.filter import parse_instant
from boards.search.cards import cards_found
from core.guard import guarded
from core.ids import parse_uuid
from core.search.folding import fold
from core.search.matcher import rank
from projects.models import Event, Membership, Project
from projects.pages.base import current_user, int_or_text, membership_or_404, try_command
from projects.permissions import Role
from projects.search.query_text import read_query, search_text

PAGE = 50
STATES = {"archived": _("Archived"), "deleted": _("Trash"), "other": _("Columns and labels")}
TIME_FIELDS = {"archived": "archived_at", "deleted": "deleted_at"}
DELETIONS = {"column.deleted": Column, "label.deleted": Label}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def archive(request: HttpRequest, project_id: UUID) -> HttpResponse:
    membership = membership_or_404(request, project_id)
    if request.method == "POST":
        action = ACTIONS.get(request.POST.get("action", ""))
        if action is not None:
            action(request, membership)
        return redirect(f"{reverse('put_away', args=[membership.project_id])}?state={_state(request.POST)}")
    return render(request, "boards/put_away.html", _context(request, membership))


def _restore(request: HttpRequest, membership: Membership) -> None:
    version = int_or_text(request.POST.get("version", ""))
    try_command(request, "card.restore", id=request.POST.get("id", ""), version=version)


def _undo(request: HttpRequest, membership: Membership) -> None:
    seq = int_or_text(request.POST.get("seq", ""))
    try_command(request, "history.undo", projectId=str(membership.project_id), seq=seq)


ACTIONS: dict[str, Callable[[HttpRequest, Membership], None]] = {"restore": _restore, "undo": _undo}


def _state(query: Any) -> str:
    state = query.get("state", "archived")
    return state if state in STATES else "archived"


def _context(request: HttpRequest, membership: Membership) -> dict[str, object]:
    """Context of the page.

    `seq` is read before the rows, so that an event between the two is applied again rather than missed.
    """
    project, state = membership.project, _state(request.GET)
    words = search_text(request.GET)
    before = request.GET.get("before", "")
    rows, older = (
        ([], "") if state == "other" else _cards(project, state, words, before, current_user(request))
    )
    return {
        "project": project,
        "role": membership.role,
        "may_restore": Role(membership.role).may(Role.MEMBER),
        "seq": project.last_seq,
        "state": state,
        "states": [
            (name, label, f"?{urlencode({'state': name, **({'q': words} if words else {})})}")
            for name, label in STATES.items()
        ],
        "words": words,
        "cards": rows,
        "parts": _deleted_parts(project, words) if state == "other" else [],
        "older": f"?{urlencode({'state': state, 'q': words, 'before': older})}" if older else "",
        "later": bool(before),
    }


# ── Cards ─────────────────────────────────────────────────────────────────────────────────────────


def _cards(
    project: Project, state: str, words: str, before: str, person: User
) -> tuple[list[dict[str, object]], str]:
    """Return one page of cards, the most recently removed first, and the cursor of the next page or ""."""
    field = TIME_FIELDS[state]
    in_state: Any = Card.objects.archived() if state == "archived" else Card.objects.in_trash()
    rows: Any = cards_found(in_state.filter(project=project), words, project, person)
    rows = rows.annotate(removed_at=F(field))
    rows = _after_cursor(rows, field, before).select_related("column").defer("description")
    found = list(rows.order_by(f"-{field}", "-id")[: PAGE + 1])
    shown: list[Any] = found[:PAGE]
    last = shown[-1] if len(found) > PAGE else None
    people = _removed_by(project, shown, state)
    contexts = [
        {**context, "column": card.column, "at": card.removed_at, "by": people.get(card.number)}
        for context, card in zip(card_contexts(shown, project), shown, strict=True)
    ]
    return contexts, f"{last.removed_at.isoformat()}~{last.pk}" if last else ""


def _after_cursor(rows: QuerySet[Any], field: str, cursor: str) -> QuerySet[Any]:
    """Rows that follow the cursor, `{time}~{id}`; none if it cannot be read."""
    if not cursor:
        return rows
    text, _separator, pk = cursor.partition("~")
    at = parse_instant(text)
    try:
        card_id = parse_uuid(pk)
    except ValueError:
        return rows.none()
    if at is None:
        return rows.none()
    earlier = rows.filter(**{f"{field}__lt": at})
    return earlier | rows.filter(**{field: at, "pk__lt": card_id})


def _removed_by(project: Project, cards: list[Any], state: str) -> dict[int, User]:
    """Return {card number: person who archived or deleted it last}, according to the log."""
    numbers = {str(card.number) for card in cards}
    rows = Event.objects.filter(project=project, type=f"card.{state}").alias(number=KT("payload__number"))
    single = rows.filter(number__in=numbers).order_by("seq").select_related("actor").defer("answer")
    people = {row.payload.get("number"): row.actor for row in single}
    rest = {card.removed_at: card.number for card in cards if card.number not in people}
    return people | _bulk_removed_by(project, rest) if rest else people


def _bulk_removed_by(project: Project, rest: dict[dt.datetime, int]) -> dict[int, User]:
    """The same for cards that a bulk change removed; `rest` is {time of the removal: card number}."""
    rows = Event.objects.filter(project=project, type="cards.updated", at__in=set(rest))
    people: dict[int, User] = {}
    for row in rows.select_related("actor").defer("answer"):
        people |= {card["number"]: row.actor for card in row.payload.get("cards", [])}
    return people


# ── Columns and labels ────────────────────────────────────────────────────────────────────────────


class DeletedPart(TypedDict):
    """Context of a deleted column or label. `seq` is the event to undo."""

    id: str
    seq: int
    is_label: bool
    name: str
    color: str
    cards: int
    by: User
    at: dt.datetime


def _deleted_parts(project: Project, words: str) -> list[DeletedPart]:
    """Columns and labels that are still deleted, the last deleted first, each with the event to undo."""
    rows = Event.objects.filter(project=project, type__in=DELETIONS).order_by("-seq").select_related("actor")
    existing = {
        str(pk) for pk in Column.objects.undeleted().filter(project=project).values_list("pk", flat=True)
    }
    existing |= {str(pk) for pk in Label.objects.filter(project=project).values_list("pk", flat=True)}
    last: dict[str, DeletedPart] = {}
    for row in rows.defer("answer")[: 4 * PAGE]:
        if part := _part_or_none(row):
            last.setdefault(part["id"], part)
    query = read_query(words)
    parts = [part for pk, part in last.items() if pk not in existing]
    return [part for part in parts if rank(query, fold(part["name"]), "")][:PAGE]


def _part_or_none(row: Event) -> DeletedPart | None:
    place = f"{row.project_id}/{row.seq}"
    return guarded(partial(_deleted_part, row), kind="event", pk=place, fallback=lambda: None)


def _deleted_part(row: Event) -> DeletedPart:
    return {
        "id": row.payload["id"],
        "seq": row.seq,
        "is_label": row.type == "label.deleted",
        "name": row.payload["name"],
        "color": row.payload["color"],
        "cards": len(row.changes.get("cardIds", [[]])[0]),
        "by": row.actor,
        "at": row.at,
    }
