"""Blanks deleted text in replays, on the log's pages and in answers to repeated commands."""

from django.db.models import Model

from core.ids import uuid_or_none
from projects.events.log import EventWire


def redact_deleted(wires: list[EventWire], prefix: str, model: type[Model], **blank: object) -> None:
    """Put `blank` into the payload of events whose type begins with `prefix` and whose row is deleted.

    `model` is the table of the rows; an event names its row under `id`. One that names none is blanked too.
    """
    events = [wire for wire in wires if wire["type"].startswith(prefix)]
    if not events:
        return
    ids = [uuid_or_none(wire["payload"].get("id")) for wire in events]
    rows = model._default_manager.filter(pk__in=set(ids) - {None}, deleted_at__isnull=False)
    deleted = {None, *rows.values_list("pk", flat=True)}
    for wire, pk in zip(events, ids, strict=True):
        if pk in deleted:
            _blank(wire, blank)


def _blank(wire: EventWire, blank: dict[str, object]) -> None:
    wire["redacted"] = True
    wire["payload"] = {**wire["payload"], **blank}
    if "text" in wire["changes"]:
        wire["changes"] = {**wire["changes"], "text": ["", ""]}
