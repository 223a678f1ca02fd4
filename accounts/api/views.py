"""/api/v1/auth/* and /api/v1/me."""

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
    """Takes no session and no token: whoever comes, comes as nobody, and leaves without a cookie."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def get_authenticate_header(self, request: Request) -> str:
        """Without it DRF turns 401 into 403 where nothing authenticates."""
        return CHALLENGE


class RegisterView(AuthView):
    @extend_schema(operation_id="register", request=RegisterInput, responses={201: SignedInSerializer})
    @sensitive_variables()
    def post(self, request: Request) -> Response:
        """Makes a person and signs them in. A taken address is `duplicate`; limited per address."""
        return Response(_signed_in(request, register(request, **_read(RegisterInput, request))), status=201)


class LoginView(AuthView):
    @extend_schema(operation_id="login", request=LoginInput, responses={200: SignedInSerializer})
    @sensitive_variables()
    def post(self, request: Request) -> Response:
        """Signs in. A wrong pair is told in the same words whether or not the address is known; limited."""
        return Response(_signed_in(request, sign_in(request, **_read(LoginInput, request))))


class RefreshView(AuthView):
    @extend_schema(operation_id="refresh", request=RefreshInput, responses={200: PairSerializer})
    def post(self, request: Request) -> Response:
        """A new pair for a refresh token that has not been used. Used once more, later, it ends them all."""
        return Response(tokens.rotate(**_read(RefreshInput, request), device=device_of(request)))


class LogoutView(AuthView):
    @extend_schema(operation_id="logout", request=RefreshInput, responses={204: None})
    def post(self, request: Request) -> Response:
        """Ends the sign-in that the refresh token belongs to, its access tokens and its sockets."""
        tokens.end(**_read(RefreshInput, request))
        return Response(status=204)


class MeView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="me", responses={200: PersonSerializer})
    def get(self, request: Request) -> Response:
        """Who is signed in."""
        return Response(PersonSerializer(request.user).data)

    @extend_schema(operation_id="change_me", request=ProfileInput, responses={200: PersonSerializer})
    def patch(self, request: Request) -> Response:
        """What is absent stays; null leaves language and time zone to the browser, the colour to us."""
        assert isinstance(request.user, User)
        changes = _read(ProfileInput, request)
        changes = {name: "" if value is None else value for name, value in changes.items()}
        return Response(PersonSerializer(change_profile(request.user, **changes)).data)


def _read(kind: type[Input], request: Request) -> dict[str, Any]:
    incoming = kind(data=request.data)
    incoming.is_valid(raise_exception=True)
    return dict(incoming.validated_data)


def _signed_in(request: Request, user: User) -> dict[str, Any]:
    return {**tokens.issue(user, device=device_of(request)), "user": PersonSerializer(user).data}
