"""Parts of an index that Django does not make: the words and the trigrams, in the way of each database.

PostgreSQL has GIN indexes; those of trigrams need the extension pg_trgm. SQLite has FTS5 tables, which read
their text from the table of the index, and triggers that keep them.
"""

import sys
from functools import cache

from django.db import Error, connection, transaction
from django.db.backends.utils import CursorWrapper

from projects.search.index import SearchIndex

WITHOUT_TRIGRAMS = (
    "pg_trgm is missing and this role may not create it. Search finds parts of words all the same, but reads "
    "whole tables for it. To make it quick: CREATE EXTENSION pg_trgm as a superuser, then "
    "manage.py rebuild_search.\n"
)

PENDING_KB = 512
"""New words wait in a list until there are so many; a search reads the list, and one command empties it."""

SIGNS = "".join(chr(code) for code in range(0x21, 0x7F) if not chr(code).isalnum())
KINDS = {
    "words": "ascii tokenchars '{}'".format(SIGNS.replace("'", "''")),
    "parts": "trigram case_sensitive 1",
}
"""FTS5 tables → tokenizers. A blank ends a lexeme, and nothing else does."""

PREFIXES = {"words": "prefix='1 2 3', ", "parts": ""}
"""Beginnings that FTS5 keeps the rows of. For others it joins the rows of all words that begin so."""

COLUMNS = {"words": "words", "parts": "text"}
EVENTS = ("insert", "delete", "update")


def create_lookup_tables(index: SearchIndex) -> None:
    """Create what is missing, from the rows that there are."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL statement_timeout = 0")
            # No index is made while foreign keys of the same transaction wait to be checked.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            _create_words_index(cursor, index.table)
            if create_trigrams():
                _create_parts_index(cursor, index.table)
        else:
            for kind in KINDS:
                _create_fts5(cursor, index.table, kind)


def drop_lookup_tables(index: SearchIndex) -> None:
    """Drop what `create_lookup_tables` creates. Many rows are written several times as fast without it."""
    with connection.cursor() as cursor:
        for kind in KINDS:
            if connection.vendor == "postgresql":
                cursor.execute(f'DROP INDEX IF EXISTS "{index.table}_{kind}"')
                continue
            for event in EVENTS:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{index.table}_{kind}_{event}"')
            cursor.execute(f'DROP TABLE IF EXISTS "{index.table}_{kind}"')


def create_trigrams() -> bool:
    """Create pg_trgm if it is missing; return whether it is there. Says so if it is not."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except Error:
        _say_what_is_missing()
        return False
    return True


@cache
def _say_what_is_missing() -> None:
    """Write the line once, however many indexes there are."""
    sys.stderr.write(WITHOUT_TRIGRAMS)


def _create_words_index(cursor: CursorWrapper, table: str) -> None:
    cursor.execute(
        f'CREATE INDEX IF NOT EXISTS "{table}_words" ON "{table}" USING gin ("words") '
        f"WITH (gin_pending_list_limit = {PENDING_KB})"
    )
    # Nothing reads them: the planner has one way only (projects/search/postgresql.py).
    cursor.execute(f'ALTER TABLE "{table}" ALTER COLUMN "words" SET STATISTICS 0')


def _create_parts_index(cursor: CursorWrapper, table: str) -> None:
    cursor.execute(
        f'CREATE INDEX IF NOT EXISTS "{table}_parts" ON "{table}" USING gin ("text" gin_trgm_ops) '
        f"WITH (gin_pending_list_limit = {PENDING_KB})"
    )


def _create_fts5(cursor: CursorWrapper, table: str, kind: str) -> None:
    """Create an FTS5 table without a text of its own, fill it, and have triggers keep it."""
    fts, column = f"{table}_{kind}", COLUMNS[kind]
    tokenizer = KINDS[kind].replace('"', '""')
    cursor.execute(
        f'CREATE VIRTUAL TABLE IF NOT EXISTS "{fts}" USING fts5('
        f"\"{column}\", content='{table}', content_rowid='id', detail='none', columnsize=0, {PREFIXES[kind]}"
        f'tokenize="{tokenizer}")'
    )
    add = f'INSERT INTO "{fts}" (rowid, "{column}") VALUES (new."id", new."{column}");'  # noqa: S608
    take = (
        f'INSERT INTO "{fts}" ("{fts}", rowid, "{column}") '  # noqa: S608
        f'VALUES (\'delete\', old."id", old."{column}");'
    )
    for event, steps in zip(EVENTS, (add, take, take + add), strict=True):
        when = f'UPDATE OF "{column}"' if event == "update" else event.upper()
        cursor.execute(
            f'CREATE TRIGGER IF NOT EXISTS "{fts}_{event}" AFTER {when} ON "{table}" BEGIN {steps} END'
        )
    cursor.execute(f'INSERT INTO "{fts}" ("{fts}") VALUES (\'rebuild\')')  # noqa: S608
