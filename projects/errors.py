"""Refusals: errors of commands and requests, with one body on the wire: {code, detail, …}."""

from typing import Any, TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions

from core.backpressure import Busy
from core.wire import JsonObject, printable

Detail = str | Promise

RETRY_SECONDS = 2
CODES = {
    400: "invalid",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "invalid",
    409: "duplicate",
    413: "too_large",
    415: "unsupported_media_type",
    429: "rate_limited",
    503: "unavailable",
}


class ErrorFields(TypedDict, total=False):
    """What the body of some errors has beside `code` and `detail`.

    `fields` says what is wrong with which field, `current` is the entity of a version conflict as it is now,
    `retryAfter` is in seconds, `used` and `quota` are the bytes of a project or a person without space.
    """

    fields: dict[str, list[str]]
    current: JsonObject
    retryAfter: int
    used: int
    quota: int


class ErrorBody(ErrorFields):
    """The body of every error. `code` is for programs, `detail` for people, in their language."""

    code: str
    detail: str


class Refusal(Exception):
    """A command that is refused. `extra` goes into the answer beside `code` and `detail`."""

    status = 400
    code = "invalid"
    detail: Detail = _("This can’t be done.")

    def __init__(self, detail: Detail = "", *, code: str = "", **extra: Unpack[ErrorFields]) -> None:
        super().__init__(str(detail or self.detail))
        self.detail = detail or self.detail
        self.code = code or self.code
        self.extra = extra

    @property
    def body(self) -> ErrorBody:
        """The body on the wire."""
        return {"code": self.code, "detail": str(self.detail), **self.extra}


class Invalid(Refusal):
    """Invalid input. `fields` says what is wrong with which field: {"title": ["…"]}."""

    detail = _("Some of the values are not valid.")


class Unauthenticated(Refusal):
    status, code, detail = 401, "unauthenticated", _("Please sign in.")


class Forbidden(Refusal):
    status, code, detail = 403, "forbidden", _("Your role in this project doesn’t allow this.")


class PasswordNeeded(Forbidden):
    """The command is dangerous, and the password of this session was entered too long ago."""

    status, code, detail = 403, "password_needed", _("Enter your password again first: it was a while ago.")


class NotFound(Refusal):
    status, code, detail = 404, "not_found", _("Not found, or you don’t have access.")


class Conflict(Refusal):
    status, code = 409, "duplicate"


class CannotUndo(Refusal):
    """An event that cannot be undone; `detail` says why."""

    status, code, detail = 409, "cannot_undo", _("This can no longer be undone.")


class TooLarge(Refusal):
    status, code, detail = 413, "too_large", _("This is too large.")


class TooMany(Refusal):
    status, code, detail = 429, "rate_limited", _("Too many requests. Please wait a moment.")

    def __init__(self, detail: Detail = "", *, retry_after: int) -> None:
        super().__init__(detail, retryAfter=retry_after)


class LimitReached(Refusal):
    """A person has as many of something as one may have. Waiting does not help; `detail` says what does."""

    status, code, detail = 409, "limit_reached", _("You have reached a limit.")


class Unavailable(Refusal):
    status, code, detail = 503, "unavailable", _("The database is temporarily unavailable. Please try again.")

    def __init__(self) -> None:
        super().__init__(retryAfter=RETRY_SECONDS)


class ServerBusy(Unavailable):
    """Scarce work, such as hashing passwords, has no room now. Nothing was done."""

    detail = _("The server is very busy right now. Please try again in a moment.")


def version_conflict(current: JsonObject) -> Conflict:
    """Return the refusal for an entity that was changed since its `version` was read.

    `current` is the entity as it is now.
    """
    return Conflict(_("Someone else changed this first."), code="version_conflict", current=current)


def invalid_field(name: str, detail: Detail) -> Invalid:
    """Return the refusal for one invalid field, named as on the wire."""
    return Invalid(fields={name: [str(detail)]})


def only_row(rows: Any) -> Any:
    """Return the first row of a list or queryset that has at most one. Raises NotFound if it is empty."""
    if not rows:
        raise NotFound
    return rows[0]


def as_refusal(error: Exception) -> Refusal | None:
    """Return the refusal for an exception; None if it is a bug."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, Http404):
        return NotFound()
    if isinstance(error, PermissionDenied):
        return Forbidden()
    if isinstance(error, Busy):
        return ServerBusy()
    if isinstance(error, exceptions.ValidationError):
        return _from_validation(error)
    if isinstance(error, exceptions.APIException):
        return _from_api_exception(error)
    return Unavailable() if isinstance(error, OperationalError | InterfaceError) else None


def _from_validation(error: exceptions.ValidationError) -> Refusal:
    if not isinstance(error.detail, dict):
        return Invalid("; ".join(str(item) for item in _flat(error.detail)))
    fields = {printable(key): _flat(value) for key, value in error.detail.items()}
    general = fields.pop("non_field_errors", [])
    return Invalid(" ".join(general), fields=fields) if fields else Invalid(" ".join(general))


def _flat(detail: Any) -> list[str]:
    """Flatten DRF's nested details (lists by position, objects by key) into one list of sentences."""
    if isinstance(detail, dict):
        return [text for value in detail.values() for text in _flat(value)]
    if isinstance(detail, list | tuple):
        return [text for value in detail for text in _flat(value)]
    return [str(detail)]


def _from_api_exception(error: exceptions.APIException) -> Refusal:
    if isinstance(error, exceptions.NotAuthenticated):
        return Unauthenticated()
    if type(error) is exceptions.Throttled:  # DRF's own text is never translated
        return TooMany(retry_after=_seconds_to_wait(error))
    refusal = Refusal(" ".join(_flat(error.detail)))
    refusal.status = error.status_code
    refusal.code = CODES.get(refusal.status, "invalid")
    if isinstance(error, exceptions.PermissionDenied) and str(error.detail).startswith("CSRF Failed"):
        refusal.code = "csrf_failed"
    if isinstance(error, exceptions.Throttled):
        refusal.extra["retryAfter"] = _seconds_to_wait(error)
    return refusal


def _seconds_to_wait(error: exceptions.Throttled) -> int:
    return max(1, int(getattr(error, "wait", None) or 1))
