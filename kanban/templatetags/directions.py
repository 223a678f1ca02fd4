"""Template filters for a text of people's inside a sentence; every template has them."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.texts import directions

register = template.Library()


@register.filter(is_safe=True)
def isolate(text: object) -> str:
    """Return `text` for an attribute or a title, where it must not move what stands beside it."""
    return directions.isolate(text)


@register.filter
def bdi(text: object) -> SafeString:
    """Return `text` as an element that takes its direction from it."""
    return format_html("<bdi>{}</bdi>", text)
