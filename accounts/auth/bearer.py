"""Authentication of REST requests by `Authorization: Bearer <access token>`."""

from django.conf import settings
from django.utils import translation
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from accounts.auth.tokens import Claims, check_access_token
from accounts.models import User

CHALLENGE = 'Bearer realm="api"'


class BearerAuthentication(BaseAuthentication):
    """First of the authentication classes, so that an anonymous request gets 401 and not 403.

    A refused token does not fall back to the session cookie.
    """

    def authenticate(self, request: Request) -> tuple[User, Claims] | None:
        token = bearer_token(request.META.get("HTTP_AUTHORIZATION", ""))
        if token is None:
            return None
        user, claims = check_access_token(token)
        if user.locale in dict(settings.LANGUAGES):
            translation.activate(user.locale)
        return user, claims

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


def bearer_token(header: str) -> str | None:
    """Return the token of an Authorization header; None for another scheme."""
    scheme, _, token = header.strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
