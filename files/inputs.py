"""Inputs of the commands on files."""

from core.wire import Integer, Text
from files.models import MAX_SIZE, NAME_LENGTH
from projects.inputs import InProject

KEY_LENGTH = 120


class StoreFile(InProject):
    """Describes bytes that are in storage already. The uploading code has checked all values."""

    name = Text(max_length=NAME_LENGTH, trim=False)
    size = Integer(min_value=1, max_value=MAX_SIZE)
    content_type = Text(max_length=120)
    sha256 = Text(max_length=64)
    key = Text(max_length=KEY_LENGTH)
    width = Integer(min_value=1, allow_null=True)
    height = Integer(min_value=1, allow_null=True)
    location = Text(max_length=8, allow_null=True)
