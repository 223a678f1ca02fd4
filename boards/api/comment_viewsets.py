"""REST endpoints of comments."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from boards.api import schema
from boards.inputs import comments as inputs
from boards.models import Comment
from boards.queries.access import visible_card
from boards.wire.comments import comments_wire
from projects.api.schema import CURSOR, IDEMPOTENCY_KEY, LIMIT, body_without
from projects.api.viewsets import CommandViewSet, path_id


@extend_schema(tags=["comments"])
class CommentViewSet(CommandViewSet):
    @extend_schema(operation_id="listComments", parameters=[LIMIT, CURSOR], responses=schema.CommentPage)
    def list(self, request: Request, card_pk: str) -> Response:
        """Comments of the card, newest first, without deleted ones."""
        card = visible_card(self.actor, path_id(card_pk))
        rows = Comment.objects.undeleted().filter(card=card)
        return self.page(rows, "-created_at", "-id", show=comments_wire)

    @extend_schema(
        operation_id="createComment",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.CreateComment, "cardId", "projectId"),
        responses={201: schema.ToldComment},
    )
    def create(self, request: Request, card_pk: str) -> Response:
        return self.run("comment.create", status=201, cardId=path_id(card_pk))

    @extend_schema(
        operation_id="updateComment",
        parameters=[IDEMPOTENCY_KEY],
        request=body_without(inputs.UpdateComment, "id", "projectId"),
        responses=schema.ToldComment,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        return self.run("comment.update", id=path_id(pk))

    @extend_schema(operation_id="deleteComment", parameters=[IDEMPOTENCY_KEY], responses=schema.ToldComment)
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete the comment. The response is the tombstone, without text."""
        return self.run("comment.delete", id=path_id(pk))
