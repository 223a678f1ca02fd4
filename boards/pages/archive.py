"""What was put away and can come back: archived cards, the trash, deleted columns and labels."""

import datetime as dt
from collections.abc import Callable
from typing import Any
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
from boards.contexts.board import card_faces
from boards.models import Card, Column, Label
from boards.queries.filter import moment_of, titled
from core.ids import parse_uuid
from projects.models import Event, Membership, Project
from projects.pages.base import membership_or_404, number, sent
from projects.permissions import Role
from projects.search import words_in

PAGE = 50
STATES = {"archived": _("Archive"), "deleted": _("Trash"), "other": _("Columns and labels")}
MOMENTS = {"archived": "archived_at", "deleted": "deleted_at"}
PARTS = {"column.deleted": Column, "label.deleted": Label}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def put_away(request: HttpRequest, project_id: UUID) -> HttpResponse:
    mine = membership_or_404(request, project_id)
    if request.method == "POST":
        act = ACTIONS.get(request.POST.get("action", ""))
        if act is not None:
            act(request, mine)
        return redirect(f"{reverse('put_away', args=[mine.project_id])}?state={_state(request.POST)}")
    return render(request, "boards/put_away.html", _context(request, mine))


def _restore(request: HttpRequest, mine: Membership) -> None:
    version = number(request.POST.get("version", ""))
    sent(request, "card.restore", id=request.POST.get("id", ""), version=version)


def _undo(request: HttpRequest, mine: Membership) -> None:
    seq = number(request.POST.get("seq", ""))
    sent(request, "history.undo", projectId=str(mine.project_id), seq=seq)


ACTIONS: dict[str, Callable[[HttpRequest, Membership], None]] = {"restore": _restore, "undo": _undo}


def _state(query: Any) -> str:
    state = query.get("state", "archived")
    return state if state in STATES else "archived"


def _context(request: HttpRequest, mine: Membership) -> dict[str, Any]:
    """The head of the log is read before the rows: what happens between comes again as an event."""
    project, state = mine.project, _state(request.GET)
    words = words_in(request.GET)
    before = request.GET.get("before", "")
    rows, older = ([], "") if state == "other" else _cards(project, state, words, before)
    return {
        "project": project,
        "role": mine.role,
        "may_restore": Role(mine.role).may(Role.MEMBER),
        "seq": project.last_seq,
        "state": state,
        "states": [
            (name, label, f"?{urlencode({'state': name, **({'q': words} if words else {})})}")
            for name, label in STATES.items()
        ],
        "words": words,
        "cards": rows,
        "parts": _parts(project, words) if state == "other" else [],
        "older": f"?{urlencode({'state': state, 'q': words, 'before': older})}" if older else "",
        "later": bool(before),
    }


# ── Cards ─────────────────────────────────────────────────────────────────────────────────────────


def _cards(project: Project, state: str, words: str, before: str) -> tuple[list[dict[str, Any]], str]:
    """Of those put away last the first, and where the next page goes on."""
    moment = MOMENTS[state]
    kept: Any = Card.objects.archived() if state == "archived" else Card.objects.in_trash()
    rows: Any = titled(kept.filter(project=project), words, project).annotate(put_away_at=F(moment))
    rows = _below(rows, moment, before).select_related("column").defer("description")
    found = list(rows.order_by(f"-{moment}", "-id")[: PAGE + 1])
    shown: list[Any] = found[:PAGE]
    last = shown[-1] if len(found) > PAGE else None
    people = _who(project, shown, state)
    faces = [
        {**face, "column": card.column, "at": card.put_away_at, "by": people.get(card.number)}
        for face, card in zip(card_faces(shown, project), shown, strict=True)
    ]
    return faces, f"{last.put_away_at.isoformat()}~{last.pk}" if last else ""


def _below(rows: QuerySet[Any], moment: str, before: str) -> QuerySet[Any]:
    if not before:
        return rows
    text, _mark, pk = before.partition("~")
    at = moment_of(text)
    try:
        card_id = parse_uuid(pk)
    except ValueError:
        return rows.none()
    if at is None:
        return rows.none()
    earlier = rows.filter(**{f"{moment}__lt": at})
    return earlier | rows.filter(**{moment: at, "pk__lt": card_id})


def _who(project: Project, cards: list[Any], state: str) -> dict[int, User]:
    """By the numbers of the cards, who put each away last, as the log says."""
    numbers = {str(card.number) for card in cards}
    rows = Event.objects.filter(project=project, type=f"card.{state}").alias(number=KT("payload__number"))
    alone = rows.filter(number__in=numbers).order_by("seq").select_related("actor").defer("answer")
    people = {row.payload["number"]: row.actor for row in alone}
    rest = {card.put_away_at: card.number for card in cards if card.number not in people}
    return people | _who_of_many(project, rest) if rest else people


def _who_of_many(project: Project, rest: dict[dt.datetime, int]) -> dict[int, User]:
    """Those that went together, with one event for all."""
    rows = Event.objects.filter(project=project, type="cards.updated", at__in=set(rest))
    people: dict[int, User] = {}
    for row in rows.select_related("actor").defer("answer"):
        people |= {card["number"]: row.actor for card in row.payload.get("cards", [])}
    return people


# ── Columns and labels ────────────────────────────────────────────────────────────────────────────


def _parts(project: Project, words: str) -> list[dict[str, Any]]:
    """Those that are still gone, the last deleted first; each by the event that an undo takes back."""
    rows = Event.objects.filter(project=project, type__in=PARTS).order_by("-seq").select_related("actor")
    standing = {
        str(pk) for pk in Column.objects.standing().filter(project=project).values_list("pk", flat=True)
    }
    standing |= {str(pk) for pk in Label.objects.filter(project=project).values_list("pk", flat=True)}
    last: dict[str, Event] = {}
    for row in rows.defer("answer")[: 4 * PAGE]:
        last.setdefault(row.payload["id"], row)
    return [
        _part(row)
        for pk, row in last.items()
        if pk not in standing
        and all(word in row.payload["name"].casefold() for word in words.casefold().split())
    ][:PAGE]


def _part(row: Event) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "is_label": row.type == "label.deleted",
        "name": row.payload["name"],
        "color": row.payload["color"],
        "cards": len(row.changes.get("cardIds", [[]])[0]),
        "by": row.actor,
        "at": row.at,
    }
