"""Language and theme of a page for the current visitor, and whether this installation sends mail."""

from django.conf import settings
from django.db import Error
from django.http import HttpRequest
from django.utils.translation import get_language

EXPLICIT_THEMES = ("light", "dark")


def appearance(request: HttpRequest) -> dict[str, object]:
    """Context processor. `theme` is "" where the operating system decides."""
    language = get_language() or "en"
    return {
        "cookie_names": {"csrf": settings.CSRF_COOKIE_NAME, "theme": settings.THEME_COOKIE_NAME},
        "page_owner": _page_owner(request),
        "theme": _theme_of_user(request) or theme_of_cookie(request),
        "language": language,
        "formats": _of_user(request, "formats"),
        "html_lang": language,
        "sends_mail": settings.SENDS_MAIL,
    }


def theme_of_cookie(request: HttpRequest) -> str:
    theme = request.COOKIES.get(settings.THEME_COOKIE_NAME, "")
    return theme if theme in EXPLICIT_THEMES else ""


def _page_owner(request: HttpRequest) -> str:
    """Return the id of the person for whom the page is; "" if nobody is signed in or the database is away."""
    try:
        return str(getattr(getattr(request, "user", None), "pk", None) or "")
    except Error:
        return ""


def _theme_of_user(request: HttpRequest) -> str:
    theme = _of_user(request, "theme")
    return theme if theme in EXPLICIT_THEMES else ""


def _of_user(request: HttpRequest, setting: str) -> str:
    """Return a setting of the user; "" while the database is unavailable: error pages ask too."""
    try:
        return getattr(getattr(request, "user", None), setting, "")
    except Error:
        return ""
