"""INSERT and UPDATE of model rows, without the cost of the ORM's own `save()`: no signals, no query first."""

from dataclasses import dataclass
from functools import cache

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model

from core.sql.pipeline import Sql, SqlValue, ToSql, send


@dataclass(frozen=True, slots=True)
class Insert:
    """An INSERT of all fields of a row. Once turned into SQL, the row counts as saved."""

    row: Model

    def sql(self, database: BaseDatabaseWrapper) -> Sql:
        fields = self.row._meta.concrete_fields
        self.row._state.adding, self.row._state.db = False, DEFAULT_DB_ALIAS
        return _insert_sql(type(self.row)), [_db_value(self.row, field, database) for field in fields]


@dataclass(frozen=True, slots=True)
class Update:
    """An UPDATE of the named fields of a row."""

    row: Model
    names: tuple[str, ...]

    def sql(self, database: BaseDatabaseWrapper) -> Sql:
        fields = [_field(self.row, name) for name in (*self.names, "pk")]
        return _update_sql(type(self.row), self.names), [
            _db_value(self.row, field, database) for field in fields
        ]


Write = Insert | Update


def write(*writes: ToSql) -> None:
    """Run `writes`, after the deferred ones, in one pipeline."""
    send(writes)


@cache
def _insert_sql(model: type[Model]) -> str:
    fields = model._meta.concrete_fields
    columns = ", ".join(_column(field) for field in fields)
    placeholders = ", ".join("%s" for _ in fields)
    return f"INSERT INTO {_quoted(model._meta.db_table)} ({columns}) VALUES ({placeholders})"  # noqa: S608


@cache
def _update_sql(model: type[Model], names: tuple[str, ...]) -> str:
    columns = ", ".join(f"{_column(_field(model, name))} = %s" for name in names)
    table, key = _quoted(model._meta.db_table), _column(_field(model, "pk"))
    return f"UPDATE {table} SET {columns} WHERE {key} = %s"  # noqa: S608


def _db_value(row: Model, field: Field, database: BaseDatabaseWrapper) -> SqlValue:
    return field.get_db_prep_save(getattr(row, field.attname), database)


def _field(model: Model | type[Model], name: str) -> Field:
    field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    assert isinstance(field, Field)
    return field


def _column(field: Field) -> str:
    assert field.column is not None
    return _quoted(field.column)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
