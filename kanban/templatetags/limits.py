"""Template tags for how long texts may be, and a filter that cuts previews.

A field says its limit in `data-limit`, and in `data-limit-of` how its characters are counted. Nothing has a
`maxlength`, at which browsers cut a pasted text without a word; static/js/page/field_limits.js says what is
too much instead.
"""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.texts.cuts import cut as cut_text
from core.wire import Text
from projects.registry import commands
from projects.search.providers import MAX_LENGTH

register = template.Library()


@register.simple_tag
def limit(command: str, field: str) -> SafeString:
    """Return the attributes of a field whose text is the input `field` of `command`."""
    return _attributes(commands[command].reader.fields[field])


@register.simple_tag
def search_limit() -> SafeString:
    """Return the attributes of a field for the words of a search."""
    return format_html('data-limit="{}"', MAX_LENGTH)


@register.inclusion_tag("_search_excess.html", takes_context=True)
def search_excess(context: Context) -> dict[str, Any]:
    """Show that a search looked for the beginning of the text only, if it did."""
    length = len(context["request"].GET.get("q", "").strip())
    return {"length": length, "limit": MAX_LENGTH, "is_long": length > MAX_LENGTH}


@register.filter
def cut(text: str, most: int) -> str:
    return cut_text(text, most)


def _attributes(field: Any) -> SafeString:
    counting = Text.counting if not isinstance(field, Text) else field.counting if field.trim else "raw"
    return format_html('data-limit="{}" data-limit-of="{}"', field.max_length, counting)
