"""Taking back what was done: by the command that is its inverse, with that one's rules and its event."""

from typing import Any

from rest_framework.exceptions import ValidationError

from projects.errors import CannotUndo, Forbidden, NotFound, Refusal, TooMany, as_refusal
from projects.history.undo import gone, way_back
from projects.inputs import UndoEvent
from projects.models import Event
from projects.pages.base import reason
from projects.permissions import Role
from projects.registry import Command, Member, command, in_project


@command("history.undo", input=UndoEvent, role=Role.VIEWER, locate=in_project, event="", tells_event=True)
def undo_event(member: Member, *, seq: int) -> Event:
    """Open to whoever may give the inverse command. Each event is taken back once; what is done again is the
    taking back of that."""
    past = Event.objects.filter(project=member.project, seq=seq).first()
    if past is None:
        raise NotFound
    inverse, data = way_back(member, past)
    row = _run(member, inverse, data)
    row.type = row.type or inverse.event
    row.changes["undoes"] = [None, seq]
    return row


def _run(member: Member, inverse: Command, data: dict[str, Any]) -> Event:
    """Raises CannotUndo with the words of what the inverse command was refused for."""
    try:
        serializer = inverse.input(data=data)
        serializer.is_valid(raise_exception=True)
        values = dict(serializer.validated_data)
        values.pop("project_id", None)
        return inverse.run(member, **values)
    except (Forbidden, TooMany, CannotUndo):
        raise
    except NotFound as refusal:
        raise (gone() if refusal.detail is NotFound.detail else CannotUndo(refusal.detail)) from refusal
    except (Refusal, ValidationError) as error:
        told = as_refusal(error)
        raise CannotUndo(reason(told) if told else "") from error
