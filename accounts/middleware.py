"""Language, time zone and session of a request."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import timezone, translation
from django.utils.translation import get_language_from_request

from accounts.auth.sessions import record_seen
from accounts.formats import reader_of
from accounts.models import User
from accounts.timezones import zone_of
from core.regions import written_for

COOKIELESS_PREFIX = "/api/v1/auth/"


class StrictSessions(SessionMiddleware):
    """Drops a malformed session key before it reaches the database, where a NUL would be an error."""

    def process_request(self, request: HttpRequest) -> None:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if key is not None and not is_session_key(key):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        super().process_request(request)


class UserLocale(LocaleMiddleware):
    """Activates the language of the signed-in user, else of the cookie, else of Accept-Language."""

    def process_request(self, request: HttpRequest) -> None:
        language = self._locale_of_user(request) or get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()

    def _locale_of_user(self, request: HttpRequest) -> str:
        """Return the user's locale. Reads no session without a cookie, nor for endpoints that use none."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith(COOKIELESS_PREFIX):
            return ""
        locale = getattr(request.user, "locale", "")
        return locale if locale in dict(settings.LANGUAGES) else ""


class UserTimezone:
    """Shows times in the signed-in user's zone, else in UTC, as their profile or browser writes them.

    Also records that the session was seen.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = self._user(request)
        accepted = request.headers.get("Accept-Language", "")
        if user is None:
            with written_for(reader_of("", accepted)):
                return self.get_response(request)
        record_seen(request, user)
        with timezone.override(zone_of(user.time_zone)), written_for(reader_of(user.formats, accepted)):
            return self.get_response(request)

    def _user(self, request: HttpRequest) -> User | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith(COOKIELESS_PREFIX):
            return None
        return request.user if isinstance(request.user, User) else None


def is_session_key(text: str) -> bool:
    return text.isascii() and text.isalnum() and len(text) <= 40
