"""Resets a forgotten password by a link in a mail, valid once and for an hour."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import int_to_base36
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_variables

from accounts.auth.rate_limits import limit_password_resets
from accounts.models import User, normalize_email
from core.mail import in_background, send_template


class ResetTokens(PasswordResetTokenGenerator):
    """A token becomes invalid with a new password, with a later sign-in, and with `User.end_access`."""

    key_salt = "accounts.reset"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        # Django's own value has the last sign-in without its microseconds.
        signed_in = user.last_login.isoformat() if user.last_login else ""
        return f"{super()._make_hash_value(user, timestamp)}{user.token_version}{signed_in}"


TOKENS = ResetTokens()


def request_reset(request: HttpRequest, *, email: str) -> None:
    """Mail the link if the address belongs to an account. Raises TooManyAttempts.

    The account is looked up in the background: neither the response nor its time reveals whether it exists.
    """
    limit_password_resets(request, email=email)
    in_background(_send_link, normalize_email(email), get_language() or settings.LANGUAGE_CODE)


def user_of_token(token: str) -> User | None:
    """Return the user whose password the token may set; None if it is used, expired or forged."""
    return _verify(token, lock=False)


@sensitive_variables("password")
def set_password(token: str, password: str) -> User | None:
    """Set a checked password and end every sign-in. None as in `user_of_token`, but under the row's lock.

    The password is hashed before the lock. While the token is valid, the row is as it was read: a token ends
    with any change of the password or of `token_version`.
    """
    person = _verify(token, lock=False)
    if person is None:
        return None
    person.set_password(password)
    with transaction.atomic():
        if _verify(token, lock=True) is None:
            return None
        person.save(update_fields=["password"])
    return person


def mail_password_changed(person: User) -> None:
    """Notify the owner of the account that its password was changed."""
    language = person.locale or get_language() or settings.LANGUAGE_CODE
    in_background(_send_notice, person.email, language)


def account_to_reset(email: str) -> User | None:
    """Return the active account of a normalized address, if it has a password."""
    person = User.objects.filter(email=email, is_active=True).first()
    return person if person and person.has_usable_password() else None


def reset_url(person: User) -> str:
    return settings.PUBLIC_URL + reverse("reset", kwargs={"token": make_reset_token(person)})


def make_reset_token(person: User) -> str:
    return f"{int_to_base36(person.pk.int)}-{TOKENS.make_token(person)}"


def _verify(token: str, *, lock: bool) -> User | None:
    """Return the active user of a valid token, else None."""
    encoded_id, _, signature = token.partition("-")
    people = User.objects.select_for_update(no_key=True) if lock else User.objects.all()
    try:
        person = people.filter(pk=UUID(int=_decode_base36(encoded_id)), is_active=True).first()
    except ValueError:
        return None
    valid = person and person.has_usable_password() and TOKENS.check_token(person, signature)
    return person if valid else None


def _decode_base36(text: str) -> int:
    """Decode a UUID, which has up to 25 digits in base 36; Django's own decoder stops at 13."""
    if len(text) > 25 or not text.isascii() or not text.isalnum():
        raise ValueError("not a UUID")
    return int(text, 36)


def _send_link(email: str, language: str) -> None:
    person = account_to_reset(email)
    if person is not None:
        send_template("reset", to=person.email, language=person.locale or language, url=reset_url(person))


def _send_notice(email: str, language: str) -> None:
    url = settings.PUBLIC_URL + reverse("forgot")
    send_template("new_password", to=email, language=language, url=url)
