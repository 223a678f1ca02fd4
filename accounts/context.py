"""Language and theme of a page for the current visitor, and whether this installation sends mail."""

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.translation import get_language

EXPLICIT_THEMES = ("light", "dark")


def appearance(request: HttpRequest) -> dict[str, str | bool]:
    """Context processor. `theme` is "" where the operating system decides."""
    language = get_language() or "en"
    return {
        "theme": _theme_of_user(request) or theme_of_cookie(request),
        "language": language,
        "html_lang": language,
        "sends_mail": settings.SENDS_MAIL,
    }


def theme_of_cookie(request: HttpRequest) -> str:
    theme = request.COOKIES.get("theme", "")
    return theme if theme in EXPLICIT_THEMES else ""


def _theme_of_user(request: HttpRequest) -> str:
    """Return the user's theme; "" while the database is unavailable, because error pages need one too."""
    try:
        theme = getattr(getattr(request, "user", None), "theme", "")
    except DatabaseError:
        return ""
    return theme if theme in EXPLICIT_THEMES else ""
