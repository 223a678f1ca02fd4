"""Input of the frames that are no commands: authentication, rooms and replay."""

from functools import cache

from core.wire import Flag, Id, Integer, Text, WireSerializer
from projects.models import HIGHEST_SEQ
from projects.realtime.frames import Frame
from projects.registry import Values


class RoomInput(WireSerializer):
    project_id = Id()


class SyncInput(RoomInput):
    since = Integer(max_value=HIGHEST_SEQ)


class JoinInput(RoomInput):
    since = Integer(max_value=HIGHEST_SEQ, required=False)
    fragments = Flag(required=False)


class AuthInput(WireSerializer):
    token = Text(max_length=4096)


class EmptyInput(WireSerializer):
    pass


def read_payload(serializer: type[WireSerializer], frame: Frame) -> Values:
    """Validate the payload of a frame. Raises DRF's ValidationError."""
    return dict(_reader(serializer).run_validation(frame.payload))


@cache
def _reader(serializer: type[WireSerializer]) -> WireSerializer:
    """Return the one instance of a serializer.

    Validation leaves no state in it, and building one takes longer than the rest of a join.
    """
    return serializer()
