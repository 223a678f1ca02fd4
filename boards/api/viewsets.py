"""REST doors of this app."""

from typing import Any

from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from boards.api import schema
from boards.inputs import single
from boards.models import Card, Label
from boards.queries.access import visible_card, watched_cards, watches
from boards.wire.board import board_snapshot, card_wire, label_wire, listed_cards
from boards.wire.description_versions import versions_of, versions_wire
from projects.api.schema import CURSOR, KEY, LIMIT, without
from projects.api.viewsets import CommandViewSet, path_id
from projects.errors import invalid_field
from projects.models import Project

VERSION = OpenApiParameter("version", OpenApiTypes.INT, required=True)
STATES = {"active": "open", "archived": "archived", "deleted": "in_trash"}


@extend_schema(tags=["board"])
class BoardViewSet(CommandViewSet):
    @extend_schema(operation_id="getBoard", responses={200: schema.Snapshot, 304: None})
    def retrieve(self, request: Request, project_pk: str) -> Response:
        """Everything on the board at once; open cards without descriptions. `ETag` by seq and person.

        `watching` are the cards that the asking person watches: the one key that differs between people.
        """
        project = self.project(project_pk)
        etag = self._etag(project, project.last_seq)
        if etag in [tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))]:
            return Response(status=304, headers={"ETag": etag})
        snapshot = {**board_snapshot(project.pk), "watching": watched_cards(self.actor, project)}
        return Response(snapshot, headers={"ETag": self._etag(project, snapshot["seq"])})

    def _etag(self, project: Project, seq: int) -> str:
        return f'"{project.pk}-{seq}-{self.actor.pk}"'


