"""Validators: passwords of 12 to 128 characters; e-mail addresses without lookalike or invisible letters."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from accounts.models import User

MIN_LENGTH = 12
MAX_LENGTH = 128


class LengthValidator:
    """Used by AUTH_PASSWORD_VALIDATORS. The upper bound keeps a huge password from being hashed."""

    def validate(self, password: str, user: object = None) -> None:
        if len(password) < MIN_LENGTH:
            raise ValidationError(
                _("The password needs at least %(count)d characters."), "short", {"count": MIN_LENGTH}
            )
        if len(password) > MAX_LENGTH:
            raise ValidationError(
                _("The password can have at most %(count)d characters."), "long", {"count": MAX_LENGTH}
            )

    def get_help_text(self) -> str:
        return _("At least %(count)d characters.") % {"count": MIN_LENGTH}


class AddressValidator(EmailValidator):
    """Also refuses ı, ſ and the Kelvin sign, which Django takes for ASCII, and invisible characters."""

    def __call__(self, value: str | None) -> None:
        if value and not is_plain(value):
            raise ValidationError(self.message, code=self.code)
        super().__call__(value)


def is_plain(address: str) -> bool:
    return address.isprintable() and address.rpartition("@")[0].isascii()


def check_new_password(password: str, *, email: str = "", display_name: str = "") -> None:
    """Raise Django's ValidationError with every reason against the password."""
    person: Any = User(email=email, display_name=display_name)
    validate_password(password, person)
