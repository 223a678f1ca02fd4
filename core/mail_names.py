"""Names that people chose, made safe to appear in mail to strangers.

Mail programs turn whatever looks like an address into a link. A name must not put a link of its author's into
a mail that our server sends.
"""

import re
import unicodedata

from core.texts.cuts import cut

MAX_LENGTH = 60

DOTS = "[.。]"
"""The dots of host names that are left after NFKC, which makes the full stop of all others."""
LINK = re.compile(rf"://|@|\bwww\b|\bxn--|{DOTS}[^\W\d_]{{2}}|\d{DOTS}\d+{DOTS}\d", re.IGNORECASE)
"""What mail programs make a link of: a scheme, an address, a name with a top-level domain, an IP address.

Linear: each alternative is bounded but `\\d+`, which begins at a digit after a dot.
"""
QUOTES = str.maketrans(dict.fromkeys('"“”„‟«»', "'"))


def mail_name(text: str) -> str:
    """Return the name on one line, without double quotes; "" if a mail program could make a link of it."""
    name = single_line(text, MAX_LENGTH).translate(QUOTES)
    return "" if LINK.search(unicodedata.normalize("NFKC", name)) else name


def single_line(text: str, max_length: int) -> str:
    """Return the text without control and format characters and line breaks, at most `max_length` long."""
    visible = "".join(
        " " if unicodedata.category(character) in ("Cc", "Zl", "Zp") else character
        for character in text[: max_length * 4]
        if unicodedata.category(character) not in ("Cf", "Cs", "Co", "Cn")
    )
    line = " ".join(visible.split())
    return cut(line, max_length)
