"""The log as a table for a spreadsheet, sent as it is read."""

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
from projects.events.log import served
from projects.models import Event

BATCH = 500
COLUMNS = (
    *("at", "project_id", "project_key", "project", "seq", "type", "person_id", "person"),
    *("via", "address", "event_id", "payload", "changes"),
)
FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")


class LogTable(StreamingHttpResponse):
    """Newest first, to servers of both kinds; one batch at a time is in memory, and no cursor is held."""

    def __init__(self, rows: QuerySet[Event]) -> None:
        headers = {"Content-Disposition": 'attachment; filename="events.csv"'}
        super().__init__((), content_type="text/csv; charset=utf-8", headers=headers)
        self.rows, self.last = rows.select_related("project", "actor").order_by("-id"), None

    def __iter__(self) -> Iterator[bytes]:
        yield head()
        while batch := self._next():
            yield batch

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield head()
        while batch := await sync_to_async(self._next)():
            yield batch

    last: UUID | None

    def _next(self) -> bytes:
        rows = self.rows if self.last is None else self.rows.filter(id__lt=self.last)
        batch = list(rows[:BATCH])
        if batch:
            self.last = batch[-1].pk
        wires = served(batch)
        return table(line(row, wire) for row, wire in zip(batch, wires, strict=True))


def head() -> bytes:
    """The mark before it tells spreadsheets that this is UTF-8."""
    return b"\xef\xbb\xbf" + table([COLUMNS])


def line(row: Event, wire: dict[str, Any]) -> tuple[Any, ...]:
    """The event as it may be told now."""
    return (
        *(instant(row.at), row.project_id, row.project.key, row.project.name, row.seq, row.type),
        *(row.actor_id, row.actor.display_name, row.via, row.address or "", row.event_id),
        *(json.dumps(wire[part], ensure_ascii=False) for part in ("payload", "changes")),
    )


def table(lines: Any) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([harmless(cell) for cell in cells] for cells in lines)
    return text.getvalue().encode()


def harmless(cell: object) -> str:
    """A spreadsheet would take such a text for a formula."""
    text = str(cell)
    return f"'{text}" if FORMULA.match(text) else text
