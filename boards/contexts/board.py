"""Template contexts of columns and cards, with the names and colours of labels, people and files."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from accounts.models import User
from boards.models import Card, CardAssignee, CardFile, CardLabel, Column, Label
from core.instants import displayable
from core.moments import clamped
from files.context import file_context
from files.models import File
from projects.models import Project

FIRST_CARDS = 30
"""Number of cards of each column that the page contains; more are loaded on scrolling."""


def columns_with_cards(project: Project) -> list[dict[str, object]]:
    """Return all columns, each with its first cards, in a constant number of queries."""
    columns = list(Column.objects.undeleted().filter(project=project))
    totals = dict(
        Card.objects.open()
        .filter(project=project)
        .order_by()
        .values_list("column")
        .annotate(total=Count("id"))
    )
    cards = defaultdict(list)
    for card in card_contexts(_first_cards(project), project):
        cards[card["column_id"]].append(card)
    return [column_context(column, cards[column.pk], totals.get(column.pk, 0)) for column in columns]


def column_context(column: Column, cards: list[dict[str, Any]], total: int) -> dict[str, object]:
    more = reverse("column_cards", args=[column.project_id, column.pk]) if total > len(cards) else None
    names = ("id", "project_id", "name", "color", "position", "wip_limit", "version")
    return {
        **{name: getattr(column, name) for name in names},
        "total": total,
        "cards": cards,
        "more_url": more,
    }


def blank_column(project: Project) -> dict[str, object]:
    """Context of the empty column that the browser copies to show a new one at once."""
    return {
        "id": "",
        "project_id": project.pk,
        "name": "",
        "color": "gray",
        "wip_limit": None,
        "total": 0,
        "cards": [],
    }


def blank_card(project: Project) -> dict[str, object]:
    """Context of the empty card that the browser copies to show a new one at once."""
    return {
        "id": "",
        "number": 0,
        "key": "",
        "project_id": project.pk,
        "title": "",
        "labels": [],
        "assignees": [],
    }


def card_contexts(cards: Iterable[Card], project: Project) -> list[dict[str, Any]]:
    """Contexts of cards of one project, in a constant number of queries."""
    rows = list(cards)
    labels = _labels_of(rows)
    people = _people_of(rows)
    counts = _file_counts_of(rows)
    covers = File.objects.in_bulk({card.cover_id for card in rows if card.cover_id})
    return [
        {
            **_card_fields(card, project),
            "labels": labels[card.pk],
            "assignees": people[card.pk],
            "file_count": counts.get(card.pk, 0),
            "cover": file_context(covers[card.cover_id]) if card.cover_id else None,
        }
        for card in rows
    ]


def _first_cards(project: Project) -> Any:
    rank = Window(RowNumber(), partition_by=F("column"), order_by=F("position").asc())
    return (
        Card.objects.open()
        .filter(project=project)
        .defer("description")
        .annotate(rank=rank)
        .filter(rank__lte=FIRST_CARDS)
        .order_by("column", "position")
    )


def _labels_of(cards: list[Card]) -> dict[UUID, list[Label]]:
    found = defaultdict(list)
    for row in CardLabel.objects.filter(card__in=cards).select_related("label").order_by("id"):
        found[row.card_id].append(row.label)
    return found


def _people_of(cards: list[Card]) -> dict[UUID, list[User]]:
    found = defaultdict(list)
    for row in CardAssignee.objects.filter(card__in=cards).select_related("user").order_by("id"):
        found[row.card_id].append(row.user)
    return found


def _file_counts_of(cards: list[Card]) -> dict[UUID, int]:
    rows = CardFile.objects.filter(card__in=cards).order_by()
    return dict(rows.values_list("card").annotate(total=Count("id")))


def _card_fields(card: Card, project: Project) -> dict[str, object]:
    return {
        "id": card.pk,
        "number": card.number,
        "key": f"{project.key}-{card.number}",
        "project_id": card.project_id,
        "column_id": card.column_id,
        "title": card.title,
        "position": card.position,
        "version": card.version,
        "start_at": clamped(card.start),
        "due_at": clamped(card.due),
        "done_at": displayable(card.done_at),
        "comment_count": card.comment_count,
        "checklist_total": card.checklist_total,
        "checklist_done": card.checklist_done,
    }
