"""REST endpoints of messages."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from chat import inputs, schema
from chat.models import Message
from chat.read_markers import read_signal, read_up_to, unread_of
from chat.search.messages import matching
from chat.serialization import messages_wire
from projects.api.pagination import read_limit
from projects.api.schema import IDEMPOTENCY_KEY, LIMIT, body_without
from projects.api.viewsets import CommandViewSet, path_id
from projects.errors import invalid_field
from projects.models import Project
from projects.realtime.hub import HUB
from projects.search.query_text import asked_text

BEFORE = OpenApiParameter("before", OpenApiTypes.UUID, description="Only messages older than this one.")
QUERY = OpenApiParameter("q", OpenApiTypes.STR, description="Only messages with these words.")


@extend_schema(tags=["chat"])
class MessageViewSet(CommandViewSet):
    @extend_schema(
        operation_id="listMessages", parameters=[BEFORE, QUERY, LIMIT], responses=schema.MessagePage
    )
    def list(self, request: Request, project_pk: str) -> Response:
        """Messages of the project, newest first."""
        project, limit = self.project(project_pk), read_limit(request)
        rows = list(self._requested(project, request, limit + 1).newest()[: limit + 1])
        older = None
        if len(rows) > limit:
            query = request.query_params.copy()
            query["before"] = str(rows[limit - 1].pk)
            older = request.build_absolute_uri(f"?{query.urlencode()}")
        return Response({"results": messages_wire(rows[:limit]), "next": older, "previous": None})

    @extend_schema(
        operation_id="sendMessage",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.SendMessage, "projectId"),
        responses={201: schema.Message},
    )
    def create(self, request: Request, project_pk: str) -> Response:
        """Send a message: at most 5 within 10 s per user and project."""
        return self.run("chat.message", status=201, projectId=path_id(project_pk))

    @extend_schema(operation_id="getUnread", responses=schema.Unread)
    def unread(self, request: Request, project_pk: str) -> Response:
        """What you have not read, as `chat.unread` answers on a socket."""
        return Response(unread_of(self.actor.pk, self.project(project_pk).pk))

    @extend_schema(
        operation_id="markMessagesRead",
        request=body_without(inputs.ReadUpTo, "projectId"),
        responses=schema.Unread,
    )
    def read(self, request: Request, project_pk: str) -> Response:
        """Move the read marker to a message, as `chat.read` does on a socket."""
        values = inputs.ReadUpTo(
            data={**self._body({"projectId": ""}), "projectId": str(path_id(project_pk))}
        )
        values.is_valid(raise_exception=True)
        project_id, message_id = values.validated_data["project_id"], values.validated_data["message_id"]
        unread = read_up_to(self.actor.pk, project_id, message_id)
        HUB.call(read_signal, self.actor.pk, project_id, unread)
        return Response(unread)

    @extend_schema(
        operation_id="updateMessage",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.UpdateMessage, "id", "projectId"),
        responses=schema.Message,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        return self.run("chat.update", id=path_id(pk))

    @extend_schema(operation_id="deleteMessage", parameters=[IDEMPOTENCY_KEY], responses=schema.Message)
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete the message. The response is the tombstone, without text and files."""
        return self.run("chat.delete", id=path_id(pk))

    @extend_schema(
        operation_id="addReaction",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.React, "id", "projectId"),
        responses=schema.Message,
    )
    def react(self, request: Request, pk: str) -> Response:
        return self.run("chat.react", id=path_id(pk))

    @extend_schema(
        operation_id="removeReaction",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.React, "id", "projectId"),
        responses=schema.Message,
    )
    def unreact(self, request: Request, pk: str) -> Response:
        return self.run("chat.unreact", id=path_id(pk))

    def _requested(self, project: Project, request: Request, limit: int) -> Any:
        rows = Message.objects.filter(project=project)
        words = asked_text(request.query_params)
        if "before" in request.query_params:
            rows = _older_than(rows, project, path_id(request.query_params["before"]))
        return matching(rows, words, project, self.actor, limit=limit) if words.strip() else rows


def _older_than(rows: Any, project: Project, message_id: UUID) -> Any:
    anchor = Message.objects.filter(project=project, pk=message_id).first()
    if anchor is None:
        raise invalid_field("before", _("Message not found."))
    return rows.older_than(anchor.created_at, anchor.pk)
