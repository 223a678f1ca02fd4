"""REST endpoints of cards."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from boards.api import schema
from boards.inputs import cards as inputs
from boards.inputs.fields import Versioned
from boards.models import Card
from boards.queries.access import visible_card, watches
from boards.wire.cards import WatchedCardWire, card_wire, cards_wire
from boards.wire.description_versions import versions_of, versions_wire
from projects.api.schema import CURSOR, IDEMPOTENCY_KEY, LIMIT, body_without
from projects.api.viewsets import CommandViewSet, path_id
from projects.errors import invalid_field

VERSION = OpenApiParameter("version", OpenApiTypes.INT, required=True)
STATES = {"active": "open", "archived": "archived", "deleted": "in_trash"}
"""Value of `?state=` → method of the queryset."""


@extend_schema(tags=["cards"])
class CardViewSet(CommandViewSet):
    @extend_schema(
        operation_id="createCard",
        parameters=[IDEMPOTENCY_KEY],
        request=inputs.CreateCard,
        responses={201: schema.Card},
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
            raise invalid_field("state", _("Must be one of: active, archived, deleted."))
        cards = getattr(Card.objects, state)().filter(project=project)
        return self.page(cards, "number", show=lambda page: cards_wire(page, project))

    @extend_schema(operation_id="getCard", responses=schema.OwnCard)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Get a card. `watching` tells whether the user watches it."""
        card = visible_card(self.actor, path_id(pk))
        wire: WatchedCardWire = {**card_wire(card, card.project), "watching": watches(self.actor, card)}
        return Response(wire)

    @extend_schema(
        operation_id="listDescriptions", parameters=[LIMIT, CURSOR], responses=schema.DescriptionPage
    )
    def descriptions(self, request: Request, pk: str) -> Response:
        """Earlier versions of the description, newest first. To restore one, update the card."""
        card = visible_card(self.actor, path_id(pk))
        return self.page(versions_of(card), "-seq", show=versions_wire)

    @extend_schema(
        operation_id="updateCard",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.UpdateCard, "id", "projectId"),
        responses=schema.Card,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        return self.run("card.update", id=path_id(pk))

    @extend_schema(operation_id="deleteCard", parameters=[IDEMPOTENCY_KEY, VERSION], responses=schema.Card)
    def destroy(self, request: Request, pk: str) -> Response:
        """Move the card to the trash. The response is the card as it was before."""
        return self.run("card.delete", query=("version",), id=path_id(pk))

    @extend_schema(
        operation_id="moveCard",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.MoveCard, "id", "projectId"),
        responses=schema.Card,
    )
    def move(self, request: Request, pk: str) -> Response:
        return self.run("card.move", id=path_id(pk))

    @extend_schema(
        operation_id="attachFile",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.CardAndFile, "id", "projectId"),
        responses={201: schema.Card},
    )
    def attach(self, request: Request, pk: str) -> Response:
        return self.run("card.attach", status=201, id=path_id(pk))

    @extend_schema(
        operation_id="detachFile",
        parameters=[IDEMPOTENCY_KEY, OpenApiParameter("fileId", OpenApiTypes.UUID, required=True)],
        responses=schema.Card,
    )
    def detach(self, request: Request, pk: str) -> Response:
        """`fileId` can be given in a JSON body instead."""
        return self.run("card.detach", **self._file_id_from_query(), id=path_id(pk))

    def _file_id_from_query(self) -> dict[str, Any]:
        return (
            {"fileId": self.request.query_params["fileId"]} if "fileId" in self.request.query_params else {}
        )

    @extend_schema(
        operation_id="watchCard", parameters=[IDEMPOTENCY_KEY], request=None, responses=schema.OwnCard
    )
    def watch(self, request: Request, pk: str) -> Response:
        """Get notified of comments, moves to another column, and changes of the due date."""
        return self.run("card.watch", id=path_id(pk))

    @extend_schema(operation_id="unwatchCard", parameters=[IDEMPOTENCY_KEY], responses=schema.OwnCard)
    def unwatch(self, request: Request, pk: str) -> Response:
        return self.run("card.unwatch", id=path_id(pk))

    @extend_schema(
        operation_id="archiveCard",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(Versioned, "id", "projectId"),
        responses=schema.Card,
    )
    def archive(self, request: Request, pk: str) -> Response:
        return self.run("card.archive", id=path_id(pk))

    @extend_schema(
        operation_id="restoreCard",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(Versioned, "id", "projectId"),
        responses=schema.Card,
    )
    def restore(self, request: Request, pk: str) -> Response:
        return self.run("card.restore", id=path_id(pk))
