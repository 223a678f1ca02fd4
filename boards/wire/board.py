"""Serialization of boards, columns and labels, and the snapshot of a whole board."""

from typing import TypedDict
from uuid import UUID

from boards.models import Board, Column, Label
from boards.wire.cards import BriefCardWire, PlacedCardWire, open_cards_wire
from core.wire import instant
from projects.models import Project
from projects.serialization import MemberWire, ProjectWire, members_wire, project_wire


class ColumnWire(TypedDict):
    id: str
    projectId: str
    name: str
    color: str
    position: str
    wipLimit: int | None
    version: int


class SortedColumnWire(ColumnWire):
    cards: list[PlacedCardWire]


class LabelWire(TypedDict):
    id: str
    projectId: str
    name: str
    color: str


class BoardWire(TypedDict):
    id: str
    projectId: str
    name: str
    createdAt: str


class BoardSnapshot(TypedDict):
    """A whole board: its open cards, and the seq of the last event that it contains."""

    seq: int
    project: ProjectWire
    board: BoardWire
    columns: list[ColumnWire]
    cards: list[BriefCardWire]
    labels: list[LabelWire]
    members: list[MemberWire]


class WatchedSnapshot(BoardSnapshot):
    """A snapshot for one user; `watching` are the ids of the cards that the user watches."""

    watching: list[str]


def board_snapshot(project_id: UUID) -> BoardSnapshot:
    """Return the board with its open cards.

    `seq` is read before the rows. They may already reflect later events; applying those again has no effect.
    """
    project = Project.objects.alive().get(pk=project_id)
    return {
        "seq": project.last_seq,
        "project": project_wire(project),
        "board": board_wire(Board.objects.get(project=project)),
        "columns": [column_wire(column) for column in Column.objects.undeleted().filter(project=project)],
        "cards": open_cards_wire(project),
        "labels": [label_wire(label) for label in Label.objects.filter(project=project)],
        "members": members_wire(project),
    }


def board_wire(board: Board) -> BoardWire:
    return {
        "id": str(board.pk),
        "projectId": str(board.project_id),
        "name": board.name,
        "createdAt": instant(board.created_at),
    }


def column_wire(column: Column) -> ColumnWire:
    return {
        "id": str(column.pk),
        "projectId": str(column.project_id),
        "name": column.name,
        "color": column.color,
        "position": column.position,
        "wipLimit": column.wip_limit,
        "version": column.version,
    }


def label_wire(label: Label) -> LabelWire:
    return {
        "id": str(label.pk),
        "projectId": str(label.project_id),
        "name": label.name,
        "color": label.color,
    }
