"""Finds web and e-mail addresses in plain text. Every pattern takes time in proportion to the text.

An address on the web begins with its scheme or with "www.", or is the bare name of a host under one of the
endings below. Other endings are left out, because they end files (README.md, script.pl, Safari.app), names in
programs (logger.info, std.io) or are words behind a missing blank (done.in, yes.it).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

ENDING = (
    r"(?:com|org|net|edu|gov|dev"
    r"|ch|cn|cz|de|dk|eu|fi|fr|gr|hu|ie|il|ir|jp|kr|kz|lt|lv|mx|nl|nz|pt|ro|ru|se|sk|su|tr|tw|ua|uk"
    r"|рф|укр|бел|қаз"
    r"|(?:ac|co|com|edu|gov|net|org)\.[a-z]{2})"
)
HINT = re.compile(rf"\.{ENDING}\b")

# Possessive quantifiers (++) never give back what they took, so that nothing is tried twice. Right before an
# address may stand letters other than ASCII: Chinese and Japanese have no blanks.
BEFORE = r"(?<![a-z0-9_@./:\\-])"
WEB = re.compile(
    BEFORE + r"(?:https?://|www\.)(?=[\w\[])"
    r"[^\s<>\"\x00-\x1f\x7f\u200b\u2060\ufeff，。、；！？「」『』【】《》（）]++",
    re.IGNORECASE,
)
LETTER = r"[^\W_\u0e00-\u0e7f\u2e80-\uffef]"
"""A letter or digit of a bare host: none of a script that is written without blanks."""
LABEL = rf"{LETTER}(?:{LETTER}|-){{0,62}}+"
HOST = re.compile(
    rf"(?<![_@./:\\$#%&=+~-])(?<!{LETTER})(?:{LABEL}\.){{1,8}}?(?-i:{ENDING})(?!{LETTER}|[_@(-]|\.\w)"
    r"(?::\d{1,5}+)?(?:[/?#][^\s<>\"\x00-\x1f\x7f\u200b\u2060\ufeff，。、；！？「」『』【】《》（）]*+)?",
    re.IGNORECASE,
)
EMAIL = re.compile(
    r"(?<![\w.+@/:-])[a-z0-9_][\w.+-]{0,63}+@(?:[a-z0-9-]{1,63}+\.){1,8}+[a-z][a-z0-9-]{1,62}+(?![\w@-])",
    re.IGNORECASE | re.ASCII,
)
TRAILING = "?!.,:;*_~'\"…»«›‹“”„‘’。।،؛؟"
BRACKETS = {")": "(", "]": "[", "}": "{"}


class Autolink(NamedTuple):
    """An address in a text, with the place it has there."""

    start: int
    end: int
    href: str


def find_autolinks(text: str) -> Iterator[Autolink]:
    """Yield the addresses of `text`, from left to right."""
    found = [*(_web(text) if "://" in text or "www." in text.lower() else ())]
    found += _email(text) if "@" in text else ()
    found += _hosts(text) if HINT.search(text) else ()
    end = 0
    for link in sorted(found):
        if link.start >= end:
            yield link
            end = link.end


def is_host(text: str) -> bool:
    """Return whether `text` is the bare name of a host, with what may follow it in an address."""
    return bool(HOST.fullmatch(text))


def _web(text: str) -> Iterator[Autolink]:
    for match in WEB.finditer(text):
        address = _without_punctuation(match[0])
        if address.lower() not in ("www", "http", "https"):
            href = address if "://" in address[:8] else f"http://{address}"
            yield Autolink(match.start(), match.start() + len(address), href)


def _email(text: str) -> Iterator[Autolink]:
    for match in EMAIL.finditer(text):
        yield Autolink(match.start(), match.end(), f"mailto:{match[0]}")


def _hosts(text: str) -> Iterator[Autolink]:
    for match in HOST.finditer(text):
        address = _without_punctuation(match[0])
        yield Autolink(match.start(), match.start() + len(address), f"http://{address}")


def _without_punctuation(address: str) -> str:
    """Drop what ends a sentence, and closing brackets that nothing in the address opened."""
    if address[-1].isalnum():
        return address
    surplus = {end: address.count(end) - address.count(start) for end, start in BRACKETS.items()}
    end = len(address)
    while end:
        last = address[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in TRAILING:
            break
        end -= 1
    return address[:end]
