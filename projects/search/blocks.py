"""Blocks of ids: lexemes by which PostgreSQL looks through the newest rows first.

An index of words has no order, and a common word is in half of all rows. With the lexeme of a block beside it
PostgreSQL reads of both only what they have in common.
"""

from projects.search.index import BLOCK

SIZES = (12, 16, 20)
"""Blocks of 4,096, 65,536 and 1,048,576 ids, as numbers of bits. Each holds 16 of those before it."""


def block_lexeme(size: int, id: int) -> str:
    """Return the lexeme of the block of this size that `id` is in."""
    return f"{BLOCK}{chr(ord('a') + SIZES.index(size))}{id >> size}"


def blocks_sql(id: str) -> str:
    """Return SQL for the array of the blocks of an id, itself given as SQL."""
    each = (f"'{BLOCK}{chr(ord('a') + place)}' || ({id} >> {size})" for place, size in enumerate(SIZES))
    return f"ARRAY[{', '.join(each)}]"
