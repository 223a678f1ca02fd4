"""Errors of accounts, as DRF exceptions; projects/api/exceptions.py turns them into the one error body."""

from math import ceil

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from rest_framework import status
from rest_framework.exceptions import APIException, AuthenticationFailed, ErrorDetail, Throttled


class WrongCredentials(AuthenticationFailed):
    """One text for an unknown address, a wrong password and an inactive account, to reveal none of them."""

    default_detail = _("Wrong e-mail address or password.")
    default_code = "unauthenticated"


class WrongPassword(WrongCredentials):
    default_detail = _("Wrong password.")


class OwnershipTransferRequired(APIException):
    """The account owns projects with other members, so it cannot be deleted yet."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "last_owner"


class InvalidToken(AuthenticationFailed):
    """The token is forged, of the wrong kind, used, revoked or expired; the response does not say which."""

    default_detail = _("The token is not valid. Please sign in again.")
    default_code = "unauthenticated"


class EmailTaken(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = _("This e-mail address is already registered.")
    default_code = "duplicate"


class TooManyAttempts(Throttled):
    """A rate limit is reached. `wait` is in seconds; the text rounds it up to minutes.

    DRF's own text is never translated.
    """

    def __init__(self, *, wait: int) -> None:
        super().__init__()
        self.wait = max(1, wait)
        minutes = ceil(self.wait / 60)
        text = ngettext(
            "Too many attempts. Try again in %(minutes)d minute.",
            "Too many attempts. Try again in %(minutes)d minutes.",
            minutes,
        )
        self.detail = ErrorDetail(text % {"minutes": minutes}, self.default_code)
