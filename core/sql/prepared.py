"""Querysets that are compiled to SQL once per process.

Building a queryset and compiling it costs several times what the database takes to answer it. In the source
these queries stay querysets, for PostgreSQL and SQLite alike.

Compiling, converting values and building models use internals of Django (`get_compiler`, `get_converters`,
`_iterable_class`, `from_db`). The tests cover Django 5.2; tests/core/test_sql.py fails for any other version.
"""

import datetime as dt
import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Expression, Model, QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler

from core.sql.pipeline import Sql, SqlValue, send

Rows = list[Any]  # type: ignore[explicit-any]  # models or tuples: only the queryset knows which
"""The rows of one query."""

Build = Callable[..., QuerySet[Any, Any]]  # type: ignore[explicit-any]  # of any parameters, to any rows

Row = Sequence[object]
"""A row as the database driver returns it."""

Converters = dict[int, tuple[list[Callable[[object, Expression, BaseDatabaseWrapper], object]], Expression]]


class Parameter(Expression):
    """A placeholder in a queryset for a value that comes with each call; never for NULL or a list."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(  # type: ignore[override]  # Django's types know parameters that are text or numbers only
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: object
    ) -> tuple[str, list[Self]]:
        return "%s", [self]


class prepared:  # noqa: N801  # a decorator
    """Decorator: turn a function that builds a queryset into one that runs it, with arguments by name.

    The function itself is called once, with a `Parameter` for each argument. A queryset of rows returns
    models, one of `values_list` returns tuples.
    """

    def __init__(self, build: Build) -> None:
        self.build = build
        self._statements: dict[str, Statement] = {}

    def __call__(self, **values: SqlValue) -> Rows:
        [rows] = run_together(self.bind(**values))
        return rows

    def bind(self, **values: SqlValue) -> "Query":
        """Return the query with its values, to be run together with others (`run_together`)."""
        vendor = connections[DEFAULT_DB_ALIAS].vendor
        if vendor not in self._statements:
            parameters = map(Parameter, inspect.signature(self.build).parameters)
            self._statements[vendor] = _compile(self.build(*parameters))
        return Query(self._statements[vendor], values)


@dataclass(frozen=True, slots=True)
class Statement:
    """A compiled queryset: its SQL, and how to turn a row of the result into a model or a tuple."""

    sql: str
    params: tuple[SqlValue | Parameter, ...]
    compiler: SQLCompiler
    converters: Converters
    build_row: Callable[[Row], object]


@dataclass(frozen=True, slots=True)
class Query:
    """A statement with the values of one call."""

    statement: Statement
    values: dict[str, SqlValue]

    def sql(self, database: BaseDatabaseWrapper) -> Sql:
        statement, values = self.statement, self.values
        bound = [
            _db_value(values[each.name], database) if isinstance(each, Parameter) else each
            for each in statement.params
        ]
        return statement.sql, bound

    def rows(self, cursor: CursorWrapper) -> Rows:
        statement = self.statement
        found: Iterable[Row] = cursor.fetchall()
        if statement.converters:
            found = statement.compiler.apply_converters(found, statement.converters)
        return [statement.build_row(row) for row in found]


def run_together(*queries: Query) -> list[Rows]:
    """Run `queries` in one pipeline; return the rows of each, in order."""
    return [query.rows(cursor) for query, cursor in zip(queries, send(queries), strict=True)]


def _compile(queryset: QuerySet[Model, object]) -> Statement:
    compiler = queryset.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    converters = compiler.get_converters([expression for expression, *_ in compiler.select])
    of_models = issubclass(queryset._iterable_class, ModelIterable)
    return Statement(
        sql, tuple(params), compiler, converters, _model_builder(queryset) if of_models else tuple
    )


def _model_builder(queryset: QuerySet[Model, object]) -> Callable[[Row], Model]:
    fields = [field.attname for field in queryset.model._meta.concrete_fields]
    annotations = list(queryset.query.annotation_select)

    def build_row(row: Row) -> Model:
        found = queryset.model.from_db(DEFAULT_DB_ALIAS, fields, row[: len(fields)])
        for name, value in zip(annotations, row[len(fields) :], strict=True):
            setattr(found, name, value)
        return found

    return build_row


def _db_value(value: SqlValue, database: BaseDatabaseWrapper) -> SqlValue:
    if isinstance(value, UUID) and not database.features.has_native_uuid_field:
        return value.hex
    if isinstance(value, dt.datetime):
        return database.ops.adapt_datetimefield_value(value)
    return value
