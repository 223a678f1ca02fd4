"""Input of the frames that are no commands: authentication, rooms and replay."""

from functools import cache

from core.wire import Flag, Id, Integer, Text, WireSerializer
from projects.inputs import ProjectInput
from projects.models import HIGHEST_SEQ
from projects.realtime.frames import Frame
from projects.realtime.sockets import Socket
from projects.registry import Command, Values


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


def only_room(socket: Socket, command: Command, payload: dict[str, object]) -> dict[str, str]:
    """Return the default for a missing `projectId`: the project of the only room that the socket is in.

    There is none if the command names the project by `id` instead.
    """
    named_by_id = issubclass(command.input, ProjectInput) and "id" in payload
    return {} if named_by_id or len(socket.project_ids) != 1 else {"projectId": str(socket.project_ids[0])}


def read_payload(serializer: type[WireSerializer], frame: Frame) -> Values:
    """Validate the payload of a frame. Raises DRF's ValidationError."""
    return dict(_reader(serializer).run_validation(frame.payload))


@cache
def _reader(serializer: type[WireSerializer]) -> WireSerializer:
    """Return the one instance of a serializer.

    Validation leaves no state in it, and building one takes longer than the rest of a join.
    """
    return serializer()
