"""Marks in texts that were found: HTML with <mark> around what a query is found by."""

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from core.search.highlights import highlights
from core.search.query import Query


def marked(text: str, query: Query) -> SafeString:
    """Return `text` escaped, with <mark> around the words of the query and other forms of them."""
    parts, at = [], 0
    for start, end in highlights(text, query):
        parts += [conditional_escape(text[at:start]), format_html("<mark>{}</mark>", text[start:end])]
        at = end
    return format_html_join("", "{}", ((part,) for part in (*parts, text[at:])))
