"""Writes a document as HTML. All that comes from the text is escaped; the caller sanitizes what comes out."""

from html import escape

from core.markup.code_blocks import CodeBlocks
from core.markup.links import Link, Target
from core.markup.lists import ListNumbers
from core.markup.named import Named
from core.markup.parser import Document, Event
from core.markup.running_text import ReplaceLink, Replacements, Run, replaced
from core.markup.walker import INLINE, LINKS, Element, Walk

MAX_NESTING = 20
"""Elements inside each other; deeper ones are left out and their text stays."""

TAGS = {
    "Paragraph": ('<p dir="auto">', "</p>\n"),
    "HtmlBlock": ('<p dir="auto">', "</p>\n"),
    "BlockQuote": ("<blockquote>\n", "</blockquote>\n"),
    "Emphasis": ("<em>", "</em>"),
    "Strong": ("<strong>", "</strong>"),
    "Strikethrough": ("<s>", "</s>"),
    "TableHead": ("<thead><tr>", "</tr></thead>\n<tbody>"),
    "TableRow": ("<tr>", "</tr>\n"),
}
ALIGNMENTS = {"Left": ' class="at-left"', "Center": ' class="at-center"', "Right": ' class="at-right"'}


class HtmlWriter(Walk):
    """Writes one document. `replacements` are for all running text, those of `unquoted` not for quotes."""

    def __init__(
        self,
        document: Document,
        *,
        replacements: Replacements,
        unquoted: Replacements,
        replace_link: ReplaceLink | None,
    ) -> None:
        super().__init__(document)
        self.replacements, self.unquoted, self.replace_link = replacements, unquoted, replace_link
        self.parts: list[str] = []
        self.closings: list[str] = []
        self.numbers: list[ListNumbers] = []
        self.columns: list[str] = []
        """Alignment of the columns of the current table."""
        self.box: Named | None = None
        """The box of the task whose first line is being written."""
        self.counted = (0, 0)
        """A place in the source, and how many characters of the text stand before it."""
        self.table: Named | None = None
        """The table whose head is being written, or whose first row with a text."""
        self.code_blocks = CodeBlocks()
        self.links_begun: list[Link] = []

    def write(self) -> str:
        self.walk()
        return "".join(self.parts)

    # ── Text ──────────────────────────────────────────────────────────────────────────────────────

    def running_text(self, run: Run) -> None:
        text = run.text()
        self._note(text)
        if self.links:
            self.parts.append(escape(text))
        else:
            patterns = self.replacements if self.quotes else [*self.unquoted, *self.replacements]
            self.parts.append(replaced(run, patterns, self.replace_link))

    def code(self, text: str) -> None:
        if self.verbatim:
            self.code_blocks.add(text)
        else:
            self._note(text)
            self.parts.append(f"<code>{escape(text)}</code>")

    def line_break(self) -> None:
        self._end_box()
        self.parts.append("<br>\n")

    def rule(self) -> None:
        self._end_box()
        self.parts.append("<hr>\n")

    def task(self, event: Event) -> None:
        ticked = " checked" if event.value else ""
        self._count_up_to(event.start)
        opening = f'<input type="checkbox" disabled{ticked} data-at="{self.counted[1]}"'
        self.box = Named(self.parts, opening, "> ")

    def _count_up_to(self, place: int) -> None:
        last, characters = self.counted
        self.counted = place, characters + len(self.document.slice(last, place))

    def _note(self, text: str) -> None:
        """Tell the names and links around the current place what is written in them."""
        for around in (self.box, self.table, *self.links_begun[-1:]):
            if around:
                around.texts.append(text)

    def _end_box(self) -> None:
        if self.box:
            self.box.end()
            self.box = None

    # ── Elements ──────────────────────────────────────────────────────────────────────────────────

    def start(self, begun: Element) -> None:
        if begun.kind not in INLINE:
            self._end_box()
        if begun.kind in LINKS:
            self.links_begun.append(Link(self.parts, Target(begun, self.document)))
            self.closings.append("")
            return
        opening, closing = self._tags(begun)
        if len(self.open) > MAX_NESTING:
            opening, closing = " ", " "
        self.parts.append(opening)
        self.closings.append(closing)

    def end(self, ended: Element) -> None:
        if ended.kind in LINKS:
            self._end_link()
        elif ended.kind == "CodeBlock":
            self.parts.append(self.code_blocks.end(ended.details, self.document))
        elif ended.kind == "List":
            self._end_list(self.numbers.pop())
        elif ended.kind in ("TableHead", "TableRow", "Table") and self.table and any(self.table.texts):
            self.table.end(' role="region"')
            self.table = None
        if ended.kind not in INLINE:
            self._end_box()
        self.parts.append(self.closings.pop())

    def _end_list(self, numbers: ListNumbers) -> None:
        """Write the list's tag again, whose numbers are known now."""
        if self.parts[numbers.place].startswith("<ol"):
            self.parts[numbers.place] = numbers.tags()[0]

    def _tags(self, begun: Element) -> tuple[str, str]:
        if begun.kind == "List":
            self.numbers.append(ListNumbers(begun.details, len(self.parts)))
            return self.numbers[-1].tags()
        if begun.kind == "Item":
            return self.numbers[-1].item(self.document.source, begun.start), "</li>\n"
        if begun.kind == "Paragraph" and self.open[-2:-1] and self.open[-2].kind == "Item":
            return "<p>", "</p>\n"  # in the direction of the item, whose mark stands at its start
        if begun.kind == "Heading":
            level = begun.details["level"].lower()
            return f'<{level} dir="auto">', f"</{level}>\n"
        return TAGS[begun.kind] if begun.kind in TAGS else self._table_tags(begun)

    def _table_tags(self, begun: Element) -> tuple[str, str]:
        if begun.kind == "Table":
            self.columns = [ALIGNMENTS.get(each, "") for each in begun.details]
            self.table = Named(self.parts, '<div class="table-scroll" tabindex="0"', ">")
            return "<table>\n", "</tbody>\n</table></div>\n"
        if begun.kind == "TableCell":
            row = self.open[-2]
            name = "th" if row.kind == "TableHead" else "td"
            column = row.children - 1
            aligned = self.columns[column] if column < len(self.columns) else ""
            return f'<{name} dir="auto"{aligned}>', f"</{name}>"
        return "", ""

    def _end_link(self) -> None:
        link = self.links_begun.pop()
        around = self.links_begun[-1] if self.links_begun else None
        link.end(is_nested=bool(around), replace_link=self.replace_link)
        if around:
            around.texts += link.texts
