"""Colours the words of code."""

from html import escape


class Highlighter:
    """Highlights the code of one document."""

    def html(self, code: str, language: str) -> str:
        return escape(code)
