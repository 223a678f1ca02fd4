"""Inputs of the commands on comments."""

from boards.inputs.fields import OnCard
from boards.models import COMMENT_LENGTH
from core.wire import NewId
from projects.inputs import EntityInput, Prose


class CreateComment(OnCard):
    id = NewId(required=False)
    text = Prose(max_length=COMMENT_LENGTH)


class UpdateComment(EntityInput):
    text = Prose(max_length=COMMENT_LENGTH)
