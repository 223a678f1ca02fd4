"""The release that a page names at its foot."""

from django import template

from kanban.version import VERSION

register = template.Library()


@register.simple_tag
def version() -> str:
    return VERSION
