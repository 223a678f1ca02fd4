"""CSV export of the log, streamed while it is read."""

import csv
import io
import json
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db.models import QuerySet
from django.http import StreamingHttpResponse

from core.wire import instant
from projects.events.log import EventWire, redacted_wire
from projects.models import Event

BATCH = 500
COLUMNS = (
    *("at", "project_id", "project_key", "project", "seq", "type", "person_id", "person"),
    *("via", "address", "event_id", "payload", "changes"),
)
FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")


class LogCsvResponse(StreamingHttpResponse):
    """The log as CSV, newest first, for WSGI and ASGI servers. One batch at a time is in memory.

    No database cursor stays open: each batch is a query of its own.
    """

    def __init__(self, rows: QuerySet[Event]) -> None:
        headers = {"Content-Disposition": 'attachment; filename="events.csv"'}
        super().__init__((), content_type="text/csv; charset=utf-8", headers=headers)
        self.rows, self.last = rows.select_related("project", "actor").order_by("-id"), None

    def __iter__(self) -> Iterator[bytes]:
        yield csv_head()
        while batch := self._next():
            yield batch

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield csv_head()
        while batch := await sync_to_async(self._next)():
            yield batch

    last: UUID | None

    def _next(self) -> bytes:
        rows = self.rows if self.last is None else self.rows.filter(id__lt=self.last)
        batch = list(rows[:BATCH])
        if batch:
            self.last = batch[-1].pk
        wires = redacted_wire(batch)
        return csv_text(csv_row(row, wire) for row, wire in zip(batch, wires, strict=True))


def csv_head() -> bytes:
    """Return the header row, after the byte order mark that tells spreadsheets that this is UTF-8."""
    return b"\xef\xbb\xbf" + csv_text([COLUMNS])


def csv_row(row: Event, wire: EventWire) -> tuple[Any, ...]:
    """Return the cells of an event; `wire` is the event as redacted."""
    return (
        *(instant(row.at), row.project_id, row.project.key, row.project.name, row.seq, row.type),
        *(row.actor_id, row.actor.display_name, row.via, row.address or "", row.event_id),
        *(json.dumps(wire[part], ensure_ascii=False) for part in ("payload", "changes")),
    )


def csv_text(lines: Any) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([escape_formula(cell) for cell in cells] for cells in lines)
    return text.getvalue().encode()


def escape_formula(cell: object) -> str:
    """Return a cell's text, with an apostrophe before what a spreadsheet would take for a formula."""
    text = str(cell)
    return f"'{text}" if FORMULA.match(text) else text
