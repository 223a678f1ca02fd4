"""Internal commands that set a column, or the order of its cards, back. Only an undo runs them."""

from uuid import UUID

from django.utils.translation import gettext as _

from boards.commands.column_sort import open_cards_in, set_positions
from boards.commands.columns import get_column
from boards.models import Column
from boards.positions import free_position
from boards.undo.inputs import PositionValues, PutBackColumn, UnsortColumn
from boards.wire.board import column_wire
from projects.errors import CannotUndo, NotFound
from projects.events.log import differences, new_event
from projects.inputs import EntityInput
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, project_of


@command(
    "column.put_back",
    input=PutBackColumn,
    role=Role.MEMBER,
    locate=project_of(Column),
    event="column.moved",
    internal=True,
)
def put_column_back(member: Member, *, id: UUID, position: str) -> Event:
    column = get_column(member, id)
    before = column_wire(column)
    others = Column.objects.undeleted().filter(project=member.project).exclude(pk=id)
    column.position = free_position(others, position)
    column.version += 1
    column.save()
    after = column_wire(column)
    return new_event(after, changes=differences(before, after))


@command(
    "column.restore",
    input=EntityInput,
    role=Role.MEMBER,
    locate=project_of(Column),
    event="column.restored",
    internal=True,
)
def restore_column(member: Member, *, id: UUID) -> Event:
    """Undelete a column at its old position.

    It has no open cards: only an empty column can be deleted, and no card can be moved into a deleted one.
    """
    column = Column.objects.filter(project=member.project, pk=id, deleted_at__isnull=False).first()
    if column is None:
        raise NotFound
    deleted_at, column.deleted_at = column.deleted_at, None
    column.position = free_position(
        Column.objects.undeleted().filter(project=member.project), column.position
    )
    column.version += 1
    column.save()
    return new_event(column_wire(column), changes={"deleted_at": [deleted_at, None]})


@command(
    "column.unsort",
    input=UnsortColumn,
    role=Role.MEMBER,
    locate=project_of(Column),
    event="column.sorted",
    internal=True,
)
def unsort_column(member: Member, *, id: UUID, cards: list[PositionValues]) -> Event:
    """Set the cards back to their positions before a sort.

    Raise CannotUndo if one of them has left the column, or another card has taken one of the positions.
    """
    column = get_column(member, id)
    positions = {each["id"]: each["position"] for each in cards}
    found = open_cards_in(column).in_bulk(list(positions))
    others = open_cards_in(column).exclude(pk__in=found)
    if len(found) < len(positions) or others.filter(position__in=positions.values()).exists():
        raise CannotUndo(_("This can’t be undone: it has been changed since."))
    return set_positions(column, [(found[pk], position) for pk, position in positions.items()])
