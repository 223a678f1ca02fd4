"""The ways in, the same for pages and REST: signing in and registering."""

from django.contrib.auth import authenticate, update_session_auth_hash
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from accounts.auth.rate_limits import count_registration, failures_only
from accounts.auth.sessions import note
from accounts.errors import Taken, WrongPair, WrongPassword
from accounts.models import User


@sensitive_variables("password")
def sign_in(request: HttpRequest, *, email: str, password: str) -> User:
    """Raises WrongPair or TooManyAttempts. Takes the time of one hash also where there is no such person."""
    with failures_only(request, email=email):
        user = authenticate(request, username=email, password=password)
        if not isinstance(user, User):
            raise WrongPair
    return user


@sensitive_variables("password")
def register(request: HttpRequest, *, email: str, password: str, display_name: str, **fields: str) -> User:
    """`fields` are locale and theme. The password has been checked. Raises Taken or TooManyAttempts."""
    count_registration(request)
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password, display_name=display_name, **fields)
    except IntegrityError as error:  # the database decides, also between two at once
        raise Taken from error


@sensitive_variables("password")
def prove(request: HttpRequest, user: User, *, password: str) -> None:
    """That who is signed in knows the password too. Raises WrongPassword or TooManyAttempts."""
    with failures_only(request, email=user.email):
        if not user.check_password(password):
            raise WrongPassword


@sensitive_variables("password")
def change_password(request: HttpRequest, user: User, *, password: str) -> None:
    """Ends every other sign-in; this one goes on. The new password has been checked."""
    user.set_password(password)
    user.save(update_fields=["password"])
    keep_here(request, user)


def sign_out_elsewhere(request: HttpRequest, user: User) -> None:
    """Ends every sign-in but this one: also those of which no list knows."""
    user.end_access()
    keep_here(request, user)


def keep_here(request: HttpRequest, user: User) -> None:
    """After the end of everything, what was this session is a new one."""
    update_session_auth_hash(request, user)
    note(request, user)
