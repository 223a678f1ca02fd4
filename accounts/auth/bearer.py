"""`Authorization: Bearer <access>` for REST."""

from django.conf import settings
from django.utils import translation
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from accounts.auth.tokens import Claims, check_access
from accounts.models import User

CHALLENGE = 'Bearer realm="api"'


class BearerAuthentication(BaseAuthentication):
    """First in the list, so that nobody is told 401 and not 403. A bad token is never mended by a cookie."""

    def authenticate(self, request: Request) -> tuple[User, Claims] | None:
        token = bearer_of(request.META.get("HTTP_AUTHORIZATION", ""))
        if token is None:
            return None
        user, claims = check_access(token)
        if user.locale in dict(settings.LANGUAGES):
            translation.activate(user.locale)
        return user, claims

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


def bearer_of(header: str) -> str | None:
    """The token in an Authorization header; None if it speaks of another scheme."""
    scheme, _, token = header.strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
