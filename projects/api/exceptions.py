"""How REST answers what a command or a view refuses."""

from typing import Any

from rest_framework.response import Response
from rest_framework.views import set_rollback

from projects.errors import Refusal, as_refusal


def answer_exception(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every refusal in the contract's form."""
    refusal = as_refusal(error)
    if refusal is None:
        return None
    set_rollback()
    return answer(refusal, challenge=getattr(error, "auth_header", "Bearer"))


def answer(refusal: Refusal, *, challenge: str = "Bearer") -> Response:
    response = Response(refusal.body, status=refusal.status)
    if "retry_after" in refusal.extra:
        response["Retry-After"] = str(refusal.extra["retry_after"])
    if refusal.status == 401:
        response["WWW-Authenticate"] = challenge
    response.exception = True
    return response
