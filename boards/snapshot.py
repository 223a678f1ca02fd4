"""The one form of boards, columns, cards and labels on the wire, and the board as a whole.

Cards are read as plain rows: no model instance, no serializer; what hangs on them is joined in Python.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from accounts.wire import camelize, instant
from boards.models import Board, Card, CardAssignee, CardFile, CardLabel, Column, Label
from projects.models import Project
from projects.representations import members_wire, project_wire

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
HANGERS = {
    "labelIds": (CardLabel, "label_id"),
    "assigneeIds": (CardAssignee, "user_id"),
    "fileIds": (CardFile, "file_id"),
}

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
    fields = [name for name in CARD_ROW if name != "description"]
    return _cards(cards.values_list(*fields, named=True), project, _hangers(project=project))


def card_wire(card: Card, project: Project) -> dict[str, Any]:
    return _cards([card], project, _hangers(card=card))[0]


def listed_cards(cards: list[Card], project: Project) -> list[dict[str, Any]]:
    """Whole cards, descriptions too."""
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
    """`row` is a Card or a named row of CARD_ROW, with or without its description."""
    card = {
        "id": str(row.id),
        "number": row.number,
        "key": f"{key}-{row.number}",
        "projectId": str(row.project_id),
        "columnId": str(row.column_id),
        "title": row.title,
        "position": row.position,
        "version": row.version,
        **hangers,
        "startAt": instant(row.start_at),
        "dueAt": instant(row.due_at),
        "doneAt": instant(row.done_at),
        "archivedAt": instant(row.archived_at),
        "createdBy": str(row.created_by_id),
        "createdAt": instant(row.created_at),
        "updatedAt": instant(row.updated_at),
        "commentCount": row.comment_count,
        "checklistTotal": row.checklist_total,
        "checklistDone": row.checklist_done,
        "fileCount": len(hangers["fileIds"]),
        "coverFileId": str(row.cover_id) if row.cover_id else None,
    }
    if hasattr(row, "description"):
        card["description"] = row.description
    return card


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
