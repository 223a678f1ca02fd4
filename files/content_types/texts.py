"""Recognizes texts by their bytes alone.

static/js/files/text_preview.js reads texts by the same rules, in the same order.
"""

import codecs
import re
import unicodedata

STRAY = bytes({*range(32), 0x7F} - {*b"\a\b\t\n\v\f\r\x1b"})
"""Control characters that no text has. Logs ring bells and have colours."""

STRAY_WORDS = re.compile("[\0-\x06\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
UTF16 = ("utf-16-le", "utf-16-be")
SAMPLE = 4096
"""Characters of a UTF-16 without a mark that are looked at one by one."""

USUAL = re.compile("[\\t\\n\\r -~\u3000-\u3002\uff01\uff0c\uff1f]")
LEAST_USUAL = 32
"""One ASCII character or mark of Chinese punctuation among so many: a text has blanks, figures or stops."""

MOST_STRAY_IN_UTF8 = 8
MOST_STRAY_ELSEWHERE = 1000
"""One control character among so many: a log may hold a zero, and what is no UTF-8 may be anything."""


def is_text(content: bytes) -> bool:
    """Return whether the content reads as a text: UTF-8, UTF-16, or a byte per letter."""
    if content.startswith(UTF16_MARKS):
        return _is_utf16(content[2:], UTF16[UTF16_MARKS.index(content[:2])])
    stray = _stray(content)
    limit = MOST_STRAY_IN_UTF8 if _is_utf8(content) else MOST_STRAY_ELSEWHERE
    return stray * limit <= len(content) or any(_is_plausible(content, order) for order in UTF16)


def is_clean_text(content: bytes) -> bool:
    """Return whether the content is a text without stray control characters: no picture or archive is."""
    return is_text(content) and (content.startswith(UTF16_MARKS) or not _stray(content))


def decoded(content: bytes) -> str:
    """Return a text as characters, for a look at its markup. What cannot be decoded is replaced."""
    if content.startswith(UTF16_MARKS):
        return content.decode("utf-16", "replace")
    for order in UTF16:
        if _stray(content) and _is_plausible(content, order):
            return content.decode(order, "replace")
    return content.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _stray(content: bytes) -> int:
    return len(content) - len(content.translate(None, STRAY))


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_utf16(content: bytes, order: str) -> bool:
    """Return whether the content decodes without control characters. Half a one may be at the end."""
    try:
        text = content[: len(content) // 2 * 2].decode(order)
    except UnicodeDecodeError:
        return False
    return bool(text) and not STRAY_WORDS.search(text)


def _is_plausible(content: bytes, order: str) -> bool:
    """Return whether a UTF-16 without a mark is text: all of its characters exist, and some are usual."""
    if not _is_utf16(content, order):
        return False
    sample = content[: 2 * SAMPLE].decode(order, "ignore")
    usual = len(USUAL.findall(sample)) * LEAST_USUAL >= len(sample)
    return usual and not any(unicodedata.category(char) in ("Cn", "Co") for char in sample)
