"""Around every request: an id and a line in the log, and the headers that keep a page from being abused."""

import logging
import re
import time
from collections.abc import Callable
from os import SEEK_END

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.utils.functional import LazyObject

from accounts.models import User
from core.ids import new_id
from core.request_id import request_id
from kanban.body_limits import REFUSAL
from kanban.errors import turned_away
from kanban.logs import hidden

log = logging.getLogger("kanban.requests")

GetResponse = Callable[[HttpRequest], HttpResponse]

QUIET_PATHS = ("/static/", "/api/v1/health")
# Django's admin, Swagger and the browsable API bring scripts of their own that know no Trusted Types.
FOREIGN_PAGES = ("/admin/", "/docs", "/api/v1")


class RequestLog:
    """Says what was asked and answered; never a body, a cookie, a token or a query."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        token = request_id.set(str(new_id()))
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = request_id.get()
            if not request.path.startswith(QUIET_PATHS):
                self.note(request, response, started)
            return response
        finally:
            request_id.reset(token)

    @staticmethod
    def note(request: HttpRequest, response: HttpResponse, started: float) -> None:
        user = known_user(request)
        facts = {
            "method": request.method,
            "path": hidden(request.path),
            "status": response.status_code,
            "ms": round((time.perf_counter() - started) * 1000, 1),
            **({"user": user} if user else {}),
        }
        log.info("request", extra={"facts": facts})


def known_user(request: HttpRequest) -> str:
    """The id of who asked, where the answer took finding that out; the log itself asks no database."""
    user = getattr(request, "_cached_user", None) or request.__dict__.get("user")
    return str(user.pk) if isinstance(user, User) and not isinstance(user, LazyObject) else ""


class KnownLengths:
    """A body that came in chunks has been read by now: parsers take one without a length for none at all."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request, ASGIRequest) and "HTTP_TRANSFER_ENCODING" in request.META:
            body = request._stream
            request.META["CONTENT_LENGTH"] = str(body.seek(0, SEEK_END))
            body.seek(0)
        return self.get_response(request)


class TurnedAway:
    """Says what the gate before Django refused."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        refusal = getattr(request, "scope", {}).get(REFUSAL)
        return turned_away(request, refusal) if refusal else self.get_response(request)


class SecurityHeaders:
    """A strict CSP on every answer, error pages included; Trusted Types on pages of our own."""

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
        own = not request.path.startswith(FOREIGN_PAGES)
        response.setdefault("Content-Security-Policy", self.own_policy if own else self.policy)
        # Django's own middleware sets these two on all but what it refuses itself.
        response.setdefault("X-Content-Type-Options", "nosniff")
        response.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith("/static/"):
            response.setdefault("Cache-Control", "no-store")
        return response
