"""The one form of boards, columns, cards and labels on the wire, and the board as a whole.

Cards are read as plain rows: no model instance, no serializer; what hangs on them is joined in Python.
"""

import datetime as dt
from collections import defaultdict, namedtuple
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Value

from boards.models import Board, Card, CardAssignee, CardFile, CardLabel, Column, Label
from boards.wire.sql_instant import Instant
from core.sql import prepared
from core.wire import camelize, instant
from projects.models import Project
from projects.serialization import members_wire, project_wire

CARD_ROW = (
    "id",
    "number",
    "project_id",
    "column_id",
    "title",
    "description",
    "position",
    "version",
    "start_at",
    "due_at",
    "done_at",
    "archived_at",
    "created_by_id",
    "created_at",
    "updated_at",
    "comment_count",
    "checklist_total",
    "checklist_done",
    "cover_id",
)
OPEN_ROW = tuple(name for name in CARD_ROW if name != "description")
MOMENTS = ("start_at", "due_at", "done_at", "archived_at", "created_at", "updated_at")
HANGERS = {
    "labelIds": (CardLabel, "label_id"),
    "assigneeIds": (CardAssignee, "user_id"),
    "fileIds": (CardFile, "file_id"),
}

OpenRow: Any = namedtuple("OpenRow", OPEN_ROW)  # type: ignore[misc]  # the names are above
"""An open card as it is read for a board, its moments already written."""

Hangers = dict[str, dict[UUID, list[str]]]
"""By their name on the wire, the ids that hang on each card."""


def board_snapshot(project_id: UUID) -> dict[str, Any]:
    """{project, board, columns, cards, labels, members, seq}.

    `seq` is read first: events after it may already be in the rows, and applying them again changes nothing.
    """
    project = Project.objects.alive().get(pk=project_id)
    return {
        "seq": project.last_seq,
        "project": project_wire(project),
        "board": board_wire(Board.objects.get(project=project)),
        "columns": [column_wire(column) for column in Column.objects.standing().filter(project=project)],
        "cards": open_cards(project),
        "labels": [label_wire(label) for label in Label.objects.filter(project=project)],
        "members": members_wire(project),
    }


def open_cards(project: Project) -> list[dict[str, Any]]:
    """Without descriptions, in the order of columns and places."""
    cards = Card.objects.open().filter(project=project).order_by("column__position", "position")
    written = {f"{name}_written": Instant(name) for name in MOMENTS}
    fields = [f"{name}_written" if name in MOMENTS else name for name in OPEN_ROW]
    rows = cards.annotate(**written).values_list(*fields)
    return _cards(map(OpenRow._make, rows), project, _hangers(project=project))


def card_wire(card: Card, project: Project, *, hangers: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """`hangers` are what hangs on it by their names on the wire, where that is known."""
    held = hangers or by_name(hangers_of(card_id=card.pk))
    wire = _card(card, project.key, {name: held[name] for name in HANGERS})
    return {**wire, "description": card.description}


@prepared
def hangers_of(card_id: Any) -> Any:
    """All kinds in one question, in the order in which they were hung."""
    first, *others = [
        model._default_manager.filter(card_id=card_id).values_list(Value(name), "id", other)
        for name, (model, other) in HANGERS.items()
    ]
    return first.union(*others, all=True).order_by("id")


def by_name(hangers: Iterable[tuple[str, UUID, UUID]]) -> dict[str, list[str]]:
    held: dict[str, list[str]] = {name: [] for name in HANGERS}
    for name, _, other_id in hangers:
        held[name].append(str(other_id))
    return held


def listed_cards(cards: list[Card], project: Project) -> list[dict[str, Any]]:
    """Whole cards, descriptions too."""
    cards_wire = listed_faces(cards, project)
    return [{**wire, "description": card.description} for wire, card in zip(cards_wire, cards, strict=True)]


def listed_faces(cards: list[Card], project: Project) -> list[dict[str, Any]]:
    """As a board shows them, without descriptions."""
    return _cards(cards, project, _hangers(card__in=cards))


def _hangers(**where: Any) -> Hangers:
    return {name: _grouped(model, other, where) for name, (model, other) in HANGERS.items()}


def _grouped(model: Any, other: str, where: dict[str, Any]) -> dict[UUID, list[str]]:
    grouped: dict[UUID, list[str]] = defaultdict(list)
    for card_id, other_id in model.objects.filter(**where).order_by("id").values_list("card_id", other):
        grouped[card_id].append(str(other_id))
    return grouped


def _cards(rows: Iterable[Any], project: Project, hangers: Hangers) -> list[dict[str, Any]]:
    return [
        _card(row, project.key, {name: ids.get(row.id, []) for name, ids in hangers.items()}) for row in rows
    ]


def _card(row: Any, key: str, hangers: dict[str, list[str]]) -> dict[str, Any]:
    """`row` is a Card or an OpenRow; without its description."""
    return {
        "id": str(row.id),
        "number": row.number,
        "key": f"{key}-{row.number}",
        "projectId": str(row.project_id),
        "columnId": str(row.column_id),
        "title": row.title,
        "position": row.position,
        "version": row.version,
        **hangers,
        "startAt": _moment(row.start_at),
        "dueAt": _moment(row.due_at),
        "doneAt": _moment(row.done_at),
        "archivedAt": _moment(row.archived_at),
        "createdBy": str(row.created_by_id),
        "createdAt": _moment(row.created_at),
        "updatedAt": _moment(row.updated_at),
        "commentCount": row.comment_count,
        "checklistTotal": row.checklist_total,
        "checklistDone": row.checklist_done,
        "fileCount": len(hangers["fileIds"]),
        "coverFileId": str(row.cover_id) if row.cover_id else None,
    }


def _moment(value: dt.datetime | str | None) -> str | None:
    """Rows of a whole board have it written already."""
    return value if isinstance(value, str) else instant(value)


def board_wire(board: Board) -> dict[str, Any]:
    return camelize(
        {"id": board.pk, "project_id": board.project_id, "name": board.name, "created_at": board.created_at}
    )


def column_wire(column: Column) -> dict[str, Any]:
    return camelize(
        {
            "id": column.pk,
            "project_id": column.project_id,
            "name": column.name,
            "color": column.color,
            "position": column.position,
            "wip_limit": column.wip_limit,
            "version": column.version,
        }
    )


def label_wire(label: Label) -> dict[str, Any]:
    return camelize(
        {"id": label.pk, "project_id": label.project_id, "name": label.name, "color": label.color}
    )
