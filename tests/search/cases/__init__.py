"""Which texts a search finds, and which it does not: the same on every database and every page."""

from typing import NamedTuple

from tests.search.cases import addresses, asian, code, numbers, prose, scripts, signs
from tests.search.cases.rows import Row

ROWS: dict[str, list[Row]] = {
    "prose": prose.ROWS,
    "code": code.ROWS,
    "addresses": addresses.ROWS,
    "numbers": numbers.ROWS,
    "signs": signs.ROWS,
    "scripts": scripts.ROWS,
    "without blanks": asian.ROWS,
}


class SearchCase(NamedTuple):
    """One query, and whether it finds a text."""

    kind: str
    text: str
    query: str
    is_found: bool


CASES = [
    SearchCase(kind, row.text, query, is_found)
    for kind, rows in ROWS.items()
    for row in rows
    for query, is_found in row.queries()
]
