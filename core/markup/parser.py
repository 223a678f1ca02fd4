"""Parses Markdown to events, without HTML and with some characters kept that Markdown would take for its own.

Stand-ins are put for these before the parser sees them: rare marks that the text does not hold. One mark
stands for one character, so that places in the text stay the same. The parser treats it as any punctuation.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import pyromark

from core.wire import JsonObject

MAX_EVENTS = 6_000
"""Starts, ends and texts in one document. A longer one is shown as it was written: no page holds so much."""

DEEP = re.compile(r"^(?:[ \t]*+(?:>|(?:[-+*]|\d{1,9}+[.)])(?=[ \t]))){200}", re.MULTILINE)
"""A line that opens so many quotes and lists in each other. For every later line, the parser looks at all of
them; a text with one is shown as it was written."""

# It begins with a set of characters, so that the engine tries the rest only at these.
KEPT = re.compile(
    r"""[<&0_:\\*~\[hHwW] (?:
      (?<=<) (?<!\\<)(?<!\(<)(?<!\]:<)(?<!\]:[ ]<) (?=[a-zA-Z/!?])
        (?! (?:[hH][tT][tT][pP][sS]?|[mM][aA][iI][lL][tT][oO]): | [^\s<>@]{1,64}+@ ) (?P<tag>)
    | (?<=&) (?<!\\&) (?=\#?\w{1,31}+;) (?P<entity>)
    | (?<=0) (?<![^\s>]0) [0-9]{1,8}+[.)] (?=\s|\Z) (?P<number>)
    | (?<=_) (?<![\w\\]_) _
        (?:[a-z][a-z0-9]*+(?:_[a-z0-9]++)*+ | [A-Z][A-Z0-9]*+(?:_[A-Z0-9]++)*+) __ (?!\w) (?P<name>)
    | (?: (?<=[a-zA-Z]:) (?<![^\s"'(\[|*_][a-zA-Z]:) (?=\\) | (?<=\\) (?<![^\s"'(\[|*_]\\) \\ (?=\w) )
        [^\s|<>*_]*+ (?:[*_]++[^\s|<>*_]++)*+ (?P<path>)
    | (?<=\*) (?: (?<=[0-9]\*) \**+ (?=[0-9a-zA-Z]) | (?<=[0-9a-zA-Z]\*) \**+ (?=[0-9])
        | (?<=\b[a-zA-Z]\*) (?=[a-zA-Z]\b) ) (?P<product>)
    | (?<=~) (?<![~\\]~) (?!~) (?P<home>)
    | (?<=\[) (?<!\\\[) (?=\^) (?P<footnote>)
    | (?<=\[) (?<![^\s>]\[) (?=[^\]\[\n]{1,200}+\]:
        [ \t]*+ (?!https?:|mailto:|www\.|[\s<>/\#])) (?P<word>)
    | (?<=[hHwW]) (?:[tT][tT][pP][sS]?://|[wW][wW]\.) [^\s<>_~\\]*+ (?:[_~]++[^\s<>_~\\]++)*+ (?P<address>)
    )""",
    re.VERBOSE,
)
"""Pieces shown as they were written: HTML, 007., __init__, C:\\new, 2*3*4, ~/x, [^1], [Note]: word."""

KEPT_CHARACTERS = {
    "tag": "<",
    "entity": "&",
    "number": ".)",
    "name": "_",
    "path": "\\*_&",
    "product": "*",
    "home": "~",
    "footnote": "[",
    "word": "[",
    "address": "_~&",
}
STAND_INS = [chr(code) for code in range(0x2E00, 0x2E2F)]
"""Marks of editors of old Greek and other rare punctuation."""

_markdown = pyromark.Markdown(
    options=pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
)


class Event(NamedTuple):
    """One event of the parser, with its place in the source, in bytes."""

    name: str
    value: object
    start: int
    end: int


@dataclass(frozen=True)
class Document:
    """A parsed text. `source` is what the parser read, stand-ins included."""

    source: bytes
    events: list[Event]
    kept: Mapping[int, int]

    def shown(self, text: str) -> str:
        """Return a text of an event with what the stand-ins stand for."""
        return text.translate(self.kept) if self.kept else text

    def slice(self, start: int, end: int) -> str:
        return self.shown(self.source[start:end].decode(errors="replace"))


def parse(text: str) -> Document | None:
    """Return the events of `text`, or None for one that is shown as it was written."""
    if DEEP.search(text):
        return None
    free = [mark for mark in STAND_INS if mark not in text]
    characters = sorted(set("".join(KEPT_CHARACTERS.values())))
    if len(free) < len(characters):
        return None
    marks = dict(zip(characters, free, strict=False))
    tables = {
        kind: str.maketrans({each: marks[each] for each in kept}) for kind, kept in KEPT_CHARACTERS.items()
    }
    source = KEPT.sub(lambda match: match[0].translate(tables[match.lastgroup or ""]), text)
    events = list(islice(_markdown.events_with_range(source), MAX_EVENTS + 1))
    if len(events) > MAX_EVENTS:
        return None
    return Document(
        source.encode(),
        [_event(event, place["start"], place["end"]) for event, place in events],
        {} if source == text else {ord(mark): ord(each) for each, mark in marks.items()},
    )


def element(tag: object) -> tuple[str, JsonObject]:
    """Return the kind and the details of the element that a Start or End names."""
    if isinstance(tag, Mapping):
        [(kind, details)] = tag.items()
        return kind, details
    return str(tag), {}


def _event(event: object, start: int, end: int) -> Event:
    if isinstance(event, str):
        return Event(event, None, start, end)
    assert isinstance(event, dict)
    [(name, value)] = event.items()
    return Event(name, value, start, end)
