"""Which text is one emoji: Unicode's list, in each skin tone, with variation selectors and without."""

from pathlib import Path

_HEAD, _, _LIST = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").partition("\n\n")
EMOJI = frozenset(_LIST.split())
"""The list is made by bin/emoji."""
