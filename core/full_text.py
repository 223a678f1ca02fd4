"""Full text in English and Russian where the database can do it; elsewhere each word as it stands.

A vector holds the words as both languages stem them and as they are; a `search` column of the database's own,
which has no field here. The last word may be the beginning of one: people are still typing.
"""

import re
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

QUERY = (
    "(plainto_tsquery('english', %s) || plainto_tsquery('russian', %s) || plainto_tsquery('simple', %s)"
    " || to_tsquery('simple', %s))"
)
IN_TITLE, ELSEWHERE = 0.6, 0.06
"""What PostgreSQL's ts_rank says of one word with the weight A, and of one without."""


def on_postgresql(sql: str) -> Any:
    """A step of a migration; other databases have none."""

    def run(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


def ranked(rows: QuerySet[Any], words: list[str], *, table: str, fields: list[str], limit: int) -> list[Any]:
    """The best of `rows`, each with its `rank`.

    `fields` are searched where there is no full text, the title first. `table` has the column `search`; it is
    the rows' own or joined to it.
    """
    if connection.vendor != "postgresql":
        return _plainly(rows, words, fields, limit)
    params = _params(words)
    # The words go in as parameters.
    found = rows.extra(  # noqa: S610
        select={"rank": f"ts_rank({table}.search, {QUERY})"},
        select_params=params,
        where=[f"{table}.search @@ {QUERY}"],
        params=params,
    )
    return list(found.extra(order_by=["-rank"])[:limit])


def _params(words: list[str]) -> list[str]:
    """Words are letters and digits: nothing in them is an operator."""
    text = " ".join(words)
    typed = " & ".join([*(f"'{word}'" for word in words[:-1]), f"'{words[-1]}':*"])
    return [text, text, text, typed]


def _plainly(rows: QuerySet[Any], words: list[str], fields: list[str], limit: int) -> list[Any]:
    for word in words:
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{f"{field}__iregex": re.escape(word)})
        rows = rows.filter(anywhere)
    found = list(rows.order_by("-pk")[: 4 * limit])
    for row in found:
        title = str(getattr(row, fields[0])).casefold()
        row.rank = IN_TITLE if all(word.casefold() in title for word in words) else ELSEWHERE
    return sorted(found, key=lambda row: row.rank, reverse=True)[:limit]
