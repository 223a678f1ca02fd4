"""Stored rows of an index, for those who check or mend it."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from core.sql.pipeline import SqlValue, Statement, send
from projects.search.index import SearchIndex


class StoredRow(NamedTuple):
    text: str
    lexemes: frozenset[str]


def stored_rows(index: SearchIndex, object_ids: Sequence[UUID]) -> dict[UUID, StoredRow]:
    """Return the rows of these objects, each that has one."""
    is_postgresql = connection.vendor == "postgresql"
    words = "array_to_string(tsvector_to_array(\"words\"), ' ')" if is_postgresql else '"words"'
    found = _select(index, f'"text", {words}', object_ids)
    return {object_id: StoredRow(text, frozenset(lexemes.split(" "))) for object_id, text, lexemes in found}


def objects_without(index: SearchIndex, object_ids: Sequence[UUID], lexeme: str) -> list[UUID]:
    """Return those of the objects whose row lacks the lexeme."""
    is_postgresql = connection.vendor == "postgresql"
    has = '"words" @@ quote_literal(%s)::tsquery' if is_postgresql else 'instr("words", %s) > 0'
    return [object_id for object_id, has_it in _select(index, has, object_ids, lexeme) if not has_it]


def _select(index: SearchIndex, columns: str, object_ids: Sequence[UUID], *params: SqlValue) -> list[Any]:
    is_postgresql = connection.vendor == "postgresql"
    ids: list[SqlValue] = [*object_ids] if is_postgresql else [pk.hex for pk in object_ids]
    # Safe: names of the index, and as many placeholders as there are ids.
    statement = (
        f'SELECT "{index.key}", {columns} FROM "{index.table}" '  # noqa: S608
        f'WHERE "{index.key}" IN ({", ".join(["%s"] * len(ids))})'
    )
    [cursor] = send([Statement(statement, (*params, *ids))]) if ids else [None]
    rows = cursor.fetchall() if cursor else []
    return [row if is_postgresql else (UUID(row[0]), *row[1:]) for row in rows]
