"""What was said and deleted since is told no more: not by replay, the log, or a repeated command."""

from typing import Any
from uuid import UUID

from django.db.models import Model

from projects.events.log import REDACTORS


def redact_deleted(prefix: str, model: type[Model], **blank: Any) -> None:
    """Of events whose type begins so and whose row is deleted, the payload has `blank` instead."""

    def redact(wires: list[dict[str, Any]]) -> None:
        said = [wire for wire in wires if wire["type"].startswith(prefix)]
        if not said:
            return
        ids = {UUID(wire["payload"]["id"]) for wire in said}
        rows = model._default_manager.filter(pk__in=ids, deleted_at__isnull=False)
        gone = {str(pk) for pk in rows.values_list("pk", flat=True)}
        for wire in said:
            if wire["payload"]["id"] in gone:
                _blank(wire, blank)

    REDACTORS.append(redact)


def _blank(wire: dict[str, Any], blank: dict[str, Any]) -> None:
    wire["redacted"] = True
    wire["payload"] = {**wire["payload"], **blank}
    if "text" in wire["changes"]:
        wire["changes"] = {**wire["changes"], "text": ["", ""]}
