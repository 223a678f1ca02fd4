"""A deleted comment's text is told no more: not by replay, the log, or a repeated command."""

from typing import Any
from uuid import UUID

from boards.models import Comment
from projects.events import REDACTORS

PREFIX = "comment."


def redact_deleted(wires: list[dict[str, Any]]) -> None:
    said = [wire for wire in wires if wire["type"].startswith(PREFIX)]
    if not said:
        return
    ids = {UUID(wire["payload"]["id"]) for wire in said}
    deleted = Comment.objects.filter(pk__in=ids, deleted_at__isnull=False).values_list("pk", flat=True)
    gone = {str(pk) for pk in deleted}
    for wire in said:
        if wire["payload"]["id"] in gone:
            _blank(wire)


def _blank(wire: dict[str, Any]) -> None:
    wire["redacted"] = True
    wire["payload"] = {**wire["payload"], "text": ""}
    if "text" in wire["changes"]:
        wire["changes"] = {**wire["changes"], "text": ["", ""]}


REDACTORS.append(redact_deleted)
