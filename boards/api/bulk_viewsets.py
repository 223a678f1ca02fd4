"""REST doors to many cards at once."""

from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework.request import Request
from rest_framework.response import Response

from boards.api import schema
from boards.inputs import bulk
from projects.api.schema import KEY, without
from projects.api.viewsets import CommandViewSet, path_id

CARDS = inline_serializer("Cards", {"cards": schema.OpenCard(many=True)})
SORTED = inline_serializer(
    "SortedColumn", {**schema.Column().get_fields(), "cards": schema.PlacedCard(many=True)}
)


@extend_schema(tags=["cards"])
class ManyCardsViewSet(CommandViewSet):
    @extend_schema(
        operation_id="updateCards",
        parameters=[KEY],
        request=without(bulk.UpdateCards, "projectId"),
        responses=CARDS,
    )
    def update_many(self, request: Request, project_pk: str) -> Response:
        """At most 500 cards, all or none. In `version_conflict`, `current` is {cards}: those that are stale.

        Cards are told without descriptions.

        Who comes into a column comes to its end, in the order given.
        """
        return self.run("cards.update", projectId=path_id(project_pk))

    @extend_schema(
        operation_id="createCards",
        parameters=[KEY],
        request=without(bulk.CreateCards, "columnId", "projectId"),
        responses={201: CARDS},
    )
    def create_many(self, request: Request, column_pk: str) -> Response:
        """A card for each of at most 200 titles, below each other."""
        return self.run("cards.create", status=201, columnId=path_id(column_pk))

    @extend_schema(
        operation_id="sortColumn",
        parameters=[KEY],
        request=without(bulk.SortColumn, "id", "projectId"),
        responses=SORTED,
    )
    def sort(self, request: Request, pk: str) -> Response:
        """The open cards of a column, once. Answered with it and with where they stand now."""
        return self.run("column.sort", id=path_id(pk))
