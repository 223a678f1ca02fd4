"""The id of a request, for pages that a person may report."""

from django import template

from core.request_id import request_id as current_id

register = template.Library()


@register.simple_tag
def request_id() -> str:
    """Return the id that this request has in the log; "" outside of one."""
    return current_id.get()
