"""One cleaning for names and titles of every kind: what is stored is what people see.

Texts, such as messages and descriptions, are not names: they keep their characters and are isolated by style
sheets where they are shown.
"""

import re
import unicodedata

JOINERS = "\u200c\u200d"
"""Zero-width non-joiner and joiner: part of Arabic, Persian and Indic words, and of some emoji."""

TAGS = re.compile("(?<=\U0001f3f4)[\U000e0030-\U000e007a]{1,12}\U000e007f")
"""The letters of a region after a black flag: with them it is the flag of England, Scotland or Wales."""

BREAKS = re.compile("[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]")
BLANKS = "\u2800\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5\u00ad\u2065\U0001d159\U00016fe4"
"""Invisible characters that Unicode counts as letters, marks or symbols; and the soft hyphen."""

VISIBLE_FORMATS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
"""Signs of Arabic, Syriac and Kaithi numbers, which Unicode counts as formats although they have a shape."""


def clean_name(text: str) -> str:
    """Return `text` in NFC on one line, without outer spaces and invisible characters.

    Removed are controls, marks that change the direction of writing, and everything else without a shape. A
    joiner or a variation selector stays behind a character that it can change.
    """
    text = BREAKS.sub(" ", unicodedata.normalize("NFC", text))
    tagged = {place for found in TAGS.finditer(text) for place in range(*found.span())}
    kept: list[str] = []
    for place, char in enumerate(text):
        if place in tagged or not _is_invisible(char) or _changes(char, kept):
            kept.append(char)
    return "".join(kept).strip()


def has_visible(name: str) -> bool:
    """Return whether a name or a text shows something by itself: marks that sit on nothing do not.

    Takes time up to the first character that does. static/js/texts/visible.js is the same for browsers.
    """
    return any(unicodedata.category(char)[0] in "LNPSC" and not _is_invisible(char) for char in name)


def fold_name(name: str) -> str:
    """Return a key that is equal for names that look alike but for case and width. ё and е stay different."""
    plain = "".join(char for char in clean_name(name) if not _is_invisible(char))
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold()).split())


def _is_invisible(char: str) -> bool:
    if char.isascii():
        return not char.isprintable()
    if char in BLANKS or _is_variation_selector(char):
        return True
    category = unicodedata.category(char)
    return (category in ("Cc", "Cf", "Cs") and char not in VISIBLE_FORMATS) or _is_noncharacter(char)


def _changes(char: str, before: list[str]) -> bool:
    """Return whether an invisible `char` changes the look of what stands before it."""
    last = before[-1] if before else " "
    if last.isspace() or last in JOINERS:
        return False
    if _is_variation_selector(char):
        return not _is_variation_selector(last)
    # Latin, Greek and Cyrillic letters have case and are never joined.
    return (
        char in JOINERS
        and not last.isascii()
        and unicodedata.category(last) in ("Lo", "Mn", "Mc", "So", "Sk")
    )


def _is_variation_selector(char: str) -> bool:
    return (
        "\ufe00" <= char <= "\ufe0f"
        or "\U000e0100" <= char <= "\U000e01ef"
        or ("\u180b" <= char <= "\u180f" and char != "\u180e")
    )


def _is_noncharacter(char: str) -> bool:
    """Return whether Unicode says that a character will never be one with a shape."""
    return (
        "\ufdd0" <= char <= "\ufdef"
        or "\ufff0" <= char <= "\ufff8"
        or "\U000e0000" <= char <= "\U000e0fff"
        or ord(char) & 0xFFFE == 0xFFFE
    )
