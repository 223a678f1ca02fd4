"""Template tag for search fields that complete operators (static/js/completion)."""

from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from core.search.operators import NAMES
from projects.search.operators import operators_of
from projects.search.providers import KINDS

register = template.Library()


@register.simple_tag
def completes(project_id: UUID | None = None, *kinds: str) -> SafeString:
    """Return the attributes of a field that searches a project, or all of them, for things of some kinds."""
    known = {operator for kind in kinds or KINDS for operator in operators_of(kind)}
    query = {
        **({"project": str(project_id)} if project_id else {}),
        **({"kinds": ",".join(kinds)} if kinds else {}),
    }
    return format_html(
        'data-completes="{}" data-operators="{}"',
        f"{reverse('search_completions')}{'?' if query else ''}{urlencode(query)}",
        " ".join(name for name, operator in NAMES.items() if operator in known),
    )
