"""REST endpoints of labels."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from boards.api import schema
from boards.inputs import labels as inputs
from boards.models import Label
from boards.wire.board import label_wire
from projects.api.schema import CURSOR, IDEMPOTENCY_KEY, LIMIT, body_without
from projects.api.viewsets import CommandViewSet, path_id


@extend_schema(tags=["labels"])
class LabelViewSet(CommandViewSet):
    @extend_schema(operation_id="listLabels", parameters=[LIMIT, CURSOR], responses=schema.LabelPage)
    def list(self, request: Request, project_pk: str) -> Response:
        labels = Label.objects.filter(project=self.project(project_pk))
        return self.page(labels, "created_at", "id", show=lambda page: [label_wire(label) for label in page])

    @extend_schema(
        operation_id="createLabel",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.CreateLabel, "projectId"),
        responses={201: schema.Label},
    )
    def create(self, request: Request, project_pk: str) -> Response:
        return self.run("label.create", status=201, projectId=path_id(project_pk))

    @extend_schema(
        operation_id="updateLabel",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.UpdateLabel, "id", "projectId"),
        responses=schema.Label,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        return self.run("label.update", id=path_id(pk))

    @extend_schema(operation_id="deleteLabel", parameters=[IDEMPOTENCY_KEY], responses=schema.Label)
    def destroy(self, request: Request, pk: str) -> Response:
        return self.run("label.delete", id=path_id(pk))
