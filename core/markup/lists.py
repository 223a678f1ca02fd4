"""Ordered lists, whose numbers are those that were written."""

import re

MARKER = re.compile(rb"[ \t]*+(\d{1,9})[.)]")
COUNTED = {0, 1}
"""A list that begins so may repeat the number at every item: it is counted."""
WIDE = 100
"""A number from here on does not fit into the indentation."""


class ListNumbers:
    """The numbers of one list. `first` is its first one; anything but a number for a list of bullets."""

    def __init__(self, first: object) -> None:
        self.first = first if isinstance(first, int) else None
        self.next = self.first or 0

    def tags(self) -> tuple[str, str]:
        if self.first is None:
            return "<ul>\n", "</ul>\n"
        wide = ' class="wide"' if self.first >= WIDE else ""
        start = "" if self.first == 1 else f' start="{self.first}"'
        return f"<ol{start}{wide}>\n", "</ol>\n"

    def item(self, source: bytes, start: int) -> str:
        """Return the tag of the item at this place of the source."""
        number = None if self.first is None else number_at(source, start)
        if number is None:
            number = self.next
        is_counted = number == self.next or (number == self.first and number in COUNTED)
        self.next = (self.next if is_counted else number) + 1
        if is_counted:
            return '<li dir="auto">'
        wide = ' class="wide"' if number >= WIDE else ""
        return f'<li dir="auto" value="{number}"{wide}>'


def number_at(source: bytes, start: int) -> int | None:
    """Return the number that the item at this place of the source was given."""
    marker = MARKER.match(source, start)
    return int(marker[1]) if marker else None
