"""The MVP stack's `card.move`: three statements in one transaction, version check and audit row included."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fractional_indexing import generate_key_between
from sqlalchemy import and_, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.peers.mvp_tables import audit, cards, members, projects

neighbour, sibling = cards.alias("neighbour"), cards.alias("sibling")

# Checks permission and reads card and neighbours in one query. `upper` is the next card below the neighbour.
_upper = (
    select(func.min(sibling.c.position))
    .where(sibling.c.column_id == bindparam("column"), sibling.c.position > neighbour.c.position)
    .where(sibling.c.id != bindparam("card"), sibling.c.archived_at.is_(None))
    .scalar_subquery()
)
LOOK = (
    select(
        cards.c.column_id,
        cards.c.position,
        projects.c.key,
        neighbour.c.position.label("lower"),
        _upper.label("upper"),
    )
    .join(projects, projects.c.id == cards.c.project_id)
    .join(members, and_(members.c.project_id == cards.c.project_id, members.c.user_id == bindparam("user")))
    .join(
        neighbour,
        and_(
            neighbour.c.id == bindparam("after"),
            neighbour.c.column_id == bindparam("column"),
            neighbour.c.project_id == cards.c.project_id,
        ),
        isouter=True,
    )
    .where(cards.c.id == bindparam("card"), members.c.role != "viewer")
)
MOVE = (
    update(cards)
    .where(cards.c.id == bindparam("card"), cards.c.version == bindparam("seen"))
    .values(
        column_id=bindparam("to_column"),
        position=bindparam("to_position"),
        version=cards.c.version + 1,
        updated_at=bindparam("at"),
    )
    .returning(*cards.c)
)
RECORD = insert(audit).returning(audit.c.id)


class Refused(Exception):
    def __init__(self, code: str, status: int) -> None:
        super().__init__(code)
        self.code, self.status = code, status


@dataclass(frozen=True)
class Move:
    user: UUID
    card: UUID
    column: UUID
    after: UUID
    version: int
    event_id: UUID


async def move_card(engine: AsyncEngine, move: Move) -> dict[str, Any]:
    """Move a card and return the event. Raises Refused."""
    at = dt.datetime.now(dt.UTC)
    async with engine.begin() as connection:
        params = {"user": move.user, "card": move.card, "column": move.column, "after": move.after}
        seen = (await connection.execute(LOOK, params)).first()
        if seen is None:
            raise Refused("not_found", 404)
        if seen.lower is None:
            raise Refused("invalid", 400)
        position = generate_key_between(seen.lower, seen.upper)
        put = {"to_column": move.column, "to_position": position, "at": at}
        card = (await connection.execute(MOVE, {"card": move.card, "seen": move.version, **put})).first()
        if card is None:
            raise Refused("version_conflict", 409)
        changes = {"position": [seen.position, card.position]}
        if seen.column_id != card.column_id:
            changes["columnId"] = [str(seen.column_id), str(card.column_id)]
        event = _event(move, at, card_json(card, seen.key), changes)
        event["seq"] = (await connection.execute(RECORD, _row(event, move, at))).scalar_one()
    return event


def _event(move: Move, at: dt.datetime, card: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "card.moved",
        "projectId": card["projectId"],
        "seq": 0,
        "eventId": str(move.event_id),
        "actorId": str(move.user),
        "at": instant(at),
        "payload": card,
        "changes": changes,
    }


def _row(event: dict[str, Any], move: Move, at: dt.datetime) -> dict[str, Any]:
    return {
        "project_id": UUID(event["projectId"]),
        "actor_id": move.user,
        "type": event["type"],
        "event_id": move.event_id,
        "at": at,
        "payload": event["payload"],
        "changes": event["changes"],
    }


def card_json(row: Any, key: str) -> dict[str, Any]:
    """Return a card in the form of the product."""
    return {
        "id": str(row.id),
        "number": row.number,
        "key": f"{key}-{row.number}",
        "projectId": str(row.project_id),
        "columnId": str(row.column_id),
        "title": row.title,
        "position": row.position,
        "version": row.version,
        "labelIds": row.label_ids,
        "assigneeIds": row.assignee_ids,
        "fileIds": row.file_ids,
        "dueAt": instant(row.due_at),
        "archivedAt": instant(row.archived_at),
        "createdBy": str(row.created_by),
        "createdAt": instant(row.created_at),
        "updatedAt": instant(row.updated_at),
        "commentCount": row.comment_count,
        "fileCount": len(row.file_ids),
        "coverFileId": None,
        "description": row.description,
    }


def instant(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z" if moment else None
