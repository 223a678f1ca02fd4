"""Removes the text of deleted comments from older events before they are sent."""

from boards.models import Comment
from projects.events.log import EventWire, redactors
from projects.events.redaction import redact_deleted


@redactors.register
def redact_deleted_comments(wires: list[EventWire]) -> None:
    redact_deleted(wires, "comment.", Comment, text="")
