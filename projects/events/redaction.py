"""Blanks deleted text in replays, on the log's pages and in answers to repeated commands."""

from uuid import UUID

from django.db.models import Model

from projects.events.log import EventWire


def redact_deleted(wires: list[EventWire], prefix: str, model: type[Model], **blank: object) -> None:
    """Put `blank` into the payload of events whose type begins with `prefix` and whose row is deleted.

    `model` is the table of the rows; an event names its row under `id`.
    """
    events = [wire for wire in wires if wire["type"].startswith(prefix)]
    if not events:
        return
    ids = {UUID(wire["payload"]["id"]) for wire in events}
    rows = model._default_manager.filter(pk__in=ids, deleted_at__isnull=False)
    deleted = {str(pk) for pk in rows.values_list("pk", flat=True)}
    for wire in events:
        if wire["payload"]["id"] in deleted:
            _blank(wire, blank)


def _blank(wire: EventWire, blank: dict[str, object]) -> None:
    wire["redacted"] = True
    wire["payload"] = {**wire["payload"], **blank}
    if "text" in wire["changes"]:
        wire["changes"] = {**wire["changes"], "text": ["", ""]}
