"""Fields and base classes that the inputs of several commands share."""

from typing import Any

from accounts.api.serializers import Choice
from boards.models import DESCRIPTION_LENGTH, Hue
from core.wire import Id, Integer, Text, WireSerializer
from projects.inputs import EntityInput

MAX_VERSION = 2**31 - 1
"""The largest value of the column in the database."""


class HueField(Choice):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=Hue.choices, **kwargs)


class Version(Integer):
    """The version of the entity that the client has seen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=MAX_VERSION, **kwargs)


class Description(Text):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=DESCRIPTION_LENGTH, blank=True, multiline=True, trim=False, **kwargs)


class Versioned(EntityInput):
    version = Version()


class Placement(WireSerializer):
    """`after: null` means the top. `before: null` is refused."""

    before = Id(required=False)
    after = Id(required=False, allow_null=True)


class OnCard(WireSerializer):
    """Names the card that something is added to; an optional `projectId` must be that card's project."""

    card_id = Id()
    project_id = Id(required=False)
