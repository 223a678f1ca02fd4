"""Queries that become SQL once per process, and may be asked several at once.

Building a queryset anew costs several times what the database takes to answer it, and waiting for each answer
by itself as much again. In the source they stay querysets; Django's cursors take them to either database.
"""

import datetime as dt
import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Expression, Model, QuerySet
from django.db.models.query import ModelIterable

Build = Callable[..., QuerySet[Any, Any]]
Sql = tuple[str, list[Any]]


class Slot(Expression):
    """Stands in a queryset for a value that is given with each asking; never for NULL or a list."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> Any:
        return "%s", [self]


class prepared:  # noqa: N801  # it stands above functions
    """Of a function that builds a queryset from values, one that takes them by name and asks the database.

    The function itself is called once, with slots in their place. A queryset of rows answers with models, one
    of values with tuples.
    """

    def __init__(self, build: Build) -> None:
        self.build = build
        self._statements: dict[str, Statement] = {}

    def __call__(self, **values: Any) -> list[Any]:
        [rows] = at_once(self.of(**values))
        return rows

    def of(self, **values: Any) -> "Question":
        """To be asked with others."""
        vendor = connections[DEFAULT_DB_ALIAS].vendor
        if vendor not in self._statements:
            slots = map(Slot, inspect.signature(self.build).parameters)
            self._statements[vendor] = _compiled(self.build(*slots))
        return Question(self._statements[vendor], values)


@dataclass(frozen=True, slots=True)
class Statement:
    sql: str
    params: tuple[Any, ...]
    compiler: Any
    converters: Any
    shaped: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Question:
    statement: Statement
    values: dict[str, Any]

    def sql(self, database: Any) -> Sql:
        statement, values = self.statement, self.values
        bound = [
            _bound(values[each.name], database) if isinstance(each, Slot) else each
            for each in statement.params
        ]
        return statement.sql, bound

    def rows(self, cursor: Any) -> list[Any]:
        statement = self.statement
        found: Iterable[Any] = cursor.fetchall()
        if statement.converters:
            found = statement.compiler.apply_converters(found, statement.converters)
        return [statement.shaped(row) for row in found]


@dataclass(frozen=True, slots=True)
class Insert:
    row: Model

    def sql(self, database: Any) -> Sql:
        fields = self.row._meta.concrete_fields
        self.row._state.adding, self.row._state.db = False, DEFAULT_DB_ALIAS
        return _insert_sql(type(self.row)), [_stored(self.row, field, database) for field in fields]


@dataclass(frozen=True, slots=True)
class Update:
    """Of some of a row's fields."""

    row: Model
    names: tuple[str, ...]

    def sql(self, database: Any) -> Sql:
        fields = [_field(self.row, name) for name in (*self.names, "pk")]
        return _update_sql(type(self.row), self.names), [
            _stored(self.row, field, database) for field in fields
        ]


Write = Insert | Update


def at_once(*questions: Question) -> list[list[Any]]:
    """The answers, in order."""
    return [question.rows(cursor) for question, cursor in zip(questions, _told(questions), strict=True)]


def write(*writes: Write) -> None:
    _told(writes)


def write_soon(*writes: Write) -> None:
    """With the next statement, whichever it is, on the same way to the database; inside `writing_soon`."""
    database = connections[DEFAULT_DB_ALIAS]
    _waiting(database).extend(each.sql(database) for each in writes)


def count_waiting() -> int:
    return len(_waiting(connections[DEFAULT_DB_ALIAS]))


@contextmanager
def writing_soon() -> Iterator[None]:
    """At the end nothing waits any more: it is written, or, after an error, dropped."""
    database = connections[DEFAULT_DB_ALIAS]
    try:
        with database.execute_wrapper(_after_what_waits):
            yield
            write()
    finally:
        _waiting(database).clear()


def _after_what_waits(execute: Any, *statement: Any) -> Any:
    if count_waiting():
        write()
    return execute(*statement)


def _waiting(database: Any) -> list[Sql]:
    waiting: list[Sql] = vars(database).setdefault("waiting_writes", [])
    return waiting


def _told(all_: Sequence[Question | Write]) -> list[Any]:
    """The cursors with the results. PostgreSQL is told everything before it is waited for."""
    database = connections[DEFAULT_DB_ALIAS]
    waiting = _waiting(database)
    statements = [*waiting, *(each.sql(database) for each in all_)]
    waited = len(waiting)
    waiting.clear()
    cursors = _cursors(database, len(statements)) if statements else []
    several = len(statements) > 1 and database.vendor == "postgresql"
    with database.wrap_database_errors, database.connection.pipeline() if several else nullcontext():
        for statement, cursor in zip(statements, cursors, strict=True):
            cursor.execute(*statement)
    return cursors[waited:]


def _cursors(database: Any, count: int) -> list[Any]:
    """They are kept as long as the connection: making one costs as much as asking with it."""
    kept: list[Any] = vars(database).setdefault("kept_cursors", [])
    if not kept or kept[0].connection is not database.connection or database.queries_logged:
        database.ensure_connection()
        kept.clear()
    while len(kept) < count:
        kept.append(database.cursor())
    return kept[:count]


def _compiled(queryset: QuerySet[Any, Any]) -> Statement:
    compiler = queryset.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    converters = compiler.get_converters([expression for expression, *_ in compiler.select])
    of_models = issubclass(queryset._iterable_class, ModelIterable)
    return Statement(sql, tuple(params), compiler, converters, _models(queryset) if of_models else tuple)


def _models(queryset: QuerySet[Any, Any]) -> Callable[[Any], Model]:
    fields = [field.attname for field in queryset.model._meta.concrete_fields]
    annotations = list(queryset.query.annotation_select)

    def shaped(row: Any) -> Model:
        found = queryset.model.from_db(DEFAULT_DB_ALIAS, fields, row[: len(fields)])
        for name, value in zip(annotations, row[len(fields) :], strict=True):
            setattr(found, name, value)
        return found

    return shaped


def _bound(value: Any, database: Any) -> Any:
    if isinstance(value, UUID) and not database.features.has_native_uuid_field:
        return value.hex
    if isinstance(value, dt.datetime):
        return database.ops.adapt_datetimefield_value(value)
    return value


def _stored(row: Model, field: Any, database: Any) -> Any:
    return field.get_db_prep_save(getattr(row, field.attname), database)


@cache
def _insert_sql(model: type[Model]) -> str:
    fields = model._meta.concrete_fields
    columns = ", ".join(_quoted(field.column) for field in fields)
    places = ", ".join("%s" for _ in fields)
    return f"INSERT INTO {_quoted(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608


@cache
def _update_sql(model: type[Model], names: tuple[str, ...]) -> str:
    columns = ", ".join(f"{_quoted(_field(model, name).column)} = %s" for name in names)
    table, key = _quoted(model._meta.db_table), _quoted(_field(model, "pk").column)
    return f"UPDATE {table} SET {columns} WHERE {key} = %s"  # noqa: S608


def _field(model: Model | type[Model], name: str) -> Any:
    return model._meta.pk if name == "pk" else model._meta.get_field(name)


def _quoted(name: Any) -> str:
    return connection.ops.quote_name(name)
