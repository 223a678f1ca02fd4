"""Running text: what people read as sentences, with its addresses and the patterns that an app marks."""

from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import Protocol

from core.autolinks import Autolink, find_autolinks

MASK = "\ufffc"
"""Stands in what patterns look through for a character that is not theirs: escaped, or part of a link."""


class Match(Protocol):
    """A place in a text that a pattern found, with its groups."""

    def start(self) -> int: ...

    def end(self) -> int: ...

    def __getitem__(self, group: int, /) -> str: ...


class Pattern(Protocol):
    """A regular expression, or what finds places in a text as one does."""

    def finditer(self, text: str, /) -> Iterator[Match]: ...


ReplaceMatch = Callable[[Match], str | None]
ReplaceLink = Callable[[str], str | None]
Replacements = list[tuple[Pattern, ReplaceMatch]]

Place = tuple[int, int, str]
"""Start and end in a text, and the HTML that is written there."""


class Run:
    """A piece of running text that no element and no line break interrupts."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.escaped: list[int] = []
        """Numbers of the pieces of whose first character a backslash has taken the meaning."""

    def add(self, text: str, *, is_escaped: bool = False) -> None:
        if is_escaped:
            self.escaped.append(len(self.shown))
        self.shown.append(text)

    def text(self) -> str:
        return "".join(self.shown)

    def masked(self) -> str:
        """Return the text with a mask for each escaped character, as long as what is shown."""
        pieces = self.shown.copy()
        for number in self.escaped:
            pieces[number] = MASK + pieces[number][1:]
        return "".join(pieces)

    def addresses(self) -> list[Autolink]:
        """Return the addresses in the run as they are shown."""
        found = list(find_autolinks(self.masked()))
        if not self.escaped:
            return found
        text = self.text()
        return [Autolink(start, end, href[: start - end] + text[start:end]) for start, end, href in found]

    def outside(self, addresses: Iterable[Autolink]) -> str:
        """Return the text that patterns look through, as long as what is shown."""
        return _mask(self.masked(), addresses)


def replaced(run: Run, replacements: Replacements, replace_link: ReplaceLink | None) -> str:
    """Return a run as HTML, its addresses linked and the patterns of the app replaced, in their order."""
    text, addresses = run.text(), run.addresses()
    found = [_linked(text, address, replace_link) for address in addresses]
    masked = run.outside(addresses) if replacements else ""
    for pattern, replace in replacements:
        matches = [
            (match.start(), match.end(), html)
            for match in pattern.finditer(masked)
            if (html := replace(match)) is not None
        ]
        masked = _mask(masked, matches)
        found += matches
    return _filled(text, found)


def _linked(text: str, address: Autolink, replace_link: ReplaceLink | None) -> Place:
    start, end, href = address
    own = replace_link(href) if replace_link else None
    return start, end, own or f'<a href="{escape(href)}">{escape(text[start:end])}</a>'


def _filled(text: str, places: list[Place]) -> str:
    if not places:
        return escape(text)
    pieces, at = [], 0
    for start, end, html in sorted(places):
        pieces += [escape(text[at:start]), html]
        at = end
    return "".join([*pieces, escape(text[at:])])


def _mask(text: str, places: Iterable[Place]) -> str:
    if not places:
        return text
    pieces, at = [], 0
    for start, end, _ in places:
        pieces += [text[at:start], MASK * (end - start)]
        at = end
    return "".join([*pieces, text[at:]])
