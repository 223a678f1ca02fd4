"""A project's key: the letters in front of its card numbers (WEB-42)."""

import re

from anyascii import anyascii

from projects.models import KEY_LENGTH

FALLBACK = "PRJ"
SHORT = 3


def derive_key(name: str) -> str:
    """Return the initials of the name's words, or the first letters of a single word, in Latin letters."""
    words = re.findall(r"[A-Z0-9]+", anyascii(name).upper().replace("'", ""))
    letters = "".join(word[0] for word in words) if len(words) > 1 else "".join(words)[:SHORT]
    key = letters.lstrip("0123456789")[: KEY_LENGTH - 2]
    return key if len(key) > 1 else FALLBACK
