"""REST endpoint of the search."""

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.wire import WireSerializer
from projects.api.pagination import read_integer
from projects.api.viewsets import CommandViewSet, path_id
from projects.errors import invalid_field
from projects.search.providers import KINDS, MAX_HITS, MAX_LENGTH, search
from projects.search.query_text import asked_text

WORDS = OpenApiParameter("q", OpenApiTypes.STR, description=f"Words, at most {MAX_LENGTH} characters.")
IN = OpenApiParameter("in", OpenApiTypes.STR, description=f"Some of {','.join(KINDS)}; all when absent.")
PROJECT = OpenApiParameter("projectId", OpenApiTypes.UUID, description="Only in this one.")
LIMIT = OpenApiParameter("limit", OpenApiTypes.INT, description=f"1–{MAX_HITS}; {MAX_HITS} when absent.")


class Hit(WireSerializer):
    kind = serializers.ChoiceField(list(KINDS.values()))
    project_id = serializers.UUIDField()
    id = serializers.UUIDField()
    title = serializers.CharField()
    excerpt = serializers.CharField()
    url = serializers.CharField()


@extend_schema(tags=["search"])
class SearchViewSet(CommandViewSet):
    @extend_schema(
        operation_id="search",
        parameters=[WORDS, IN, PROJECT, LIMIT],
        responses=inline_serializer("SearchResults", {"results": Hit(many=True)}),
    )
    def list(self, request: Request) -> Response:
        """Search all projects of the user, best hits first. A card's key finds that card first of all."""
        project = request.query_params.get("projectId")
        hits = search(
            self.actor,
            _text(request),
            kinds=_kinds(request),
            project_id=None if project is None else path_id(project),
            limit=read_integer(request, "limit", default=MAX_HITS, low=1, high=MAX_HITS),
        )
        return Response({"results": [hit.wire for hit in hits]})


def _text(request: Request) -> str:
    text = asked_text(request.query_params)
    if not text.strip():
        raise invalid_field("q", _("This can’t be empty."))
    return text


def _kinds(request: Request) -> list[str]:
    asked = request.query_params.get("in")
    kinds = list(KINDS) if asked is None else list(dict.fromkeys(asked.split(",")))
    if not set(kinds) <= set(KINDS):
        raise invalid_field("in", _("Must be one of: %(names)s.") % {"names": ", ".join(KINDS)})
    return kinds
