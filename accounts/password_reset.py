"""A new password for who has forgotten the old one: a link by mail, good once and for an hour."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import int_to_base36
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_variables

from accounts.auth.rate_limits import count_reset
from accounts.models import User, normalize_email
from core.mail import later, send


class ResetTokens(PasswordResetTokenGenerator):
    """Over with the password that it replaces, with a later sign-in, and with `end_access`."""

    key_salt = "accounts.reset"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.token_version}"


TOKENS = ResetTokens()


def ask(request: HttpRequest, *, email: str) -> None:
    """Sends the link, if there is whom to send it to. Raises TooManyAttempts.

    Who that is, is looked up beside the request: neither answer nor time tells.
    """
    count_reset(request, email=email)
    later(_send_link, normalize_email(email), get_language() or settings.LANGUAGE_CODE)


def holder(token: str) -> User | None:
    """Whose password the token may set; None: used, run out, made up."""
    return _checked(token, lock=False)


@sensitive_variables("password")
def set_password(token: str, password: str) -> User | None:
    """Ends every sign-in. The password has been checked. None: as in `holder`, under the row's lock."""
    with transaction.atomic():
        person = _checked(token, lock=True)
        if person:
            person.set_password(password)
            person.save(update_fields=["password"])
    return person


def tell_of_new_password(person: User) -> None:
    language = person.locale or get_language() or settings.LANGUAGE_CODE
    later(_send_notice, person.email, language)


def token_for(person: User) -> str:
    return f"{int_to_base36(person.pk.int)}-{TOKENS.make_token(person)}"


def _checked(token: str, *, lock: bool) -> User | None:
    who, _, proof = token.partition("-")
    people = User.objects.select_for_update(no_key=True) if lock else User.objects.all()
    try:
        person = people.filter(pk=UUID(int=_number(who)), is_active=True).first()
    except ValueError:
        return None
    return person if person and person.has_usable_password() and TOKENS.check_token(person, proof) else None


def _number(text: str) -> int:
    """A UUID has 25 digits to the base of 36; Django's own reader stops at 13."""
    if len(text) > 25 or not text.isascii() or not text.isalnum():
        raise ValueError("not a UUID")
    return int(text, 36)


def _send_link(email: str, language: str) -> None:
    person = User.objects.filter(email=email, is_active=True).first()
    if person is None or not person.has_usable_password():
        return
    url = settings.PUBLIC_URL + reverse("reset", kwargs={"token": token_for(person)})
    send("reset", to=person.email, language=person.locale or language, url=url)


def _send_notice(email: str, language: str) -> None:
    url = settings.PUBLIC_URL + reverse("forgot")
    send("new_password", to=email, language=language, url=url)
