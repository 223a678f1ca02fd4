"""Finds web and e-mail addresses in plain text. Every pattern takes time in proportion to the text.

An address on the web begins with its scheme or with "www."; a bare name such as README.md is no address.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Possessive quantifiers (++) never give back what they took, so that nothing is tried twice.
WEB = re.compile(
    r"(?<![\w@./:-])(?:https?://|www\.)(?=[\w\[])"
    r"[^\s<>\"\x00-\x1f\x7f，。、；！？「」『』【】《》（）]++",
    re.IGNORECASE,
)
EMAIL = re.compile(
    r"(?<![\w.+@/:-])[a-z0-9_][\w.+-]{0,63}+@(?:[a-z0-9-]{1,63}+\.){1,8}+[a-z][a-z0-9-]{1,62}+(?![\w@-])",
    re.IGNORECASE | re.ASCII,
)
TRAILING = "?!.,:;*_~'\""
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
    end = 0
    for link in sorted(found):
        if link.start >= end:
            yield link
            end = link.end


def _web(text: str) -> Iterator[Autolink]:
    for match in WEB.finditer(text):
        address = _without_punctuation(match[0])
        if address.lower() not in ("www", "http", "https"):
            href = address if "://" in address[:8] else f"http://{address}"
            yield Autolink(match.start(), match.start() + len(address), href)


def _email(text: str) -> Iterator[Autolink]:
    for match in EMAIL.finditer(text):
        yield Autolink(match.start(), match.end(), f"mailto:{match[0]}")


def _without_punctuation(address: str) -> str:
    """Drop what ends a sentence, and closing brackets that nothing in the address opened."""
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
