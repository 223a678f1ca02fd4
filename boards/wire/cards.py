"""Serialization of cards.

Many cards are read as plain rows, without model instances or serializers; the ids of their labels, assignees
and files are joined in Python.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple, TypedDict, overload
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Coalesce

from boards.models import Card, CardAssignee, CardFile, CardLabel
from boards.wire.sql_instant import SqlDay, SqlInstant
from core.moments import moment_text
from core.sql.prepared import prepared
from core.wire import instant
from projects.models import Project

Relation = Literal["labelIds", "assigneeIds", "fileIds"]

RELATED_ROWS: dict[Relation, tuple[Any, str]] = {
    "labelIds": (CardLabel, "label_id"),
    "assigneeIds": (CardAssignee, "user_id"),
    "fileIds": (CardFile, "file_id"),
}

RelatedIds = dict[Relation, dict[UUID, list[str]]]
"""{name on the wire: {card id: ids of the related rows}}."""


class CardRow(NamedTuple):
    """A card as the snapshot reads it: without description, its times already formatted by the database."""

    id: UUID
    number: int
    project_id: UUID
    column_id: UUID
    title: str
    position: str
    version: int
    start: str | None
    due: str | None
    done_at: str | None
    archived_at: str | None
    created_by_id: UUID
    created_at: str
    updated_at: str
    comment_count: int
    checklist_total: int
    checklist_done: int
    cover_id: UUID | None


FORMATTED: dict[str, Any] = {
    **{name: Coalesce(SqlDay(f"{name}_on"), SqlInstant(f"{name}_at")) for name in ("start", "due")},
    **{name: SqlInstant(name) for name in ("done_at", "archived_at", "created_at", "updated_at")},
}
"""{field of a CardRow: its text in wire format, in SQL}."""


class CardRelations(TypedDict):
    """The ids of a card's related rows, oldest first."""

    labelIds: list[str]
    assigneeIds: list[str]
    fileIds: list[str]


class BriefCardWire(CardRelations):
    """A card without its description, as in the snapshot and in bulk events."""

    id: str
    number: int
    key: str
    projectId: str
    columnId: str
    title: str
    position: str
    version: int
    startAt: str | None
    dueAt: str | None
    doneAt: str | None
    archivedAt: str | None
    createdBy: str
    createdAt: str
    updatedAt: str
    commentCount: int
    checklistTotal: int
    checklistDone: int
    fileCount: int
    coverFileId: str | None


class CardWire(BriefCardWire):
    description: str


class WatchedCardWire(CardWire):
    """A card as one user sees it."""

    watching: bool


class PlacedCardWire(TypedDict):
    """The place of a card in a column that was sorted."""

    id: str
    number: int
    position: str
    version: int


class CardsWire(TypedDict):
    """The cards of a bulk event."""

    cards: list[BriefCardWire]


def open_cards_wire(project: Project) -> list[BriefCardWire]:
    """Serialize the open cards without descriptions, by position of their column, then by their own."""
    cards = Card.objects.open().filter(project=project).order_by("column__position", "position")
    formatted = {f"{name}_text": expression for name, expression in FORMATTED.items()}
    fields = [f"{name}_text" if name in FORMATTED else name for name in CardRow._fields]
    rows = cards.annotate(**formatted).values_list(*fields)
    return _serialize(map(CardRow._make, rows), project, _related_ids(project=project))


def card_wire(card: Card, project: Project, *, related: CardRelations | None = None) -> CardWire:
    """Serialize a card with its description. `related` saves a query if the ids of RELATED_ROWS are known."""
    ids = related or group_related_ids(related_ids_of(card_id=card.pk))
    return {**_card(card, project.key, ids), "description": card.description}


@prepared
def related_ids_of(card_id: Any) -> Any:
    """Query the ids of all RELATED_ROWS of a card at once: (name, row id, related id), oldest first."""
    first, *others = [
        model._default_manager.filter(card_id=card_id).values_list(Value(name), "id", other)
        for name, (model, other) in RELATED_ROWS.items()
    ]
    return first.union(*others, all=True).order_by("id")


def group_related_ids(rows: Iterable[tuple[Relation, UUID, UUID]]) -> CardRelations:
    """Group the rows of `related_ids_of` by name."""
    ids: CardRelations = {"labelIds": [], "assigneeIds": [], "fileIds": []}
    for name, _, other_id in rows:
        ids[name].append(str(other_id))
    return ids


def cards_wire(cards: list[Card], project: Project) -> list[CardWire]:
    """Serialize cards with descriptions."""
    brief = brief_cards_wire(cards, project)
    return [{**wire, "description": card.description} for wire, card in zip(brief, cards, strict=True)]


def brief_cards_wire(cards: list[Card], project: Project) -> list[BriefCardWire]:
    """Serialize cards without descriptions, as the snapshot does."""
    return _serialize(cards, project, _related_ids(card__in=cards))


def _related_ids(**filters: object) -> RelatedIds:
    return {name: _ids_by_card(model, other, filters) for name, (model, other) in RELATED_ROWS.items()}


def _ids_by_card(model: Any, other: str, filters: dict[str, object]) -> dict[UUID, list[str]]:
    grouped: dict[UUID, list[str]] = defaultdict(list)
    for card_id, other_id in model.objects.filter(**filters).order_by("id").values_list("card_id", other):
        grouped[card_id].append(str(other_id))
    return grouped


def _serialize(rows: Iterable[Card | CardRow], project: Project, related: RelatedIds) -> list[BriefCardWire]:
    labels, assignees, files = related["labelIds"], related["assigneeIds"], related["fileIds"]
    return [
        _card(
            row,
            project.key,
            {
                "labelIds": labels.get(row.id, []),
                "assigneeIds": assignees.get(row.id, []),
                "fileIds": files.get(row.id, []),
            },
        )
        for row in rows
    ]


def _card(row: Card | CardRow, key: str, related: CardRelations) -> BriefCardWire:
    """Serialize `row` without its description."""
    return {
        "id": str(row.id),
        "number": row.number,
        "key": f"{key}-{row.number}",
        "projectId": str(row.project_id),
        "columnId": str(row.column_id),
        "title": row.title,
        "position": row.position,
        "version": row.version,
        "labelIds": related["labelIds"],
        "assigneeIds": related["assigneeIds"],
        "fileIds": related["fileIds"],
        "startAt": _moment_text(row.start),
        "dueAt": _moment_text(row.due),
        "doneAt": _instant_text(row.done_at),
        "archivedAt": _instant_text(row.archived_at),
        "createdBy": str(row.created_by_id),
        "createdAt": _instant_text(row.created_at),
        "updatedAt": _instant_text(row.updated_at),
        "commentCount": row.comment_count,
        "checklistTotal": row.checklist_total,
        "checklistDone": row.checklist_done,
        "fileCount": len(related["fileIds"]),
        "coverFileId": str(row.cover_id) if row.cover_id else None,
    }


def _moment_text(value: dt.date | str | None) -> str | None:
    return value if isinstance(value, str) else moment_text(value)


@overload
def _instant_text(value: dt.datetime | str) -> str: ...
@overload
def _instant_text(value: dt.datetime | str | None) -> str | None: ...
def _instant_text(value: dt.datetime | str | None) -> str | None:
    """Format a datetime; a text has been formatted by the database."""
    return value if isinstance(value, str) else instant(value)
