"""The part of a Markdown text that shows why it was found: running text, without what is syntax.

The text is read as Markdown around the hit only: the rest of a long one costs nothing.
"""

import re

from core.markup.parser import parse
from core.markup.text_writers import AddressWriter, LineWriter
from core.search.highlights import best_mark, excerpt, marks_of
from core.search.query import Query

AROUND = 600
"""Characters before and behind a hit that are read; the excerpt shows far fewer."""

LINE_REACH = 300
"""Characters at both ends of the part, among which it may begin and end with a line instead."""

SIGNS = re.compile(r"[*_`~\[<|\\\r]|^[ \t]*(?:[-+=>#]|\d+[.)])|^(?: {4}| *\t)", re.MULTILINE)
"""Without any of these, a text is nothing but its words."""

FENCE = re.compile(r"^ {0,3}(```+|~~~+)", re.MULTILINE)
BLANKS = str.maketrans(dict.fromkeys("\t\n\r\x0b\x0c", " "))


def markdown_excerpt(text: str, query: Query) -> str:
    """Return the text around what was found, in one line of running text.

    What was found in the address of a link is shown with the address, and what was found in the syntax alone
    as it was written.
    """
    around = _around(text, query)
    if not SIGNS.search(around):
        return _shown(text, around, around, query)
    sought = _terms(around, query)
    lines = (writer(around) for writer in (_line, _line_with_addresses))
    for line in lines:
        if sought <= _terms(line, query):
            return _shown(text, around, line, query)
    return _shown(text, around, around if sought else _line(around), query)


def _around(text: str, query: Query) -> str:
    """Return the lines around the best hit, or a part of them; in a code block with the fence before it."""
    if len(text) <= 2 * AROUND:
        return text
    best = best_mark(marks_of(text.translate(BLANKS), query))
    start, end = max(0, best.start - AROUND), min(len(text), best.end + AROUND)
    if start:
        line = text.find("\n", start, start + LINE_REACH) + 1
        start = line or text.find(" ", start, start + LINE_REACH) + 1 or start
    if end < len(text):
        line = text.rfind("\n", max(best.end, end - LINE_REACH), end)
        end = line if line > 0 else end
    fences = FENCE.findall(text, 0, start)
    return f"{fences[-1]}\n{text[start:end]}" if len(fences) % 2 else text[start:end]


def _shown(text: str, around: str, line: str, query: Query) -> str:
    shown = excerpt(line, query)[0]
    before = "…" if not text.startswith(around) and not shown.startswith("…") else ""
    after = "…" if not text.endswith(around) and not shown.endswith("…") else ""
    return f"{before}{shown}{after}"


def _terms(text: str, query: Query) -> set[int]:
    return {mark.term for mark in marks_of(text.translate(BLANKS), query)}


def _line(text: str) -> str:
    document = parse(text)
    return text if document is None else LineWriter(document).write()


def _line_with_addresses(text: str) -> str:
    document = parse(text)
    return text if document is None else AddressWriter(document).write()
