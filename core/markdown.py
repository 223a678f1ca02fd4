"""Markdown on the server, for all texts of people: as sanitized HTML, and as one line of plain text.

pulldown-cmark parses, in time proportional to the text and its nesting. HTML in the source is shown as text.
Nothing that somebody wrote is left out. An app may replace patterns in running text (not in code or links)
and whole links by HTML of its own.
"""

from collections.abc import Iterator
from html import escape

import nh3

from core.markup.html_writer import HtmlWriter
from core.markup.links import SCHEMES
from core.markup.parser import parse
from core.markup.running_text import ReplaceLink, Replacements
from core.markup.text_writers import LineWriter, UnquotedWriter
from core.texts.cuts import cut

LINE_SOURCE = 8
"""Characters of a text that are read for each one of a line: most of it may be addresses of links."""

ATTRIBUTES = {
    "*": {"dir", "translate"},
    "a": {"href", "title", "class", "data-card"},
    "code": {"class"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "i": {"class", "data-hue"},
    "input": {"type", "disabled", "checked", "data-at", "aria-label"},
    "li": {"value"},
    "ol": {"class", "start"},
    "pre": {"tabindex"},
    "span": {"class", "data-user", "data-hue", "title"},
    "td": {"class"},
    "th": {"class"},
}
TAGS = {
    *(
        "a",
        "blockquote",
        "br",
        "code",
        "del",
        "div",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "input",
    ),
    *("li", "ol", "p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}


def to_html(
    text: str,
    *,
    replacements: Replacements | None = None,
    unquoted: Replacements | None = None,
    replace_link: ReplaceLink | None = None,
) -> str:
    """Return sanitized HTML of the Markdown `text`.

    `replacements` are patterns in running text, each with a function that returns safe HTML for a match, or
    None to leave it; those of `unquoted` are not looked for in quotes. `replace_link` does the same for the
    address of a whole link.
    """
    document = parse(text)
    if document is None:
        return plain_html(text)
    writer = HtmlWriter(
        document, replacements=replacements or [], unquoted=unquoted or [], replace_link=replace_link
    )
    return nh3.clean(
        writer.write(),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )


def plain_html(text: str) -> str:
    """Return `text` as HTML that shows it letter by letter."""
    lines = escape(text).replace("\n", "<br>\n")
    return f'<p dir="auto">{lines}</p>'


def to_line(text: str, most: int) -> str:
    """Return the beginning of the Markdown `text` as one line of plain text, without what is syntax.

    It has at most `most` characters, with "…" where it is cut.
    """
    beginning = text[: LINE_SOURCE * most]
    document = parse(beginning)
    line = " ".join((beginning if document is None else LineWriter(document).write()).split())
    return cut(line if beginning == text else f"{line}…", most)


def unquoted_texts(text: str) -> Iterator[str]:
    """Yield the running text outside of code, links, addresses and quotes, piece by piece.

    These are the pieces that `to_html` looks through for the patterns of `unquoted`. U+FFFC stands for each
    character of an address, and for one behind a backslash.
    """
    document = parse(text)
    return iter(()) if document is None else UnquotedWriter(document).pieces()
