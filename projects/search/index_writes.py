"""Writes of the index. They travel with those of the command (core/sql/deferred.py): no round trip more."""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper

from core.sql.pipeline import Sql, SqlValue, ToSql
from projects.search.blocks import blocks_sql
from projects.search.index import Document, SearchIndex, folded, lexemes


@dataclass(frozen=True, slots=True)
class WriteText:
    """Inserts the row of a document, or replaces it. Its id stays: it tells when the object was written."""

    index: SearchIndex
    document: Document

    def sql(self, database: BaseDatabaseWrapper) -> Sql:
        document, text = self.document, folded(self.document)
        words = " ".join(lexemes(document, text, has_titles=self.index.has_titles))
        ids = (document.object_id, document.project_id)
        return _write_sql(self.index, database.vendor), [*_bound(database, ids), text, words]


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
    return WriteText(index, document)


@cache
def _write_sql(index: SearchIndex, vendor: str) -> str:
    table, key = index.table, index.key
    columns = f'"{key}", "project_id", "text", "words"'
    if vendor != "postgresql":
        return (
            f'INSERT INTO "{table}" ({columns}) VALUES (%s, %s, %s, %s) '  # noqa: S608
            f'ON CONFLICT ("{key}") DO UPDATE SET "text" = excluded."text", "words" = excluded."words"'
        )
    new, old = blocks_sql("n"), blocks_sql(f'"{table}"."id"')
    words = f"array_to_tsvector(string_to_array(%s, ' ') || {new})"
    kept = f"ts_delete(excluded.words, {blocks_sql('excluded.id')}) || array_to_tsvector({old})"
    return (
        f'INSERT INTO "{table}" ("id", {columns}) '  # noqa: S608
        f"SELECT n, %s, %s, %s, {words} FROM nextval('{table}_id_seq') AS n "
        f'ON CONFLICT ("{key}") DO UPDATE SET "text" = excluded."text", "words" = {kept}'
    )


def _bound(database: BaseDatabaseWrapper, ids: tuple[UUID, ...]) -> list[SqlValue]:
    return [an_id if database.features.has_native_uuid_field else an_id.hex for an_id in ids]
