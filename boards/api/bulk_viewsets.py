"""REST endpoints that change many cards at once."""

from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework.request import Request
from rest_framework.response import Response

from boards.api import schema
from boards.inputs import bulk as inputs
from projects.api.schema import IDEMPOTENCY_KEY, body_without
from projects.api.viewsets import CommandViewSet, path_id

CARDS = inline_serializer("Cards", {"cards": schema.OpenCard(many=True)})
SORTED = inline_serializer(
    "SortedColumn", {**schema.Column().get_fields(), "cards": schema.PlacedCard(many=True)}
)


@extend_schema(tags=["cards"])
class BulkCardViewSet(CommandViewSet):
    @extend_schema(
        operation_id="updateCards",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.UpdateCards, "projectId"),
        responses=CARDS,
    )
    def update_many(self, request: Request, project_pk: str) -> Response:
        """Change at most 500 cards, all or none. In `version_conflict`, `current` is {cards}: those outdated.

        The response has the cards without descriptions.

        Cards that enter a column are added to its end, in the order given.
        """
        return self.run("cards.update", projectId=path_id(project_pk))

    @extend_schema(
        operation_id="createCards",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.CreateCards, "columnId", "projectId"),
        responses={201: CARDS},
    )
    def create_many(self, request: Request, column_pk: str) -> Response:
        """Create a card for each of at most 200 titles, in their order."""
        return self.run("cards.create", status=201, columnId=path_id(column_pk))

    @extend_schema(
        operation_id="sortColumn",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.SortColumn, "id", "projectId"),
        responses=SORTED,
    )
    def sort(self, request: Request, pk: str) -> Response:
        """Sort the open cards of a column, once. The response is the column with the new positions."""
        return self.run("column.sort", id=path_id(pk))
