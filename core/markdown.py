"""Renders Markdown to HTML on the server and sanitizes it. HTML in the source is shown as text.

pulldown-cmark parses, in time proportional to the text and its nesting; this module writes the tags. An app
may replace patterns in plain text (not in code or links) and whole links by HTML of its own, and mark places
in running text.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import islice
from typing import NamedTuple

import nh3
import pyromark

from core.autolinks import find_autolinks
from core.wire import JsonObject

ATTRIBUTES = {
    "*": {"dir", "translate"},
    "a": {"href", "title", "class", "data-card"},
    "code": {"class"},
    "ol": {"start"},
    "span": {"class", "data-user", "data-hue", "title"},
    "i": {"class", "data-hue"},
}
SCHEMES = {"http", "https", "mailto"}
TAGS = {
    *(
        "a",
        "blockquote",
        "br",
        "code",
        "del",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "li",
        "ol",
    ),
    *("p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
MAX_NESTING = 20
"""Elements inside each other; deeper ones are left out and their text stays."""
MAX_EVENTS = 12_000
"""Starts, ends and texts in one document. A longer one is shown as it was written: no page holds so much."""

DEEP = re.compile(r"^(?:[ \t]*+(?:>|(?:[-+*]|\d{1,9}+[.)])(?=[ \t]))){200}", re.MULTILINE)
"""A line that opens so many quotes and lists in each other. For every later line, the parser looks at all of
them; a text with one is shown as it was written."""

ESCAPED = "\x1a"
"""Stands behind an @ with a backslash while a text is rendered. Stored texts hold no control characters."""

Marks = Callable[[str], Iterable[tuple[int, int, str]]]
"""Returns places in a piece of running text, left to right: start, end, and safe HTML to show there."""

ReplaceMatch = Callable[[re.Match[str]], str | None]
ReplaceLink = Callable[[str], str | None]
Replacements = list[tuple[re.Pattern[str], ReplaceMatch]]

SIMPLE_TAGS = {
    "Paragraph": ('<p dir="auto">', "</p>\n"),
    "HtmlBlock": ('<p dir="auto">', "</p>\n"),
    "Emphasis": ("<em>", "</em>"),
    "Strong": ("<strong>", "</strong>"),
    "Strikethrough": ("<s>", "</s>"),
    "Item": ('<li dir="auto">', "</li>\n"),
    "TableHead": ("<thead><tr>", "</tr></thead>\n<tbody>"),
    "TableRow": ("<tr>", "</tr>\n"),
}
SCHEME = re.compile(r"[\x00-\x20]*+([a-z][a-z0-9+.-]{0,30}+):", re.IGNORECASE)
LANGUAGE = re.compile(r"[\w+#.-]{1,30}")

_markdown = pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH)


def to_html(
    text: str,
    *,
    replacements: Replacements | None = None,
    replace_link: ReplaceLink | None = None,
    marks: Marks | None = None,
) -> str:
    """Return sanitized HTML of the Markdown `text`.

    `replacements` are patterns in plain text, each with a function that returns safe HTML for a match, or
    None to leave it. `replace_link` does the same for the address of a whole link. `marks` finds places in
    running text; see `running_text`.
    """
    events = _events(text)
    if events is None:
        return plain_html(text)
    return nh3.clean(
        _Renderer(replacements or [], replace_link, marks).render(events),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )


def running_text(text: str) -> list[str]:
    """Return the pieces of running text: what is no code, link, address or quote.

    They are what `to_html` gives to its `marks`. An @ with a backslash has ESCAPED behind it.
    """
    pieces: list[str] = []

    def collect(piece: str) -> Iterable[tuple[int, int, str]]:
        pieces.append(piece)
        return ()

    _Renderer([], None, collect).render(_events(text) or [])
    return pieces


def _events(text: str) -> Sequence[object] | None:
    """Return what the parser finds; None for a text that is shown as it was written."""
    if DEEP.search(text):
        return None
    events = list(islice(_markdown.events(text.replace("\\@", f"\\@{ESCAPED}")), MAX_EVENTS + 1))
    return events if len(events) <= MAX_EVENTS else None


def plain_html(text: str) -> str:
    """Return `text` as HTML that shows it letter by letter."""
    lines = escape(text).replace("\n", "<br>\n")
    return f'<p dir="auto">{lines}</p>'


class _Open(NamedTuple):
    """An element that has begun. `closing` is what ends it."""

    kind: str
    closing: str


class _Renderer:
    """Writes one document."""

    def __init__(
        self, replacements: Replacements, replace_link: ReplaceLink | None, marks: Marks | None
    ) -> None:
        self.replacements, self.replace_link, self.marks = replacements, replace_link, marks
        self.parts: list[str] = []
        self.open: list[_Open] = []
        self.links = 0
        """Links around the current place: in them, nothing else is linked."""
        self.verbatim = 0
        """Code blocks around the current place."""
        self.quotes = 0
        """Quotes around the current place: what others wrote calls nobody."""

    def render(self, events: Sequence[object]) -> str:
        rest = iter(events)
        for event in rest:
            if event in ("SoftBreak", "HardBreak"):
                self.parts.append("<br>\n")
            elif event == "Rule":
                self.parts.append("<hr>\n")
            elif isinstance(event, Mapping):
                [(name, value)] = event.items()
                self.write(name, value, rest)
        return "".join(self.parts).replace(ESCAPED, "")

    def write(self, name: str, value: object, rest: Iterator[object]) -> None:
        if name == "Text":
            self.parts.append(escape(str(value)) if self.verbatim else self.inline(str(value)))
        elif name == "Start":
            self.start(value, rest)
        elif name == "End":
            self.end()
        elif name == "Code":
            self.parts.append(f"<code>{escape(str(value))}</code>")
        elif name == "Html":  # a line of a block of HTML
            self.parts.append(self.inline(str(value)).replace("\n", "<br>\n"))
        else:
            self.parts.append(escape(str(value)))

    # ── Elements ──────────────────────────────────────────────────────────────────────────────────

    def start(self, tag: object, rest: Iterator[object]) -> None:
        [(kind, details)] = tag.items() if isinstance(tag, Mapping) else [(str(tag), {})]
        if kind == "Link" and self.replace_link and (html := self.replace_link(details["dest_url"])):
            self.parts.append(html)
            _skip_element(rest)
            return
        opening, closing = self.tags(kind, details)
        if len(self.open) >= MAX_NESTING and kind != "Link":
            opening, closing = " ", " "
        self.links += kind in ("Link", "Image")
        self.verbatim += kind == "CodeBlock"
        self.quotes += kind == "BlockQuote"
        self.parts.append(opening)
        self.open.append(_Open(kind, closing))

    def end(self) -> None:
        kind, closing = self.open.pop()
        self.links -= kind in ("Link", "Image")
        self.verbatim -= kind == "CodeBlock"
        self.quotes -= kind == "BlockQuote"
        self.parts.append(closing)

    def tags(self, kind: str, details: JsonObject) -> tuple[str, str]:
        if kind == "Paragraph" and self.open and self.open[-1].kind == "Item":
            return "<p>", "</p>\n"  # in the direction of the item, whose mark stands at its start
        if kind in SIMPLE_TAGS:
            return SIMPLE_TAGS[kind]
        if kind == "TableCell":
            cell = "th" if self.open and self.open[-1].kind == "TableHead" else "td"
            return f'<{cell} dir="auto">', f"</{cell}>"
        if kind in ("Link", "Image"):
            return self.link_tags(details)
        return BLOCK_TAGS[kind](details) if kind in BLOCK_TAGS else ("", "")

    def link_tags(self, link: JsonObject) -> tuple[str, str]:
        """Tags of a link, and of a picture, which is a link to it. An address of another scheme is shown."""
        address = link["dest_url"]
        if link["link_type"] == "Email":
            address = f"mailto:{address}"
        scheme = SCHEME.match(address)
        if self.links:
            return "", ""
        if not address or (scheme and scheme[1].lower() not in SCHEMES):
            shown = f" ({escape(address)})" if address and link["link_type"] != "Autolink" else ""
            return "", shown
        title = f' title="{escape(link["title"])}"' if link["title"] else ""
        return f'<a href="{escape(address)}"{title}>', "</a>"

    # ── Text ──────────────────────────────────────────────────────────────────────────────────────

    def inline(self, text: str) -> str:
        """Plain text with its addresses linked and the patterns of the app replaced."""
        if self.links:
            return escape(text)
        pieces, at = [], 0
        for start, end, href in find_autolinks(text):
            shown = escape(text[start:end])
            own = self.replace_link(href) if self.replace_link else None
            pieces += [self.marked(text[at:start]), own or f'<a href="{escape(href)}">{shown}</a>']
            at = end
        return "".join([*pieces, self.marked(text[at:])])

    def marked(self, text: str) -> str:
        """Running text with the places marked that the app finds in it."""
        pieces, at = [], 0
        for start, end, html in self.marks(text) if self.marks and text and not self.quotes else ():
            pieces += [self.replaced(text[at:start]), html]
            at = end
        return "".join([*pieces, self.replaced(text[at:])])

    def replaced(self, text: str, pattern: int = 0) -> str:
        """Plain text with the patterns from the number `pattern` on replaced."""
        if pattern == len(self.replacements):
            return escape(text)
        expression, replace = self.replacements[pattern]
        pieces, at = [], 0
        for match in expression.finditer(text):
            html = replace(match)
            if html is not None:
                pieces += [self.replaced(text[at : match.start()], pattern + 1), html]
                at = match.end()
        return "".join([*pieces, self.replaced(text[at:], pattern + 1)])


def _list_tags(start: object) -> tuple[str, str]:
    if start is None:
        return "<ul>\n", "</ul>\n"
    return ("<ol>\n" if start == 1 else f'<ol start="{start}">\n'), "</ol>\n"


def _heading_tags(heading: object) -> tuple[str, str]:
    level = str(heading["level"]).lower() if isinstance(heading, Mapping) else "p"
    return f'<{level} dir="auto">', f"</{level}>\n"


def _code_tags(kind: object) -> tuple[str, str]:
    named = LANGUAGE.match(kind["Fenced"]) if isinstance(kind, Mapping) else None
    return (
        f'<pre dir="auto"><code class="language-{named[0]}">' if named else '<pre dir="auto"><code>',
        "</code></pre>\n",
    )


BLOCK_TAGS: dict[str, Callable[[object], tuple[str, str]]] = {
    "BlockQuote": lambda _: ("<blockquote>\n", "</blockquote>\n"),
    "CodeBlock": _code_tags,
    "Heading": _heading_tags,
    "List": _list_tags,
    "Table": lambda _: ("<table>\n", "</tbody>\n</table>\n"),
}


def _skip_element(rest: Iterator[object]) -> None:
    """Drop the events up to the end of the element that has just begun."""
    depth = 1
    for event in rest:
        if isinstance(event, Mapping):
            depth += ("Start" in event) - ("End" in event)
        if not depth:
            return
