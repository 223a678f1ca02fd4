"""Errors outside of DRF's views: the contract's body below /api/, a page elsewhere."""

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _

from files.errors import StorageFull
from files.storage.backends import NO_ROOM
from projects.errors import Forbidden, Invalid, NotFound, Refusal


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, Invalid(), "400.html")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, Forbidden(), "403.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, NotFound(), "404.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """A full disk is met anywhere; the log has its trace as that of a mistake."""
    error = sys.exception()
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return turned_away(request, StorageFull())
    refusal = Refusal(_("Something broke on our side. It has been noted."), code="error")
    refusal.status = 500
    return _answer(request, refusal, "500.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(
        request, Forbidden(_("The form was too old. Please try again."), code="csrf_failed"), "403_csrf.html"
    )


def turned_away(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """What the gate before Django refuses."""
    return _answer(request, refusal, "refused.html")


def _answer(request: HttpRequest, refusal: Refusal, template: str) -> HttpResponse:
    if not hasattr(request, "LANGUAGE_CODE"):  # refused before it was found out
        translation.activate(get_language_from_request(request))
    if request.path.startswith("/api/"):
        answer: HttpResponse = JsonResponse(refusal.body, status=refusal.status)
    else:
        answer = render(request, template, {"refusal": refusal}, status=refusal.status)
    if "retry_after" in refusal.extra:
        answer["Retry-After"] = str(refusal.extra["retry_after"])
    return answer
