"""Cuts texts for previews between the characters that people see, not inside one.

One visible character can be several code points: a letter with its marks, the halves of a flag, a family
joined by U+200D. The rules are the part of Unicode's UAX #29 that people write with. The browser has
`Intl.Segmenter` (static/js/texts/text_length.js), and one table of texts tests both.
"""

import unicodedata

JOINER = "\u200d"
MAX_CLUSTER = 64
"""Code points of one visible character at most. Piles of marks above that are cut anywhere."""


def cut(text: str, most: int) -> str:
    """Return `text` if it has at most `most` code points, else its beginning with "…", as long at most."""
    return text if len(text) <= most else f"{head(text, most - 1).rstrip()}…"


def head(text: str, most: int) -> str:
    """Return the beginning of `text`, at most `most` code points, without a part of a visible character."""
    return text if len(text) <= most else text[: boundary(text, most)]


def boundary(text: str, at: int) -> int:
    """Return the last place up to `at` where a visible character of `text` begins or ends."""
    if not 0 < at < len(text):
        return max(0, min(at, len(text)))
    lowest = max(0, at - MAX_CLUSTER)
    place = next((place for place in range(at, lowest, -1) if _is_boundary(text, place)), lowest)
    return at if place == lowest > 0 else place


def first_character(text: str) -> str:
    """Return the first visible character of `text` with all that belongs to it."""
    end = min(1, len(text))
    while end < min(len(text), MAX_CLUSTER) and not _is_boundary(text, end):
        end += 1
    return text[:end]


def _is_boundary(text: str, at: int) -> bool:
    """Return whether a visible character ends before the code point `at`."""
    before, after = text[at - 1], text[at]
    if before.isascii() and after.isascii():
        return before != "\r" or after != "\n"
    if _extends(after):
        return before in "\r\n"
    if before == JOINER:
        return unicodedata.category(after) not in ("So", "Sk")
    if _is_region(before) and _is_region(after):
        return _is_between_flags(text, at)
    return not _is_syllable(before, after)


def _extends(char: str) -> bool:
    """Return whether `char` belongs to what stands before it: marks, joiners, skin tones and tags."""
    return (
        unicodedata.category(char)[0] == "M"
        or char in "\u200c\u200d"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
    )


def _is_region(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _is_between_flags(text: str, at: int) -> bool:
    """Return whether the letters of regions before `at` are whole flags, of two letters each."""
    start = at
    while start and _is_region(text[start - 1]):
        start -= 1
    return (at - start) % 2 == 0


def _is_syllable(before: str, after: str) -> bool:
    """Return whether `after` continues a Korean syllable, written as separate letters."""
    is_composed = "\uac00" <= before <= "\ud7a3"
    if "\u1160" <= after <= "\u11a7":
        return "\u1100" <= before <= "\u11a7" or (is_composed and (ord(before) - 0xAC00) % 28 == 0)
    return "\u11a8" <= after <= "\u11ff" and ("\u1160" <= before <= "\u11ff" or is_composed)
