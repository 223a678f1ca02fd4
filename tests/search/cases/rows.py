"""The form in which the cases are written down."""

from collections.abc import Iterator
from typing import NamedTuple


class Row(NamedTuple):
    """A text with queries that find it and queries that do not, divided by " | "."""

    text: str
    found: str
    missed: str = ""

    def queries(self) -> Iterator[tuple[str, bool]]:
        """Yield each query with whether it finds the text."""
        yield from ((query, True) for query in self.found.split(" | "))
        yield from ((query, False) for query in self.missed.split(" | ") if query)
