"""Errors outside of DRF's views: the JSON error body below /api/, a page elsewhere."""

import sys
from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _

from accounts.auth.bearer import CHALLENGE
from files.errors import StorageFull
from files.storage.backends import DISK_FULL_ERRNOS
from projects.errors import Forbidden, Invalid, NotFound, Refusal, as_refusal

TYPED_FIELDS = ("title", "description", "comment", "text", "item", "name", "display_name", "email")
"""The fields of forms in which people write texts."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _respond(request, Invalid(), "400.html")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _respond(request, Forbidden(), "403.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _respond(request, NotFound(), "404.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """Respond to an unexpected error. What may show up anywhere gets a response of its own.

    That is a full disk, and a database or other service that is away or busy.
    """
    error = sys.exception()
    if isinstance(error, OSError) and error.errno in DISK_FULL_ERRNOS:
        return refuse_early(request, StorageFull())
    response = unavailable_response(request, error) if isinstance(error, Exception) else None
    if response is not None:
        return response
    refusal = Refusal(_("Something went wrong on our side. The error has been logged."), code="error")
    refusal.status = 500
    return _respond(request, refusal, "500.html")


def unavailable_response(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """Return a 503 if the error says that a database or other service is away or busy, else None."""
    refusal = as_refusal(error)
    return refuse_early(request, refusal) if refusal is not None and refusal.status == 503 else None


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Respond to a form without a valid token. The page gives back what was typed."""
    refusal = Forbidden(_("This form has expired. Please try again."), code="csrf_failed")
    return _respond(request, refusal, "403_csrf.html", typed=_typed_texts(request))


def refuse_early(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Respond to a request that no view answers: refused before Django read it, or a service is away."""
    return _respond(request, refusal, "refused.html")


def _typed_texts(request: HttpRequest) -> list[str]:
    """Return the texts of a form of our own pages, no secrets; nothing where another site has sent it."""
    if request.headers.get("Sec-Fetch-Site") != "same-origin":
        return []
    return [request.POST[name] for name in TYPED_FIELDS if request.POST.get(name, "").strip()]


def _respond(
    request: HttpRequest, refusal: Refusal, template: str, *, typed: Sequence[str] = ()
) -> HttpResponse:
    if not hasattr(request, "LANGUAGE_CODE"):  # refused before the language was set
        translation.activate(get_language_from_request(request))
    if refusal.status == 503:
        request.user = AnonymousUser()  # else the page would ask the database that is away
    if request.path.startswith("/api/"):
        response: HttpResponse = JsonResponse(refusal.body, status=refusal.status)
    else:
        response = render(request, template, {"refusal": refusal, "typed": typed}, status=refusal.status)
    if refusal.status == 401:
        response["WWW-Authenticate"] = CHALLENGE
    if "retryAfter" in refusal.extra:
        response["Retry-After"] = str(refusal.extra["retryAfter"])
    return response
