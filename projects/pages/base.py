"""What the pages of a project share: who may see it, and commands sent by forms."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest
from rest_framework.exceptions import ValidationError

from accounts.models import User
from core.client_ip import client_address
from projects.dispatch.execute import Origin, Outcome, execute
from projects.errors import Refusal, as_refusal
from projects.models import Membership


def person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def membership_or_404(request: HttpRequest, project_id: UUID) -> Membership:
    """The visitor's membership, with its project. Raises Http404 for everyone else."""
    rows = Membership.objects.select_related("project").filter(project__deleted_at=None)
    membership = rows.filter(project_id=project_id, user=person(request)).first()
    if membership is None:
        raise Http404
    return membership


def origin(request: HttpRequest) -> Origin:
    return Origin(address=client_address(request) or None)


def send(request: HttpRequest, name: str, /, **data: Any) -> Outcome:
    """Does the command; `data` is in the words of the wire. Raises Refusal."""
    try:
        return execute(person(request), name, data, origin=origin(request))
    except ValidationError as error:
        raise as_refusal(error) from error  # type: ignore[misc]


def sent(request: HttpRequest, name: str, /, **data: Any) -> bool:
    """Does the command; why it was refused is told on the next page."""
    try:
        send(request, name, **data)
    except Refusal as refusal:
        messages.error(request, reason(refusal))
        return False
    return True


def number(text: str) -> int | str:
    """What a form says is a number; anything else stays as it is, for the command to refuse."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else text


def reason(refusal: Refusal) -> str:
    """One sentence for people: what is wrong with the fields, or else the whole."""
    fields = refusal.extra.get("fields", {})
    return " ".join(text for texts in fields.values() for text in texts) or str(refusal.detail)
