"""REST endpoints of checklists and their items."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from boards.api import schema
from boards.inputs import checklists as inputs
from boards.models import Checklist
from boards.queries.access import visible_card
from boards.wire.checklists import checklists_wire
from projects.api.schema import CURSOR, IDEMPOTENCY_KEY, LIMIT, body_without
from projects.api.viewsets import CommandViewSet, path_id


@extend_schema(tags=["checklists"])
class ChecklistViewSet(CommandViewSet):
    @extend_schema(operation_id="listChecklists", parameters=[LIMIT, CURSOR], responses=schema.ChecklistPage)
    def list(self, request: Request, card_pk: str) -> Response:
        """Checklists of the card by position, each with its items."""
        card = visible_card(self.actor, path_id(card_pk))
        return self.page(Checklist.objects.filter(card=card), "position", show=checklists_wire)

    @extend_schema(
        operation_id="createChecklist",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.CreateChecklist, "cardId", "projectId"),
        responses={201: schema.ToldChecklist},
    )
    def create(self, request: Request, card_pk: str) -> Response:
        return self.run("checklist.create", status=201, cardId=path_id(card_pk))

    @extend_schema(
        operation_id="updateChecklist",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.UpdateChecklist, "id", "projectId"),
        responses=schema.ToldChecklist,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        return self.run("checklist.update", id=path_id(pk))

    @extend_schema(
        operation_id="deleteChecklist", parameters=[IDEMPOTENCY_KEY], responses=schema.ToldChecklist
    )
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete the checklist and its items."""
        return self.run("checklist.delete", id=path_id(pk))

    @extend_schema(
        operation_id="moveChecklist",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.MoveChecklist, "id", "projectId"),
        responses=schema.ToldChecklist,
    )
    def move(self, request: Request, pk: str) -> Response:
        return self.run("checklist.move", id=path_id(pk))


@extend_schema(tags=["checklists"])
class ChecklistItemViewSet(CommandViewSet):
    @extend_schema(
        operation_id="createChecklistItem",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.CreateItem, "checklistId", "projectId"),
        responses={201: schema.ToldItem},
    )
    def create(self, request: Request, checklist_pk: str) -> Response:
        return self.run("checklist_item.create", status=201, checklistId=path_id(checklist_pk))

    @extend_schema(
        operation_id="updateChecklistItem",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.UpdateItem, "id", "projectId"),
        responses=schema.ToldItem,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        return self.run("checklist_item.update", id=path_id(pk))

    @extend_schema(
        operation_id="deleteChecklistItem", parameters=[IDEMPOTENCY_KEY], responses=schema.ToldItem
    )
    def destroy(self, request: Request, pk: str) -> Response:
        return self.run("checklist_item.delete", id=path_id(pk))

    @extend_schema(
        operation_id="moveChecklistItem",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.MoveItem, "id", "projectId"),
        responses=schema.ToldItem,
    )
    def move(self, request: Request, pk: str) -> Response:
        """Move the item within its checklist, or to another checklist of the same card."""
        return self.run("checklist_item.move", id=path_id(pk))

    @extend_schema(
        operation_id="convertChecklistItem",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.ConvertItem, "id", "projectId"),
        responses={201: schema.ConvertedCard},
    )
    def convert(self, request: Request, pk: str) -> Response:
        """Replace the item by a card. The response is the card, with the deleted item."""
        return self.run("checklist_item.convert", status=201, id=path_id(pk))
