"""The root of the API with its links, its OpenAPI description, and Swagger UI."""

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
        return Response(openapi_description(get_language() or settings.LANGUAGE_CODE))


@cache
def openapi_description(language: str) -> dict[str, Any]:
    """Return the OpenAPI description, made once per language: it depends on nothing else."""
    return SchemaGenerator().get_schema(request=None, public=True)


class Docs(TemplateView):
    """Swagger UI, served from this site."""

    template_name = "docs.html"
