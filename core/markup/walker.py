"""Walks through a parsed document, block by block and run by run. Writers say what becomes of them.

What the parser leaves out is told too: definitions of addresses, and cells beyond the last column.
"""

import re
from dataclasses import dataclass

from core.markup.parser import Document, Event, element
from core.markup.running_text import Run
from core.wire import JsonObject

LINKS = {"Link", "Image"}
INLINE = {*LINKS, "Emphasis", "Strong", "Strikethrough"}
UNPRECEDED = {*INLINE, "Item", "TableHead", "TableRow", "TableCell"}
"""Elements before which no definition of an address can stand."""
CONTAINERS = {"List", "Item", "BlockQuote"}
PREFIX = re.compile(r"^[ \t>]++", re.MULTILINE)
MARKER = re.compile(rb"[ \t]*+(?:[-+*]|(\d{1,9}+)[.)])")
CELLS = re.compile(r"(?<!\\)\|")


@dataclass
class Element:
    """An element that has begun, with its place in the source, in bytes."""

    kind: str
    details: JsonObject
    start: int
    end: int
    children: int = 0
    """Elements that have begun in it so far, the current one included."""


class Walk:
    """One way through a document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.open: list[Element] = []
        self.run = Run()
        self.links = 0
        """Links and pictures around the current place."""
        self.quotes = 0
        self.verbatim = 0
        """Code blocks around the current place."""
        self._seen = 0
        """Place in the source up to which everything has been told."""

    def walk(self) -> None:
        for event in self.document.events:
            self._take(event)
        self._tell_definitions(len(self.document.source))
        self._flush()

    # ── For writers ───────────────────────────────────────────────────────────────────────────────

    def running_text(self, run: Run) -> None:
        """Take running text; in a link or picture too."""

    def code(self, text: str) -> None:
        """Take a piece of code: of a block, or among text."""

    def line_break(self) -> None:
        """Take the end of a line inside a paragraph."""

    def rule(self) -> None:
        """Take a line across the page."""

    def task(self, event: Event) -> None:
        """Take the box of a task, ticked if the event's value is true."""

    def start(self, begun: Element) -> None:
        """Take the start of an element, the last of `self.open`."""

    def end(self, ended: Element) -> None:
        """Take the end of an element, which is no longer in `self.open`."""

    # ── Events ────────────────────────────────────────────────────────────────────────────────────

    def _take(self, event: Event) -> None:
        if event.name != "End" and not self.run.shown and self.open and self.open[-1].kind == "Item":
            self._tell_definitions(event.start)
        if event.name in ("Text", "InlineHtml", "Html"):
            self._text(event)
            return
        self._flush()
        if event.name == "Start":
            self._start(event)
        elif event.name == "End":
            self._end(event)
        else:
            self._leaf(event)

    def _text(self, event: Event) -> None:
        text = self.document.shown(str(event.value))
        if self.verbatim:
            self.code(text)
        else:
            before = self.document.source[event.start - 1 : event.start]
            is_escaped = before == b"\\" and event.start > self._seen
            self.run.add(text, is_escaped=is_escaped)
        self._seen = max(self._seen, event.end)

    def _leaf(self, event: Event) -> None:
        if event.name == "Rule":
            self._tell_definitions(event.start)
            self.rule()
        elif event.name in ("SoftBreak", "HardBreak"):
            self.line_break()
        elif event.name == "TaskListMarker":
            self.task(event)
        else:
            self.code(self.document.shown(str(event.value)))
        self._seen = max(self._seen, event.end)

    def _flush(self) -> None:
        if self.run.shown:
            run, self.run = self.run, Run()
            self.running_text(run)

    # ── Elements ──────────────────────────────────────────────────────────────────────────────────

    def _start(self, event: Event) -> None:
        kind, details = element(event.value)
        if kind not in UNPRECEDED:
            self._tell_definitions(event.start)
        self._open(Element(kind, details, event.start, event.end))
        if kind == "Item" and (marker := MARKER.match(self.document.source, event.start)):
            self._seen = marker.end()
        elif kind not in INLINE:
            self._seen = max(self._seen, event.start)

    def _open(self, begun: Element) -> None:
        self._count(begun.kind, 1)
        if self.open:
            self.open[-1].children += 1
        self.open.append(begun)
        self.start(begun)

    def _end(self, event: Event) -> None:
        kind = self.open[-1].kind
        if kind in ("BlockQuote", "Item"):
            self._tell_definitions(event.end)
        elif kind == "TableRow":
            self._tell_surplus_cells(event.end)
        self._close()
        if kind not in CONTAINERS:  # theirs may include definitions that stand behind them
            self._seen = max(self._seen, event.end)

    def _close(self) -> None:
        self._flush()
        ended = self.open.pop()
        self._count(ended.kind, -1)
        self.end(ended)

    def _count(self, kind: str, by: int) -> None:
        self.links += by if kind in LINKS else 0
        self.quotes += by if kind == "BlockQuote" else 0
        self.verbatim += by if kind == "CodeBlock" else 0

    # ── What the parser leaves out ────────────────────────────────────────────────────────────────

    def _tell_definitions(self, end: int) -> None:
        """Tell the definitions of addresses that stand between the last block and `end`."""
        if b"]:" not in self.document.source[self._seen : end]:
            return
        lines = PREFIX.sub("", self.document.slice(self._seen, end)).strip().splitlines()
        self._open(Element("Paragraph", {}, self._seen, end))
        for number, line in enumerate(filter(None, map(str.strip, lines))):
            if number:
                self._flush()
                self.line_break()
            self.run.add(line)
        self._close()
        self._seen = end

    def _tell_surplus_cells(self, end: int) -> None:
        rest = self.document.slice(self._seen, end).strip().strip("|")
        if not rest.strip():
            return
        for cell in CELLS.split(rest):
            self._open(Element("TableCell", {}, self._seen, end))
            self.run.add(cell.strip())
            self._close()
