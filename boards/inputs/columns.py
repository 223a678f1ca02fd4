"""Inputs of the commands on columns."""

from boards.inputs.fields import HueField, Placement, Version, Versioned
from boards.models import NAME_LENGTH
from core.wire import Integer, Name, NewId
from projects.inputs import EntityInput, InProject

MAX_WIP_LIMIT = 10_000


class CreateColumn(Placement, InProject):
    id = NewId(required=False)
    name = Name(max_length=NAME_LENGTH)
    wip_limit = Integer(min_value=1, max_value=MAX_WIP_LIMIT, required=False, allow_null=True)
    color = HueField(required=False)


class UpdateColumn(Versioned):
    name = Name(max_length=NAME_LENGTH, required=False)
    wip_limit = Integer(min_value=1, max_value=MAX_WIP_LIMIT, required=False, allow_null=True)
    color = HueField(required=False)


class MoveColumn(Placement, Versioned):
    pass


class DeleteColumn(EntityInput):
    version = Version(required=False)
