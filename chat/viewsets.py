"""REST doors of this app."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from chat import inputs, schema
from chat.models import Message
from chat.serialization import messages_wire
from projects.api.pagination import limit_of
from projects.api.schema import KEY, LIMIT, without
from projects.api.viewsets import CommandViewSet, path_id
from projects.errors import invalid_field
from projects.models import Project

BEFORE = OpenApiParameter("before", OpenApiTypes.UUID, description="Older than this message.")
WORDS = OpenApiParameter("q", OpenApiTypes.STR, description="Only those with these words.")
MAX_WORDS = 200


@extend_schema(tags=["chat"])
class MessageViewSet(CommandViewSet):
    @extend_schema(
        operation_id="listMessages", parameters=[BEFORE, WORDS, LIMIT], responses=schema.MessagePage
    )
    def list(self, request: Request, project_pk: str) -> Response:
        """Newest first."""
        project, limit = self.project(project_pk), limit_of(request)
        rows = list(self._asked(project, request).newest()[: limit + 1])
        older = None
        if len(rows) > limit:
            query = request.query_params.copy()
            query["before"] = str(rows[limit - 1].pk)
            older = request.build_absolute_uri(f"?{query.urlencode()}")
        return Response({"results": messages_wire(rows[:limit]), "next": older, "previous": None})

    @extend_schema(
        operation_id="sendMessage",
        parameters=[KEY],
        request=without(inputs.SendMessage, "projectId"),
        responses={201: schema.Message},
    )
    def create(self, request: Request, project_pk: str) -> Response:
        """At most 5 in any 10 s per person and project."""
        return self.run("chat.message", status=201, projectId=path_id(project_pk))

    @extend_schema(
        operation_id="updateMessage",
        parameters=[KEY],
        request=without(inputs.UpdateMessage, "id", "projectId"),
        responses=schema.Message,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        return self.run("chat.update", id=path_id(pk))

    @extend_schema(operation_id="deleteMessage", parameters=[KEY], responses=schema.Message)
    def destroy(self, request: Request, pk: str) -> Response:
        """Answered with the tombstone."""
        return self.run("chat.delete", id=path_id(pk))

    @extend_schema(
        operation_id="addReaction",
        parameters=[KEY],
        request=without(inputs.React, "id", "projectId"),
        responses=schema.Message,
    )
    def react(self, request: Request, pk: str) -> Response:
        return self.run("chat.react", id=path_id(pk))

    @extend_schema(
        operation_id="removeReaction",
        parameters=[KEY],
        request=without(inputs.React, "id", "projectId"),
        responses=schema.Message,
    )
    def unreact(self, request: Request, pk: str) -> Response:
        return self.run("chat.unreact", id=path_id(pk))

    @staticmethod
    def _asked(project: Project, request: Request) -> Any:
        rows = Message.objects.filter(project=project)
        words = request.query_params.get("q", "")
        if "\x00" in words or len(words) > MAX_WORDS:
            raise invalid_field("q", _("At most %(count)d characters.") % {"count": MAX_WORDS})
        rows = rows.matching(words) if words.strip() else rows
        if "before" not in request.query_params:
            return rows
        edge = Message.objects.filter(project=project, pk=path_id(request.query_params["before"])).first()
        if edge is None:
            raise invalid_field("before", _("There is no such message."))
        return rows.older_than(edge.created_at, edge.pk)
