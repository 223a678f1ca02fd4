"""Frames of a socket: strict reading of a client's frames, and the ack and error frames that answer them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NotRequired, TypedDict, TypeGuard
from uuid import UUID

from django.utils.translation import gettext as _

from core.ids import parse_uuid
from core.wire import SURROGATE, JsonObject, parse
from projects.errors import ErrorBody, Invalid, Refusal, TooMany, invalid_field
from projects.events.log import EventWire, encode

MAX_BYTES = 256 * 1024
"""Size limit of a frame; a longer one closes the socket."""
REF_LENGTH = 100
TOO_MANY_SECONDS = 30
KEYS = {"type", "ref", "eventId", "payload"}


class AckFrame(TypedDict):
    """The answer to a frame. That to a command has the id and seq of its event."""

    type: Literal["ack"]
    ref: str | None
    eventId: NotRequired[str]
    seq: NotRequired[int]
    payload: Mapping[str, object]


class ErrorFrame(TypedDict):
    type: Literal["error"]
    ref: str | None
    eventId: str | None
    error: ErrorBody


class SignalFrame(TypedDict):
    """A message without seq, never logged: presence, typing, a read marker, unread notifications.

    `projectId` is there unless it is about all projects.
    """

    type: str
    projectId: NotRequired[str]
    payload: Mapping[str, object]


@dataclass(frozen=True)
class Frame:
    """A frame of a client. `ref` is the client's own reference, which comes back in the answer."""

    type: str
    ref: str | None
    event_id: UUID | None
    payload: dict[str, object]


def readable_ref(raw: object) -> str | None:
    """Return the frame's `ref`, if it is valid, even where the rest of the frame is not."""
    ref = raw.get("ref") if isinstance(raw, dict) else None
    return ref if _is_short_text(ref) else None


def take_echoed(payload: dict[str, object], names: tuple[str, ...]) -> dict[str, str]:
    """Take the values that the ack echoes out of `payload` and return them. Raises Invalid."""
    echoed: dict[str, str] = {}
    for name in [name for name in names if name in payload]:
        value = payload.pop(name)
        if not _is_short_text(value):
            raise invalid_field(name, _("This must be a short text."))
        echoed[name] = value
    return echoed


def _is_short_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and len(value) <= REF_LENGTH and not SURROGATE.search(value)


def decode(text: str) -> object:
    """Parse the JSON of a frame. Raises Invalid."""
    try:
        return parse(text)
    except ValueError:
        raise Invalid(_("This is not valid JSON.")) from None


def read(raw: object) -> Frame:
    """Turn a frame's JSON into a Frame. Raises Invalid, which says what is wrong."""
    if not isinstance(raw, dict):
        raise Invalid(_("A frame must be an object."))
    unknown = [key for key in raw if key not in KEYS]
    if unknown:
        raise Invalid(_("A frame can only have type, ref, eventId and payload."))
    if raw.get("ref") is not None and readable_ref(raw) is None:
        raise invalid_field("ref", _("This must be a short text."))
    if not isinstance(raw.get("type"), str):
        raise invalid_field("type", _("This must be text."))
    payload = raw.get("payload", {})
    if not isinstance(payload, dict):
        raise invalid_field("payload", _("This must be an object."))
    return Frame(raw["type"], readable_ref(raw), _event_id(raw), payload)


def _event_id(raw: JsonObject) -> UUID | None:
    if raw.get("eventId") is None:
        return None
    try:
        return parse_uuid(raw["eventId"])
    except ValueError:
        raise invalid_field("eventId", _("This must be a UUID.")) from None


def ack(ref: str | None, payload: Mapping[str, object], *, event: EventWire | None = None) -> str:
    """Return an ack frame. `event` is the event of a command."""
    frame: AckFrame = {"type": "ack", "ref": ref, "payload": payload}
    if event is not None:
        seq, event_id = event["seq"], event["eventId"]
        frame = {"type": "ack", "ref": ref, "eventId": event_id, "seq": seq, "payload": payload}
    return encode(frame)


def error(ref: str | None, refusal: Refusal, *, event_id: UUID | None = None) -> str:
    frame: ErrorFrame = {
        "type": "error",
        "ref": ref,
        "eventId": str(event_id) if event_id else None,
        "error": refusal.body,
    }
    return encode(frame)


def too_many_sockets() -> TooMany:
    """Return the refusal that a socket beyond the limit of its person gets before it is closed."""
    detail = _("You have too many windows open. Close some; then this one connects by itself.")
    return TooMany(detail, retry_after=TOO_MANY_SECONDS)


def signal(type: str, payload: Mapping[str, object], *, project_id: UUID | None = None) -> str:
    """Return a signal frame, of one project or of all."""
    frame: SignalFrame = {"type": type, "payload": payload}
    if project_id is not None:
        frame = {"type": type, "projectId": str(project_id), "payload": payload}
    return encode(frame)
