"""Writes of the index. They travel with those of the command (core/sql/deferred.py): no round trip more."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper

from core.sql.pipeline import Sql, SqlValue, ToSql
from projects.search.blocks import blocks_sql
from projects.search.index import Document, SearchIndex, folded, lexemes


@dataclass(frozen=True, slots=True)
class WriteTexts:
    """Inserts the rows of documents, or replaces them, by one statement.

    The id of a row stays: it tells when the object was written. No two documents are of the same object.
    """

    index: SearchIndex
    documents: Sequence[Document]

    def sql(self, database: BaseDatabaseWrapper) -> Sql:
        statement = _write_sql(self.index, database.vendor, len(self.documents))
        return statement, [value for document in self.documents for value in self._row(document, database)]

    def _row(self, document: Document, database: BaseDatabaseWrapper) -> list[SqlValue]:
        text = folded(document)
        words = " ".join(lexemes(document, text, has_titles=self.index.has_titles))
        return [*_bound(database, (document.object_id, document.project_id)), text, words]


@dataclass(frozen=True, slots=True)
class RemoveText:
    """Deletes the row of an object."""

    index: SearchIndex
    object_id: UUID

    def sql(self, database: BaseDatabaseWrapper) -> Sql:
        statement = f'DELETE FROM "{self.index.table}" WHERE "{self.index.key}" = %s'  # noqa: S608
        return statement, _bound(database, (self.object_id,))


def index_write(index: SearchIndex, document: Document) -> ToSql:
    """Return the write that makes the index agree with the document."""
    if document.is_empty:
        return RemoveText(index, document.object_id)
    return WriteTexts(index, [document])


@lru_cache(maxsize=256)
def _write_sql(index: SearchIndex, vendor: str, count: int) -> str:
    table, key = index.table, index.key
    columns = f'"{key}", "project_id", "text", "words"'
    if vendor != "postgresql":
        rows = ", ".join(["(%s, %s, %s, %s)"] * count)
        return (
            f'INSERT INTO "{table}" ({columns}) VALUES {rows} '  # noqa: S608
            f'ON CONFLICT ("{key}") DO UPDATE SET "text" = excluded."text", "words" = excluded."words"'
        )
    rows = ", ".join(["(%s::uuid, %s::uuid, %s::text, %s::text)"] * count)
    given = f"(SELECT nextval('{table}_id_seq') AS id, v.* FROM (VALUES {rows}) AS v (k, p, t, w)) AS d"  # noqa: S608
    new, old = blocks_sql("d.id"), blocks_sql(f'"{table}"."id"')
    words = f"array_to_tsvector(string_to_array(d.w, ' ') || {new})"
    kept = f"ts_delete(excluded.words, {blocks_sql('excluded.id')}) || array_to_tsvector({old})"
    return (
        f'INSERT INTO "{table}" ("id", {columns}) SELECT d.id, d.k, d.p, d.t, {words} FROM {given} '  # noqa: S608
        f'ON CONFLICT ("{key}") DO UPDATE SET "text" = excluded."text", "words" = {kept}'
    )


def _bound(database: BaseDatabaseWrapper, ids: tuple[UUID, ...]) -> list[SqlValue]:
    return [an_id if database.features.has_native_uuid_field else an_id.hex for an_id in ids]
