"""Removes text and files of deleted messages from older events before they are sent."""

from chat.models import Message
from projects.events.log import EventWire, redactors
from projects.events.redaction import redact_deleted


@redactors.register
def redact_deleted_messages(wires: list[EventWire]) -> None:
    redact_deleted(wires, "chat.message.", Message, text="", files=[])
