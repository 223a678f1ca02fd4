"""Base of a project's pages: access, and commands sent by forms."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework.exceptions import ValidationError

from accounts.auth.recent_sign_in import is_recent
from accounts.models import User
from core.client_ip import client_address
from projects.dispatch.execute import Origin, Outcome, execute
from projects.errors import Refusal, as_refusal
from projects.models import Membership


def current_user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def membership_or_404(request: HttpRequest, project_id: UUID) -> Membership:
    """Return the user's membership, with its project. Raises Http404 for outsiders."""
    rows = Membership.objects.select_related("project").filter(project__deleted_at=None)
    membership = rows.filter(project_id=project_id, user=current_user(request)).first()
    if membership is None:
        raise Http404
    return membership


def request_origin(request: HttpRequest) -> Origin:
    return Origin(address=client_address(request) or None, recent=is_recent(request))


def run_command(request: HttpRequest, name: str, /, **data: Any) -> Outcome:
    """Run a command; `data` has the keys of the wire. Raises Refusal."""
    try:
        return execute(current_user(request), name, data, origin=request_origin(request))
    except ValidationError as error:
        raise as_refusal(error) from error  # type: ignore[misc]


def try_command(request: HttpRequest, name: str, /, **data: Any) -> bool:
    """Run a command. If it is refused, the next page shows why. Returns whether it was run."""
    try:
        run_command(request, name, **data)
    except Refusal as refusal:
        messages.error(request, refusal_text(refusal))
        return False
    return True


def with_retry_after(response: HttpResponse, refusal: Refusal) -> HttpResponse:
    """Make `response`, which shows the refusal, a 429 if the refusal says when to try again."""
    if "retryAfter" in refusal.extra:
        response.status_code = refusal.status
        response["Retry-After"] = str(refusal.extra["retryAfter"])
    return response


def int_or_text(text: str) -> int | str:
    """Parse a whole number from a form. Other text is returned as it is, for the command to refuse."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else text


def refusal_text(refusal: Refusal) -> str:
    """Return what is wrong as text for people: the errors of the fields, or else the general one."""
    fields = refusal.extra.get("fields", {})
    return " ".join(text for texts in fields.values() for text in texts) or str(refusal.detail)
