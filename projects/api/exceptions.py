"""DRF's exception handler: answers refusals of commands and views."""

from typing import Any

from rest_framework.response import Response
from rest_framework.views import set_rollback

from projects.errors import Refusal, as_refusal


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Return the response for a refusal; None for a bug, which DRF lets through."""
    refusal = as_refusal(error)
    if refusal is None:
        return None
    set_rollback()
    return refusal_response(refusal, challenge=getattr(error, "auth_header", "Bearer"))


def refusal_response(refusal: Refusal, *, challenge: str = "Bearer") -> Response:
    """Return the response for a refusal. `challenge` is the WWW-Authenticate header of a 401."""
    response = Response(refusal.body, status=refusal.status)
    if "retryAfter" in refusal.extra:
        response["Retry-After"] = str(refusal.extra["retryAfter"])
    if refusal.status == 401:
        response["WWW-Authenticate"] = challenge
    response.exception = True
    return response
