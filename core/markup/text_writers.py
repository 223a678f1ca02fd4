"""Writes a document as plain text: in one line, or what was written outside of quotes, links and code."""

from collections.abc import Iterator

from core.markup.links import Target
from core.markup.lists import number_at
from core.markup.parser import Document
from core.markup.running_text import Run
from core.markup.walker import INLINE, LINKS, Element, Walk


class LineWriter(Walk):
    """Writes one line, in which blanks stand for the ends of lines and blocks."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.parts: list[str] = []
        self.links_begun: list[int] = []

    def write(self) -> str:
        self.walk()
        return "".join(self.parts)

    def running_text(self, run: Run) -> None:
        self.parts.append(run.text())

    def code(self, text: str) -> None:
        self.parts.append(text)

    def line_break(self) -> None:
        self.parts.append(" ")

    def start(self, begun: Element) -> None:
        if begun.kind in LINKS:
            self.links_begun.append(len(self.parts))
        elif begun.kind not in INLINE:
            self.parts.append(" ")
        if begun.kind == "Item" and (number := number_at(self.document.source, begun.start)) is not None:
            self.parts.append(f"{number}. ")

    def end(self, ended: Element) -> None:
        if ended.kind in LINKS:
            target = Target(ended, self.document)
            text = "".join(self.parts[self.links_begun.pop() :]).strip()
            self.parts.append("" if text else target.without_text)
            self.parts.append(self.beside(target, text or target.without_text))
        elif ended.kind not in INLINE:
            self.parts.append(" ")

    def beside(self, target: Target, text: str) -> str:
        """Return what stands behind the text of a link."""
        return target.beside(text, is_linked=bool(target.href))


class AddressWriter(LineWriter):
    """Writes one line in which every link has its address behind it."""

    def beside(self, target: Target, text: str) -> str:
        return target.beside(text, is_linked=False)


class UnquotedWriter(Walk):
    """Collects the pieces of running text that patterns of `unquoted` apply to."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.found: list[str] = []

    def pieces(self) -> Iterator[str]:
        self.walk()
        return iter(self.found)

    def running_text(self, run: Run) -> None:
        if not self.links and not self.quotes:
            self.found.append(run.outside(run.addresses()))
