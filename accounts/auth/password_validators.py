"""Passwords: 12 to 128 characters. Addresses: no letter in them that only looks like another."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from accounts.models import User

MIN_LENGTH = 12
MAX_LENGTH = 128


class LengthValidator:
    """Listed in AUTH_PASSWORD_VALIDATORS. The upper bound keeps a huge password from being hashed."""

    def validate(self, password: str, user: object = None) -> None:
        if len(password) < MIN_LENGTH:
            raise ValidationError(
                _("The password needs at least %(count)d characters."), "short", {"count": MIN_LENGTH}
            )
        if len(password) > MAX_LENGTH:
            raise ValidationError(
                _("The password may have at most %(count)d characters."), "long", {"count": MAX_LENGTH}
            )

    def get_help_text(self) -> str:
        return _("At least %(count)d characters.") % {"count": MIN_LENGTH}


class AddressValidator(EmailValidator):
    """Django's own takes ı, ſ and the Kelvin sign for ASCII, and characters that nobody sees in a domain."""

    def __call__(self, value: str | None) -> None:
        if value and not is_plain(value):
            raise ValidationError(self.message, code=self.code)
        super().__call__(value)


def is_plain(address: str) -> bool:
    return address.isprintable() and address.rpartition("@")[0].isascii()


def check_new_password(password: str, *, email: str = "", display_name: str = "") -> None:
    """Raises Django's ValidationError with every reason why it will not do."""
    person: Any = User(email=email, display_name=display_name)
    validate_password(password, person)
