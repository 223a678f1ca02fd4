"""Which text is one emoji: Unicode's list, in each skin tone, with variation selectors and without."""

from pathlib import Path

_HEAD, _, _LIST = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").partition("\n\n")
EMOJI = frozenset(_LIST.split())
"""The list is made by bin/emoji."""

SELECTORS = dict.fromkeys((0xFE0E, 0xFE0F))
"""Characters that ask for the black or the coloured look of the character before them."""

_FORMS = {form.translate(SELECTORS): form for form in sorted(EMOJI, key=len)}
"""The longest form of each emoji, with all selectors of the coloured look, by the form without any."""


def one_form(emoji: str) -> str:
    """Return the one form of an emoji in which it is stored; "" if `emoji` is none."""
    return _FORMS.get(emoji.translate(SELECTORS), "")
