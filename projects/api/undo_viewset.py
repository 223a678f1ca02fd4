"""REST endpoint that undoes an event of the log."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api import schema
from projects.api.viewsets import CommandViewSet, path_id
from projects.inputs import UndoEvent


@extend_schema(tags=["projects"])
class HistoryViewSet(CommandViewSet):
    @extend_schema(
        operation_id="undoEvent",
        parameters=[schema.IDEMPOTENCY_KEY],
        request=schema.body_without(UndoEvent, "projectId"),
        responses=schema.Event,
    )
    def undo(self, request: Request, project_pk: str) -> Response:
        """Undo an event. The answer is the new event, whose `changes.undoes` names the undone one.

        Open to everyone who may send the inverse command. An event can be undone once; to redo it, undo the
        undo.
        """
        return self.run("history.undo", projectId=path_id(project_pk))
