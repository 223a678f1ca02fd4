"""The command that undoes an event by running the inverse command, with that command's rules and event."""

from rest_framework.exceptions import ValidationError

from projects.errors import CannotUndo, Forbidden, NotFound, Refusal, TooMany, as_refusal
from projects.history.undo import CommandInput, entity_gone, undo_command
from projects.inputs import UndoEvent
from projects.models import Event
from projects.pages.base import refusal_text
from projects.permissions import Role
from projects.registry import Command, Member, command, in_project


@command("history.undo", input=UndoEvent, role=Role.VIEWER, locate=in_project, event="", answers_event=True)
def undo_event(member: Member, *, seq: int) -> Event:
    """Undo an event. Open to everyone who may send the inverse command.

    Each event can be undone once. To redo it, undo the undo.
    """
    event = Event.objects.filter(project=member.project, seq=seq).first()
    if event is None:
        raise NotFound
    inverse, data = undo_command(member, event)
    row = _run(member, inverse, data)
    row.type = row.type or inverse.event
    row.changes["undoes"] = [None, seq]
    return row


def _run(member: Member, inverse: Command, data: CommandInput) -> Event:
    """Run the inverse command. Raises CannotUndo with the reason why that command was refused."""
    try:
        serializer = inverse.input(data=data)
        serializer.is_valid(raise_exception=True)
        values = dict(serializer.validated_data)
        values.pop("project_id", None)
        return inverse.run(member, **values)
    except (Forbidden, TooMany, CannotUndo):
        raise
    except NotFound as refusal:
        raise (
            entity_gone() if refusal.detail is NotFound.detail else CannotUndo(refusal.detail)
        ) from refusal
    except (Refusal, ValidationError) as error:
        reason = as_refusal(error)
        raise CannotUndo(refusal_text(reason) if reason else "") from error
