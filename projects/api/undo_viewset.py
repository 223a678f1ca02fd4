"""The REST door of what is done to the log itself."""

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
        parameters=[schema.KEY],
        request=schema.without(UndoEvent, "projectId"),
        responses=schema.Event,
    )
    def undo(self, request: Request, project_pk: str) -> Response:
        """Takes an event back; answered with the event that this leaves, whose `changes.undoes` names it.

        Open to whoever may give the inverse command. An event is taken back once: what does it again is the
        undo of the undo.
        """
        return self.run("history.undo", projectId=path_id(project_pk))
