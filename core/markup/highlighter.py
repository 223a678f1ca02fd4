"""Colours code: comments, strings, numbers, reserved words, names that are called, keys."""

import re
from html import escape

from core.markup.languages import FAMILIES, pattern, words

MAX_WORDS = 1500
"""Coloured words in one document. Code behind them is shown in one colour."""


class Highlighter:
    """Highlights the blocks of code of one document."""

    def __init__(self) -> None:
        self.left = MAX_WORDS

    def html(self, code: str, language: str) -> str:
        """Return code as HTML, coloured if it is in a language that we know."""
        family = FAMILIES.get(language.lower())
        if family is None:
            return escape(code)
        pieces, at = [], 0
        for match in pattern(family).finditer(code):
            kind = _kind(match, family)
            if not kind:
                continue
            if not self.left:
                break
            self.left -= 1
            pieces += [
                escape(code[at : match.start()]),
                f'<span class="tok-{kind}">{escape(match[0])}</span>',
            ]
            at = match.end()
        return "".join([*pieces, escape(code[at:])])


def _kind(match: re.Match[str], family: str) -> str:
    """Return what a match is; "" for a word like any other."""
    kind = match.lastgroup or ""
    if kind != "word":
        return kind
    word = match[0].lower() if family == "sql" else match[0]
    if word in words(family):
        return "keyword"
    return "name" if match.string.startswith("(", match.end()) else ""
