"""Refuses common passwords: a list of 148,253, made by bin/common-passwords.

The list has the 100,000 commonest of ten million passwords that Mark Burnett made public, and those of 12
characters or more among the million commonest. It is kept by Mozilla, under the MPL-2.0.
"""

import gzip
from functools import lru_cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.auth.password_validators import MAX_LENGTH, MIN_LENGTH

LIST = Path(__file__).with_name("common-passwords.txt.gz")


class CommonPasswordValidator:
    """Used by AUTH_PASSWORD_VALIDATORS, instead of Django's, which knows 20,000."""

    def validate(self, password: str, user: object = None) -> None:
        if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
            return  # another validator refuses it, and says why
        text = password.strip().lower()
        if is_common(text):
            raise ValidationError(_("This password is too common."), code="password_too_common")

    def get_help_text(self) -> str:
        return _("Your password can’t be a commonly used password.")


def is_common(text: str) -> bool:
    """Return whether a line of the list is `text`. As one text it takes a tenth of the memory of a set."""
    return "\n" not in text and f"\n{text}\n".encode(errors="replace") in _listed()


@lru_cache(maxsize=1)
def _listed() -> bytes:
    """Read the list when the first password is chosen: a process that never needs it does not hold it."""
    return gzip.decompress(LIST.read_bytes())
