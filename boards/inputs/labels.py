"""Inputs of the commands on labels."""

from boards.inputs.fields import HueField
from boards.models import NAME_LENGTH
from core.wire import Name, NewId
from projects.inputs import EntityInput, InProject


class CreateLabel(InProject):
    id = NewId(required=False)
    name = Name(max_length=NAME_LENGTH)
    color = HueField()


class UpdateLabel(EntityInput):
    name = Name(max_length=NAME_LENGTH, required=False)
    color = HueField(required=False)
