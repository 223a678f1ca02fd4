"""REST endpoint of a whole board."""

from django.utils.http import parse_etags
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from boards.api import schema
from boards.queries.access import watched_cards
from boards.wire.board import WatchedSnapshot, board_snapshot
from projects.api.viewsets import CommandViewSet
from projects.models import Project


@extend_schema(tags=["board"])
class BoardViewSet(CommandViewSet):
    @extend_schema(operation_id="getBoard", responses={200: schema.Snapshot, 304: None})
    def retrieve(self, request: Request, project_pk: str) -> Response:
        """Get the whole board; open cards without descriptions. The `ETag` covers `seq` and the user.

        `watching` lists the cards that the user watches. It is the only key that differs between users.
        """
        project = self.project(project_pk)
        etag = self._etag(project, project.last_seq)
        if etag in [tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))]:
            return Response(status=304, headers={"ETag": etag})
        snapshot: WatchedSnapshot = {
            **board_snapshot(project.pk),
            "watching": watched_cards(self.actor, project),
        }
        return Response(snapshot, headers={"ETag": self._etag(project, snapshot["seq"])})

    def _etag(self, project: Project, seq: int) -> str:
        return f'"{project.pk}-{seq}-{self.actor.pk}"'
