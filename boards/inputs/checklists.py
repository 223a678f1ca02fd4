"""Inputs of the commands on checklists and their items."""

from boards.inputs.fields import OnCard, Placement
from boards.models import ITEM_LENGTH, NAME_LENGTH
from core.moments import Moment
from core.wire import Flag, Id, Name, NewId
from projects.inputs import EntityInput


class CreateChecklist(Placement, OnCard):
    id = NewId(required=False)
    name = Name(max_length=NAME_LENGTH)


class UpdateChecklist(EntityInput):
    name = Name(max_length=NAME_LENGTH, required=False)


class MoveChecklist(Placement, EntityInput):
    pass


class CreateItem(Placement):
    id = NewId(required=False)
    checklist_id = Id()
    project_id = Id(required=False)
    text = Name(max_length=ITEM_LENGTH)
    done = Flag(required=False)
    assignee_id = Id(required=False, allow_null=True)
    due_at = Moment(required=False, allow_null=True)


class UpdateItem(EntityInput):
    text = Name(max_length=ITEM_LENGTH, required=False)
    done = Flag(required=False)
    assignee_id = Id(required=False, allow_null=True)
    due_at = Moment(required=False, allow_null=True)


class MoveItem(Placement, EntityInput):
    """`checklistId` defaults to the item's own checklist."""

    checklist_id = Id(required=False)


class ConvertItem(Placement, EntityInput):
    """`columnId` defaults to the column of the item's card."""

    column_id = Id(required=False)
