"""REST endpoints /api/v1/auth/* and /api/v1/me."""

from typing import Any, TypeVar

from django.views.decorators.debug import sensitive_variables
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.serializers import (
    LoginInput,
    PairSerializer,
    PersonSerializer,
    ProfileInput,
    RefreshInput,
    RegisterInput,
    SignedInSerializer,
    SignedInWire,
    person_wire,
)
from accounts.auth import tokens
from accounts.auth.bearer import CHALLENGE
from accounts.auth.sign_in import register, sign_in
from accounts.auth.user_agents import device_of
from accounts.models import User
from accounts.profile import change_profile
from core.wire import WireSerializer

Input = TypeVar("Input", bound=WireSerializer)


class AuthView(APIView):
    """Base of endpoints that use no session and no token, and set no cookie."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def get_authenticate_header(self, request: Request) -> str:
        """Keep DRF from turning 401 into 403 where there are no authentication classes."""
        return CHALLENGE


class RegisterView(AuthView):
    @extend_schema(operation_id="register", request=RegisterInput, responses={201: SignedInSerializer})
    @sensitive_variables()
    def post(self, request: Request) -> Response:
        """Create an account and sign in. A registered address is `duplicate`; limited per IP address."""
        return Response(
            _signed_in_response(request, register(request, **_validated(RegisterInput, request))), status=201
        )


class LoginView(AuthView):
    @extend_schema(operation_id="login", request=LoginInput, responses={200: SignedInSerializer})
    @sensitive_variables()
    def post(self, request: Request) -> Response:
        """Sign in. A wrong password and an unknown address get the same response; attempts are limited."""
        return Response(_signed_in_response(request, sign_in(request, **_validated(LoginInput, request))))


class RefreshView(AuthView):
    @extend_schema(operation_id="refresh", request=RefreshInput, responses={200: PairSerializer})
    def post(self, request: Request) -> Response:
        """Exchange an unused refresh token for a new pair. Using it again later ends the whole sign-in."""
        return Response(tokens.rotate(**_validated(RefreshInput, request), device=device_of(request)))


class LogoutView(AuthView):
    @extend_schema(operation_id="logout", request=RefreshInput, responses={204: None})
    def post(self, request: Request) -> Response:
        """End the sign-in of a refresh token, with its access tokens and sockets."""
        tokens.revoke(**_validated(RefreshInput, request))
        return Response(status=204)


class MeView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="me", responses={200: PersonSerializer})
    def get(self, request: Request) -> Response:
        """Return the signed-in user."""
        assert isinstance(request.user, User)
        return Response(person_wire(request.user))

    @extend_schema(operation_id="change_me", request=ProfileInput, responses={200: PersonSerializer})
    def patch(self, request: Request) -> Response:
        """Change the given fields. null leaves language and time zone to the browser and resets the hue."""
        assert isinstance(request.user, User)
        changes = _validated(ProfileInput, request)
        changes = {name: "" if value is None else value for name, value in changes.items()}
        return Response(person_wire(change_profile(request.user, **changes)))


def _validated(kind: type[Input], request: Request) -> dict[str, Any]:
    serializer = kind(data=request.data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def _signed_in_response(request: Request, user: User) -> SignedInWire:
    return {**tokens.issue_tokens(user, device=device_of(request)), "user": person_wire(user)}
