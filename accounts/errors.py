"""What a door of accounts refuses, as kinds of DRF's exceptions; the one error body is made elsewhere."""

from math import ceil

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from rest_framework import status
from rest_framework.exceptions import APIException, AuthenticationFailed, ErrorDetail, Throttled


class WrongPair(AuthenticationFailed):
    """The same words whether or not the address is known, and whether or not the person is active."""

    default_detail = _("The e-mail address and the password do not belong together.")
    default_code = "unauthenticated"


class WrongPassword(WrongPair):
    default_detail = _("That is not your password.")


class HandOverFirst(APIException):
    """The account cannot be deleted while others need it."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "last_owner"


class TokenOver(AuthenticationFailed):
    """Not ours, not meant for this, used, ended or expired: who holds it is not told which."""

    default_detail = _("The token is not valid. Please sign in again.")
    default_code = "unauthenticated"


class Taken(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = _("Someone is already registered with this e-mail address.")
    default_code = "duplicate"


class TooManyAttempts(Throttled):
    """`wait` in seconds; the words round it up to minutes. (DRF's own are never translated.)"""

    def __init__(self, *, wait: int) -> None:
        super().__init__()
        self.wait = max(1, wait)
        minutes = ceil(self.wait / 60)
        words = ngettext(
            "Too many attempts. Try again in %(minutes)d minute.",
            "Too many attempts. Try again in %(minutes)d minutes.",
            minutes,
        )
        self.detail = ErrorDetail(words % {"minutes": minutes}, self.default_code)
