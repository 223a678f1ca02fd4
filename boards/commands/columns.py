"""Commands on columns: create, change, move, delete."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from boards.inputs.columns import CreateColumn, DeleteColumn, MoveColumn, UpdateColumn
from boards.models import Board, Card, Column, Hue
from boards.positions import Order
from boards.wire.board import ColumnWire, column_wire
from core.sql.prepared import prepared
from core.sql.writes import Update
from projects.errors import Conflict, only_row, version_conflict
from projects.events.log import differences, new_event
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, in_project, project_of

COLUMNS = Order(lambda project: Column.objects.undeleted().filter(project_id=project))


@prepared
def column_of(project_id: Any, column_id: Any) -> Any:
    return Column.objects.undeleted().filter(project_id=project_id, pk=column_id)


@command("column.create", input=CreateColumn, role=Role.MEMBER, locate=in_project, event="column.created")
def create_column(
    member: Member,
    *,
    name: str,
    id: UUID | None = None,
    wip_limit: int | None = None,
    color: str = Hue.GRAY,
    **placement: UUID | None,
) -> Event:
    if id is not None and Column.objects.filter(pk=id).exists():
        raise Conflict(_("This id is already in use."))
    column = Column(project=member.project, name=name, color=color, wip_limit=wip_limit, created_at=member.at)
    column.board = Board.objects.get(project=member.project)
    column.position = COLUMNS.place(member.project.pk, **placement)
    if id is not None:
        column.pk = id
    column.save(force_insert=True)
    return new_event(column_wire(column))


@command(
    "column.update", input=UpdateColumn, role=Role.MEMBER, locate=project_of(Column), event="column.updated"
)
def update_column(member: Member, *, id: UUID, version: int, **values: Any) -> Event:
    column = get_column(member, id)
    _check_version(column, version)
    before = column_wire(column)
    for name, value in values.items():
        setattr(column, name, value)
    return _changed_column_event(column, before, *values)


@command("column.move", input=MoveColumn, role=Role.MEMBER, locate=project_of(Column), event="column.moved")
def move_column(member: Member, *, id: UUID, version: int, **placement: UUID | None) -> Event:
    column = get_column(member, id)
    _check_version(column, version)
    before = column_wire(column)
    column.position = COLUMNS.place(member.project.pk, id, **placement)
    return _changed_column_event(column, before, "position")


@command(
    "column.delete", input=DeleteColumn, role=Role.MEMBER, locate=project_of(Column), event="column.deleted"
)
def delete_column(member: Member, *, id: UUID, version: int | None = None) -> Event:
    column = get_column(member, id)
    _check_version(column, version or column.version)
    if Card.objects.open().filter(column=column).exists():
        raise Conflict(_("Move or archive the cards of this column first."), code="not_empty")
    before = column_wire(column)
    column.deleted_at = member.at
    column.save(update_fields=["deleted_at"])
    return new_event(before)


def get_column(member: Member, column_id: UUID) -> Column:
    return only_row(column_of(project_id=member.project.pk, column_id=column_id))


def _check_version(column: Column, version: int) -> None:
    if column.version != version:
        raise version_conflict(column_wire(column))


def _changed_column_event(column: Column, before: ColumnWire, *changed: str) -> Event:
    column.version += 1
    after = column_wire(column)
    return new_event(
        after, changes=differences(before, after), writes=[Update(column, (*changed, "version"))]
    )
