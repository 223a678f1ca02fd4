"""The language and the clock of a request, and its session: a key that can be looked up, seen just now."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import timezone, translation
from django.utils.translation import get_language_from_request

from accounts.auth.sessions import note_seen
from accounts.models import User
from accounts.timezones import zone_of

COOKIELESS = "/api/v1/auth/"


class WellFormedSessions(SessionMiddleware):
    """A key that cannot be one of ours never reaches the database, which refuses a NUL with an error."""

    def process_request(self, request: HttpRequest) -> None:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if key is not None and not is_session_key(key):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        super().process_request(request)


class PersonLocale(LocaleMiddleware):
    """The signed-in person's choice, else the cookie, else Accept-Language."""

    def process_request(self, request: HttpRequest) -> None:
        language = self._of_person(request) or get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()

    def _of_person(self, request: HttpRequest) -> str:
        """No session is looked at without a cookie, nor at the doors that neither take nor set one."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith(COOKIELESS):
            return ""
        locale = getattr(request.user, "locale", "")
        return locale if locale in dict(settings.LANGUAGES) else ""


class PersonClock:
    """Times on pages are in the signed-in person's zone, else in UTC; and the session has been seen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = self._person(request)
        if person is None:
            return self.get_response(request)
        note_seen(request, person)
        with timezone.override(zone_of(person.time_zone)):
            return self.get_response(request)

    def _person(self, request: HttpRequest) -> User | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith(COOKIELESS):
            return None
        return request.user if isinstance(request.user, User) else None


def is_session_key(text: str) -> bool:
    return text.isascii() and text.isalnum() and len(text) <= 40
