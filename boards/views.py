"""The list of projects, the board page, and the cards that the board fetches later."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from boards.contexts.board import blank_card, blank_column, card_contexts, columns_with_cards
from boards.models import Card, Column, Hue, Label
from boards.queries.filter import CardFilter
from boards.queries.tiles import boards_on_tiles
from boards.search.cards import MOST_ROWS, cards_found
from boards.wire.board import label_wire
from core.guard import guarded
from core.ids import uuid_or_none
from projects.member_names import name_apart
from projects.models import Event, Membership, Project
from projects.pages.base import current_user, membership_or_404
from projects.pages.slots import board_page_slots, project_tile_slots
from projects.search.query_text import search_text
from projects.serialization import member_wire

SHOWN_MEMBERS = 5
MAX_ONLY = 50
CARDS_PER_PAGE = 50
MAX_POSITION_LENGTH = 1000


@require_safe
@login_required
def projects(request: HttpRequest) -> HttpResponse:
    """The list of projects, as tiles; with `?only`, the tiles of these, for a page that has the others."""
    visible = Project.objects.visible_to(current_user(request))
    only = request.GET.getlist("only")[:MAX_ONLY]
    if only:
        visible = visible.filter(pk__in=[pk for pk in map(uuid_or_none, only) if pk])
    rows = list(_overview(visible))
    people = _members_of(rows)
    parts = _parts_of(request, rows)
    tiles = [{**_tile(row, people.get(row.pk, [])), **parts[row.pk]} for row in rows]
    return render(request, "projects/list.html", {"projects": tiles})


def _overview(rows: QuerySet[Project]) -> QuerySet[Any]:
    newest = Event.objects.filter(project=OuterRef("pk")).order_by("-seq").values("at")[:1]
    counted = Card.objects.open().filter(project=OuterRef("pk")).order_by().values("project")
    open_cards = Subquery(counted.annotate(count=Count("*")).values("count"))
    return rows.annotate(open_cards=Coalesce(open_cards, 0), last_activity=Subquery(newest)).order_by(
        "-last_activity"
    )


def _members_of(rows: list[Project]) -> dict[UUID, list[Membership]]:
    people: dict[UUID, list[Membership]] = {}
    for row in Membership.objects.filter(project__in=rows).select_related("user").order_by("joined_at", "id"):
        people.setdefault(row.project_id, []).append(row)
    return people


def _parts_of(request: HttpRequest, rows: list[Project]) -> dict[UUID, dict[str, object]]:
    ids = [row.pk for row in rows]
    parts: dict[UUID, dict[str, object]] = dict(boards_on_tiles(current_user(request).pk, ids))
    for part in project_tile_slots:
        for project_id, facts in part(current_user(request).pk, list(parts)).items():
            parts[project_id] |= facts
    return parts


def _tile(row: Any, people: list[Membership]) -> dict[str, object]:
    return {
        "id": row.pk,
        "seq": row.last_seq,
        "key": row.key,
        "name": row.name,
        "hue": row.hue,
        "open_cards": row.open_cards,
        "last_activity": row.last_activity,
        "members": [membership.user for membership in people[:SHOWN_MEMBERS]],
        "more_members": max(0, len(people) - SHOWN_MEMBERS),
    }


@require_safe
@login_required
def board(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """The board page.

    `seq` is read before the rows, so that an event between the two reaches the page once more.
    """
    membership = membership_or_404(request, project_id)
    project = membership.project
    people = list(
        Membership.objects.filter(project=project).select_related("user").order_by("joined_at", "id")
    )
    members = name_apart([row.user for row in people])
    labels = list(Label.objects.filter(project=project))
    context = {
        "project": project,
        "role": membership.role,
        "seq": project.last_seq,
        "columns": columns_with_cards(project),
        "members": members,
        "labels": labels,
        "hues": Hue.choices,
        "folded": _folded_columns(request, membership),
        "blank_card": blank_card(project),
        "blank_column": blank_column(project),
        "bootstrap": {
            "projectId": str(project.pk),
            "seq": project.last_seq,
            "key": project.key,
            "language": get_language(),
            "me": {
                "id": str(membership.user_id),
                "displayName": current_user(request).display_name,
                "role": membership.role,
            },
            "members": [{**member_wire(row), "displayName": row.user.shown_name} for row in people],
            "labels": [label_wire(label) for label in labels],
        },
    }
    parts = {name: _part_or_none(name, part, membership) for name, part in board_page_slots.items()}
    return render(request, "boards/board.html", {**context, **parts})


def _folded_columns(request: HttpRequest, membership: Membership) -> set[str]:
    """Return the ids of columns that this browser shows folded. Without a cookie there is none."""
    cookie = request.COOKIES.get(f"folded-{membership.user_id}", "")
    return {column_id for column_id in cookie.split(".") if column_id}


def _part_or_none(
    name: str, part: Callable[[Membership], dict[str, object]], membership: Membership
) -> dict[str, object] | None:
    """Return the part of another app. The board opens without one that fails."""
    build: Callable[[], dict[str, object] | None] = partial(part, membership)
    return guarded(build, kind="board part", pk=name, fallback=lambda: None)


@require_safe
@login_required
def column_cards(request: HttpRequest, project_id: UUID, column_id: UUID) -> HttpResponse:
    """List items for the cards of a column below the position `after`, limited to those that pass the filter.

    The header X-Remaining holds the number of cards that follow. With `?limit=0` there are no items.
    """
    project = membership_or_404(request, project_id).project
    cards = Card.objects.open().filter(project=project, column_id=column_id).order_by("position")
    if not Column.objects.undeleted().filter(project=project, pk=column_id).exists():
        raise Http404
    after = request.GET.get("after", "")
    if len(after) > MAX_POSITION_LENGTH or not after.isascii() or "\x00" in after:
        raise Http404
    below = CardFilter.from_query(request.GET).apply(
        cards.filter(position__gt=after), project, current_user(request)
    )
    count_only = request.GET.get("limit") == "0"
    shown = [] if count_only else list(below.defer("description")[:CARDS_PER_PAGE])
    response = _card_items(request, shown, project)
    response["X-Remaining"] = str(max(0, below.count() - len(shown)))
    return response


@require_safe
@login_required
def matching_cards(request: HttpRequest, project_id: UUID) -> JsonResponse:
    """Ids of the open cards that the words `q` find, and whether there are more than are looked for."""
    project = membership_or_404(request, project_id).project
    open_cards = Card.objects.open().filter(project=project)
    found = cards_found(open_cards, search_text(request.GET), project, current_user(request))
    ids = list(found.order_by().values_list("pk", flat=True)[:MOST_ROWS])
    return JsonResponse({"ids": ids, "isCut": len(ids) == MOST_ROWS})


@require_safe
@login_required
def card_item(request: HttpRequest, project_id: UUID, number: int) -> HttpResponse:
    project = membership_or_404(request, project_id).project
    card = Card.objects.open().filter(project=project, number=number).first()
    if card is None:
        raise Http404
    return _card_items(request, [card], project)


def _card_items(request: HttpRequest, cards: list[Card], project: Project) -> HttpResponse:
    return render(request, "boards/_cards.html", {"cards": card_contexts(cards, project)})
