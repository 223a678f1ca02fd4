"""REST endpoints of columns."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from boards.api import schema
from boards.inputs import columns as inputs
from projects.api.schema import IDEMPOTENCY_KEY, body_without
from projects.api.viewsets import CommandViewSet, path_id


@extend_schema(tags=["columns"])
class ColumnViewSet(CommandViewSet):
    @extend_schema(
        operation_id="createColumn",
        parameters=[IDEMPOTENCY_KEY],
        request=inputs.CreateColumn,
        responses={201: schema.Column},
    )
    def create(self, request: Request) -> Response:
        return self.run("column.create", status=201)

    @extend_schema(
        operation_id="updateColumn",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.UpdateColumn, "id", "projectId"),
        responses=schema.Column,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        return self.run("column.update", id=path_id(pk))

    @extend_schema(
        operation_id="deleteColumn",
        parameters=[IDEMPOTENCY_KEY, OpenApiParameter("version", OpenApiTypes.INT)],
        responses=schema.Column,
    )
    def destroy(self, request: Request, pk: str) -> Response:
        return self.run("column.delete", query=("version",), id=path_id(pk))

    @extend_schema(
        operation_id="moveColumn",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.MoveColumn, "id", "projectId"),
        responses=schema.Column,
    )
    def move(self, request: Request, pk: str) -> Response:
        return self.run("column.move", id=path_id(pk))
