"""Blocks of code, with the name of their language above them and their words in colours."""

from html import escape

from core.markup.highlighter import Highlighter
from core.markup.parser import Document

LONG_LINE = 36
"""Characters of code that fit on a phone. A block with longer lines can be scrolled by the keyboard."""


class CodeBlocks:
    """The blocks of one document. The code of the current one is added piece by piece."""

    def __init__(self) -> None:
        self.highlighter = Highlighter()
        self.pieces: list[str] = []

    def add(self, text: str) -> None:
        self.pieces.append(text)

    def end(self, kind: object, document: Document) -> str:
        """Return the block as HTML. `kind` is what its fence says of it."""
        code = "".join(self.pieces)
        self.pieces.clear()
        info = document.shown(kind["Fenced"]).strip() if isinstance(kind, dict) else ""
        language = info.partition(" ")[0]
        wide = ' tabindex="0"' if any(len(line) > LONG_LINE for line in code.split("\n")) else ""
        block = f'<pre dir="auto"{wide}><code>{self.highlighter.html(code, language)}</code></pre>\n'
        if not info:
            return block
        return f'<div class="code"><span class="code__name" dir="auto">{escape(info)}</span>\n{block}</div>\n'
