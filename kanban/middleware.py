"""Middleware of every request: its id and log line, early refusals, the pace, and security headers."""

import logging
import re
import time
from collections.abc import Callable
from os import SEEK_END

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import LazyObject

from accounts.auth.request_rate import seconds_to_wait
from accounts.middleware import COOKIELESS_PREFIX
from accounts.models import User
from core.ids import new_id
from core.request_id import request_id
from kanban.body_limits import REFUSAL
from kanban.errors import refuse_early, unavailable_response
from kanban.logs import redact_tokens
from projects.errors import TooMany, Unauthenticated

log = logging.getLogger("kanban.requests")

GetResponse = Callable[[HttpRequest], HttpResponse]

QUIET_PATHS = ("/static/", "/api/v1/health")
# A script's request names the person of its page in this header, and the response repeats it.
PAGE_OWNER = "X-Signed-In"
# The scripts of Django's admin, Swagger and the browsable API do not support Trusted Types.
THIRD_PARTY_PAGES = ("/admin/", "/docs", "/api/v1")


class RequestLog:
    """Logs requests and their responses; never a body, a cookie, a token or a query string."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        token = request_id.set(str(new_id()))
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = request_id.get()
            if not request.path.startswith(QUIET_PATHS):
                self.log_request(request, response, started)
            return response
        finally:
            request_id.reset(token)

    @staticmethod
    def log_request(request: HttpRequest, response: HttpResponse, started: float) -> None:
        user = known_user(request)
        facts = {
            "method": request.method,
            "path": redact_tokens(request.path),
            "status": response.status_code,
            "ms": round((time.perf_counter() - started) * 1000, 1),
            **({"user": user} if user else {}),
        }
        log.info("request", extra={"facts": facts})


def known_user(request: HttpRequest) -> str:
    """Return the user's id if handling the request has loaded the user; the log itself makes no query."""
    user = getattr(request, "_cached_user", None) or request.__dict__.get("user")
    return str(user.pk) if isinstance(user, User) and not isinstance(user, LazyObject) else ""


class ChunkedContentLength:
    """Sets Content-Length of a chunked body, which is complete by now.

    Without it parsers find the body empty.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request, ASGIRequest) and "HTTP_TRANSFER_ENCODING" in request.META:
            body = request._stream
            request.META["CONTENT_LENGTH"] = str(body.seek(0, SEEK_END))
            body.seek(0)
        return self.get_response(request)


class RequestRate:
    """Refuses requests of a signed-in browser that come too fast. Requests with a token: BearerThrottle."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wait = self._seconds_to_wait(request)
        return refuse_early(request, TooMany(retry_after=wait)) if wait else self.get_response(request)

    def _seconds_to_wait(self, request: HttpRequest) -> int | None:
        """Count the request of a session's user. Reads no session for endpoints that use none."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith(COOKIELESS_PREFIX):
            return None
        return seconds_to_wait(request.user.pk) if isinstance(request.user, User) else None


class PageOwner:
    """Refuses a script's request if another person than that of its page is signed in, or nobody.

    The response repeats the person, so that no proxy's sign-in page is taken for an answer.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        owner = request.headers.get(PAGE_OWNER)
        if owner is None:
            return self.get_response(request)
        if owner != str(request.user.pk):
            return JsonResponse(Unauthenticated().body, status=Unauthenticated.status)
        response = self.get_response(request)
        response[PAGE_OWNER] = owner
        return response


class EarlyRefusals:
    """Responds to requests that were refused before Django read them, and to pages while a service is away.

    REST turns its exceptions into refusals itself.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        refusal = getattr(request, "scope", {}).get(REFUSAL)
        return refuse_early(request, refusal) if refusal else self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return unavailable_response(request, exception)


class SecurityHeaders:
    """Sets a strict CSP on every response, error pages included, and Trusted Types on pages of this site."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        sockets = re.sub(r"^http", "ws", settings.PUBLIC_URL)
        self.policy = "; ".join(
            [
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                f"img-src 'self' blob: data: {settings.FILES_ORIGIN}".strip(),
                f"media-src 'self' blob: {settings.FILES_ORIGIN}".strip(),
                f"frame-src 'self' {settings.FILES_ORIGIN}".strip(),
                "font-src 'self'",
                f"connect-src 'self' {sockets}".strip(),
                "manifest-src 'self'",
                "frame-ancestors 'none'",
                "base-uri 'none'",
                "form-action 'self'",
            ]
        )
        self.own_policy = f"{self.policy}; require-trusted-types-for 'script'; trusted-types kr dompurify"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        own = not request.path.startswith(THIRD_PARTY_PAGES)
        response.setdefault("Content-Security-Policy", self.own_policy if own else self.policy)
        # Django's own middleware sets these two except on requests that it refuses itself.
        response.setdefault("X-Content-Type-Options", "nosniff")
        response.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith("/static/"):
            response.setdefault("Cache-Control", "no-store")
        return response
