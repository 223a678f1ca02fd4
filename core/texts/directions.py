"""Keeps a text that is written from right to left from moving the words, numbers and signs around it.

HTML does this by elements: `dir="auto"` on one that holds nothing else, `<bdi>` inside a sentence.
Attributes, titles and mail hold no elements and take characters of Unicode instead.
"""

import unicodedata

ISOLATES = "\u2068\u2069"
"""First strong isolate, and the end of it."""

MOVING = {"R", "AL", "AN", "RLE", "LRE", "RLO", "LRO", "RLI", "LRI", "FSI", "PDF", "PDI"}
"""Bidirectional classes of Unicode that can change the order of neighbours."""


def isolate(text: object) -> str:
    """Return `text` between isolates if it can change the order of its neighbours, else as it is."""
    plain = str(text)
    return f"{ISOLATES[0]}{plain}{ISOLATES[1]}" if moves_neighbours(plain) else plain


def moves_neighbours(text: str) -> bool:
    """Return whether `text` can change the order of what stands beside it."""
    return not text.isascii() and any(unicodedata.bidirectional(char) in MOVING for char in text)
