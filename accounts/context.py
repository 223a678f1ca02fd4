"""How a page looks to this visitor: language and theme."""

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.translation import get_language

PAINTED = ("light", "dark")


def appearance(request: HttpRequest) -> dict[str, str]:
    """Context processor. `theme` is "" where the system decides."""
    language = get_language() or "en"
    return {
        "theme": _theme_of_person(request) or theme_of_cookie(request),
        "language": language,
        "html_lang": language,
    }


def theme_of_cookie(request: HttpRequest) -> str:
    theme = request.COOKIES.get("theme", "")
    return theme if theme in PAINTED else ""


def _theme_of_person(request: HttpRequest) -> str:
    """ "" also while the database is away: error pages are painted too."""
    try:
        theme = getattr(getattr(request, "user", None), "theme", "")
    except DatabaseError:
        return ""
    return theme if theme in PAINTED else ""
