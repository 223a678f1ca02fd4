"""Ordered lists, whose numbers are those that were written."""

import re

MARKER = re.compile(rb"[ \t]*+(\d{1,9})[.)]")
COUNTED = {0, 1}
"""A list that begins so may repeat the number at every item: it is counted."""
WIDTHS = ((10_000, ' class="widest"'), (100, ' class="wide"'))
"""From which number on a list needs more room for its numbers."""


class ListNumbers:
    """The numbers of one list. `first` is its first one; anything but a number for a list of bullets.

    `place` is where the parts of the HTML hold the list's tag, which depends on its largest number.
    """

    def __init__(self, first: object, place: int) -> None:
        self.first = first if isinstance(first, int) else None
        self.place = place
        self.next = self.largest = self.first or 0

    def tags(self) -> tuple[str, str]:
        if self.first is None:
            return "<ul>\n", "</ul>\n"
        wide = next((width for least, width in WIDTHS if self.largest >= least), "")
        start = "" if self.first == 1 else f' start="{self.first}"'
        return f"<ol{start}{wide}>\n", "</ol>\n"

    def item(self, source: bytes, start: int) -> str:
        """Return the tag of the item at this place of the source."""
        number = None if self.first is None else number_at(source, start)
        if number is None or number == self.next or (number == self.first and number in COUNTED):
            number, tag = self.next, '<li dir="auto">'
        else:
            tag = f'<li dir="auto" value="{number}">'
        self.next, self.largest = number + 1, max(number, self.largest)
        return tag


def number_at(source: bytes, start: int) -> int | None:
    """Return the number that the item at this place of the source was given."""
    marker = MARKER.match(source, start)
    return int(marker[1]) if marker else None
