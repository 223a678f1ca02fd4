"""The front page of the API: where to go from here, and its description."""

from functools import cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.views.generic import TemplateView
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from projects.api.renderers import WireRenderer


class ApiRoot(APIView):
    """Projects, boards, cards and chat. Sign in on the site, or send `Authorization: Bearer`."""

    permission_classes = (AllowAny,)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        names = {
            "me": "api_me",
            "projects": "api-projects",
            "columns": "api-columns",
            "cards": "api-cards",
            "files": "api-files",
            "health": "api-health",
            "schema": "api-schema",
            "docs": "docs",
        }
        return Response({name: request.build_absolute_uri(reverse(target)) for name, target in names.items()})

    def get_view_name(self) -> str:
        return "Kanban Realtime API"


class Schema(APIView):
    """OpenAPI 3.1, as JSON."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    renderer_classes: list[type[BaseRenderer]] = [WireRenderer]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(described(get_language() or settings.LANGUAGE_CODE))


@cache
def described(language: str) -> dict[str, Any]:
    """Made once for each language, on which alone it depends."""
    return SchemaGenerator().get_schema(request=None, public=True)


class Docs(TemplateView):
    """Swagger UI from our own origin."""

    template_name = "docs.html"