@extend_schema(tags=["columns"])
class ColumnViewSet(CommandViewSet):
    @extend_schema(
        operation_id="createColumn",
        parameters=[KEY],
        request=single.CreateColumn,
        responses={201: schema.Column},
    )
    def create(self, request: Request) -> Response:
        return self.run("column.create", status=201)

    @extend_schema(
        operation_id="updateColumn",
        parameters=[KEY],
        request=without(single.UpdateColumn, "id", "projectId"),
        responses=schema.Column,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        return self.run("column.update", id=path_id(pk))

    @extend_schema(
        operation_id="deleteColumn",
        parameters=[KEY, OpenApiParameter("version", OpenApiTypes.INT)],
        responses=schema.Column,
    )
    def destroy(self, request: Request, pk: str) -> Response:
        return self.run("column.delete", query=("version",), id=path_id(pk))

    @extend_schema(
        operation_id="moveColumn",
        parameters=[KEY],
        request=without(single.MoveColumn, "id", "projectId"),
        responses=schema.Column,
    )
    def move(self, request: Request, pk: str) -> Response:
        return self.run("column.move", id=path_id(pk))


@extend_schema(tags=["cards"])
class CardViewSet(CommandViewSet):
    @extend_schema(
        operation_id="createCard", parameters=[KEY], request=single.CreateCard, responses={201: schema.Card}
    )
    def create(self, request: Request) -> Response:
        return self.run("card.create", status=201)

    @extend_schema(
        operation_id="listCards",
        parameters=[OpenApiParameter("state", enum=list(STATES)), LIMIT, CURSOR],
        responses=schema.CardPage,
    )
    def list(self, request: Request, project_pk: str) -> Response:
        project = self.project(project_pk)
        state = STATES.get(request.query_params.get("state", "active"))
        if state is None:
            raise invalid_field("state", _("One of active, archived, deleted."))
        cards = getattr(Card.objects, state)().filter(project=project)
        return self.page(cards, "number", show=lambda page: listed_cards(page, project))

    @extend_schema(operation_id="getCard", responses=schema.OwnCard)
    def retrieve(self, request: Request, pk: str) -> Response:
        """With `watching`, which is said of the asking person."""
        card = visible_card(self.actor, path_id(pk))
        return Response({**card_wire(card, card.project), "watching": watches(self.actor, card)})

    @extend_schema(
        operation_id="listDescriptions", parameters=[LIMIT, CURSOR], responses=schema.DescriptionPage
    )
    def descriptions(self, request: Request, pk: str) -> Response:
        """What its description was, newest first. An old one is brought back by changing the card."""
        card = visible_card(self.actor, path_id(pk))
        return self.page(versions_of(card), "-seq", show=versions_wire)

    @extend_schema(
        operation_id="updateCard",
        parameters=[KEY],
        request=without(single.UpdateCard, "id", "projectId"),
        responses=schema.Card,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        return self.run("card.update", id=path_id(pk))

    @extend_schema(operation_id="deleteCard", parameters=[KEY, VERSION], responses=schema.Card)
    def destroy(self, request: Request, pk: str) -> Response:
        """Into the trash; answered with the card as it was."""
        return self.run("card.delete", query=("version",), id=path_id(pk))

    @extend_schema(
        operation_id="moveCard",
        parameters=[KEY],
        request=without(single.MoveCard, "id", "projectId"),
        responses=schema.Card,
    )
    def move(self, request: Request, pk: str) -> Response:
        return self.run("card.move", id=path_id(pk))

    @extend_schema(
        operation_id="attachFile",
        parameters=[KEY],
        request=without(single.CardAndFile, "id", "projectId"),
        responses={201: schema.Card},
    )
    def attach(self, request: Request, pk: str) -> Response:
        return self.run("card.attach", status=201, id=path_id(pk))

    @extend_schema(
        operation_id="detachFile",
        parameters=[KEY, OpenApiParameter("fileId", OpenApiTypes.UUID, required=True)],
        responses=schema.Card,
    )
    def detach(self, request: Request, pk: str) -> Response:
        """`fileId` may stand in a JSON body instead."""
        return self.run("card.detach", **self._file_of_query(), id=path_id(pk))

    def _file_of_query(self) -> dict[str, Any]:
        return (
            {"fileId": self.request.query_params["fileId"]} if "fileId" in self.request.query_params else {}
        )

    @extend_schema(operation_id="watchCard", parameters=[KEY], request=None, responses=schema.OwnCard)
    def watch(self, request: Request, pk: str) -> Response:
        """To be told when it is commented on, goes to another column, or gets another due date."""
        return self.run("card.watch", id=path_id(pk))

    @extend_schema(operation_id="unwatchCard", parameters=[KEY], responses=schema.OwnCard)
    def unwatch(self, request: Request, pk: str) -> Response:
        return self.run("card.unwatch", id=path_id(pk))

    @extend_schema(
        operation_id="archiveCard",
        parameters=[KEY],
        request=without(single.Versioned, "id", "projectId"),
        responses=schema.Card,
    )
    def archive(self, request: Request, pk: str) -> Response:
        return self.run("card.archive", id=path_id(pk))

    @extend_schema(
        operation_id="restoreCard",
        parameters=[KEY],
        request=without(single.Versioned, "id", "projectId"),
        responses=schema.Card,
    )
    def restore(self, request: Request, pk: str) -> Response:
        return self.run("card.restore", id=path_id(pk))


@extend_schema(tags=["labels"])
class LabelViewSet(CommandViewSet):
    @extend_schema(operation_id="listLabels", parameters=[LIMIT, CURSOR], responses=schema.LabelPage)
    def list(self, request: Request, project_pk: str) -> Response:
        labels = Label.objects.filter(project=self.project(project_pk))
        return self.page(labels, "created_at", "id", show=lambda page: [label_wire(label) for label in page])

    @extend_schema(
        operation_id="createLabel",
        parameters=[KEY],
        request=without(single.CreateLabel, "projectId"),
        responses={201: schema.Label},
    )
    def create(self, request: Request, project_pk: str) -> Response:
        return self.run("label.create", status=201, projectId=path_id(project_pk))

    @extend_schema(
        operation_id="updateLabel",
        parameters=[KEY],
        request=without(single.UpdateLabel, "id", "projectId"),
        responses=schema.Label,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        return self.run("label.update", id=path_id(pk))

    @extend_schema(operation_id="deleteLabel", parameters=[KEY], responses=schema.Label)
    def destroy(self, request: Request, pk: str) -> Response:
        return self.run("label.delete", id=path_id(pk))
