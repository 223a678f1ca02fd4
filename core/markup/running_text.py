"""Running text: what people read as sentences, with its addresses and the patterns that an app marks."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape

from core.autolinks import Autolink, find_autolinks

MASK = "\ufffc"
"""Stands in what patterns look through for a character that is not theirs: escaped, or part of a link."""

ReplaceMatch = Callable[[re.Match[str]], str | None]
ReplaceLink = Callable[[str], str | None]
Replacements = list[tuple[re.Pattern[str], ReplaceMatch]]


@dataclass
class Run:
    """A piece of running text that no element and no line break interrupts."""

    shown: list[str] = field(default_factory=list)
    masked: list[str] = field(default_factory=list)

    def add(self, text: str, *, is_escaped: bool = False) -> None:
        """Add text, of whose first character a backslash has taken the meaning if it `is_escaped`."""
        self.shown.append(text)
        self.masked.append(MASK + text[1:] if is_escaped else text)

    @property
    def text(self) -> str:
        return "".join(self.shown)

    def addresses(self) -> Iterator[Autolink]:
        """Yield the addresses in the run as they are shown."""
        text = self.text
        for start, end, href in find_autolinks("".join(self.masked)):
            scheme = href[: len(href) - (end - start)]
            yield Autolink(start, end, scheme + text[start:end])

    def outside_addresses(self) -> str:
        """Return the text that patterns look through, as long as what is shown."""
        return _mask("".join(self.masked), [(start, end) for start, end, _ in self.addresses()])


def replaced(run: Run, replacements: Replacements, replace_link: ReplaceLink | None) -> str:
    """Return a run as HTML, its addresses linked and the patterns of the app replaced, in their order."""
    found: list[tuple[int, int, str]] = []
    text = run.text
    for start, end, href in run.addresses():
        own = replace_link(href) if replace_link else None
        found.append((start, end, own or f'<a href="{escape(href)}">{escape(text[start:end])}</a>'))
    masked = run.outside_addresses()
    for pattern, replace in replacements:
        matches = [
            (*match.span(), html)
            for match in pattern.finditer(masked)
            if (html := replace(match)) is not None
        ]
        masked = _mask(masked, [match[:2] for match in matches])
        found += matches
    pieces, at = [], 0
    for start, end, html in sorted(found):
        pieces += [escape(text[at:start]), html]
        at = end
    return "".join([*pieces, escape(text[at:])])


def _mask(text: str, places: list[tuple[int, int]]) -> str:
    pieces, at = [], 0
    for start, end in places:
        pieces += [text[at:start], MASK * (end - start)]
        at = end
    return "".join([*pieces, text[at:]])
