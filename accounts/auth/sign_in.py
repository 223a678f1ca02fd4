"""Signing in, registering and changing the password, for pages and REST alike."""

from django.contrib.auth import authenticate, update_session_auth_hash
from django.contrib.auth.hashers import check_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from accounts.auth.rate_limits import limit_failures, limit_registrations
from accounts.auth.sessions import record_session
from accounts.errors import EmailTaken, WrongCredentials, WrongPassword
from accounts.models import User, normalize_email


@sensitive_variables("password")
def sign_in(request: HttpRequest, *, email: str, password: str, browser: str = "") -> User:
    """Return the user of these credentials. Raises WrongCredentials or TooManyAttempts.

    An unknown address takes as long as a wrong password: one hash. `browser` is as in `limit_failures`.
    """
    with limit_failures(request, email=email, browser=browser):
        user = authenticate(request, username=email, password=password)
        if not isinstance(user, User):
            raise WrongCredentials
    return user


@sensitive_variables("password")
def register(request: HttpRequest, *, email: str, password: str, display_name: str, **fields: str) -> User:
    """Create a user. The password has been checked; `fields` are locale and theme.

    Raises EmailTaken or TooManyAttempts.
    """
    with limit_registrations(request):
        user = User(email=normalize_email(email), display_name=display_name, **fields)
        user.set_password(password)  # before the transaction, because hashing may wait
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:  # the constraint also decides between two at once
        raise EmailTaken from error
    return user


@sensitive_variables("password")
def confirm_password(request: HttpRequest, user: User, *, password: str) -> None:
    """Check the password of the signed-in user once more. Raises WrongPassword or TooManyAttempts.

    Attempts are counted per session: guesses of strangers do not keep a signed-in person from changing it.
    """
    with limit_failures(request, email=user.email, browser=str(request.session.session_key)):
        # Not `user.check_password`, which may replace the hash, and so end the session of this very request.
        if not check_password(password, user.password):
            raise WrongPassword


@sensitive_variables("password")
def change_password(request: HttpRequest, user: User, *, password: str) -> None:
    """Store a checked password and end every other sign-in."""
    user.set_password(password)
    user.save(update_fields=["password"])
    renew_current_session(request, user)


def sign_out_elsewhere(request: HttpRequest, user: User) -> None:
    """End every sign-in but this one, including those that are not listed."""
    user.end_access()
    renew_current_session(request, user)


def renew_current_session(request: HttpRequest, user: User) -> None:
    """Continue as a new session after every session of the user was ended."""
    update_session_auth_hash(request, user)
    record_session(request, user)
