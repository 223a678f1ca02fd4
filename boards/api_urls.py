"""REST paths of the boards app, below /api/v1."""

from typing import Any

from django.urls import path

from boards.api.board_viewsets import BoardViewSet
from boards.api.bulk_viewsets import BulkCardViewSet
from boards.api.card_viewsets import CardViewSet
from boards.api.checklist_viewsets import ChecklistItemViewSet, ChecklistViewSet
from boards.api.column_viewsets import ColumnViewSet
from boards.api.comment_viewsets import CommentViewSet
from boards.api.label_viewsets import LabelViewSet

ONE_CARD: dict[str, Any] = {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}
UPDATE_AND_DELETE: dict[str, Any] = {"patch": "partial_update", "delete": "destroy"}

urlpatterns = [
    path("projects/<str:project_pk>/board", BoardViewSet.as_view({"get": "retrieve"}), name="api-board"),
    path("projects/<str:project_pk>/cards", CardViewSet.as_view({"get": "list"}), name="api-project-cards"),
    path(
        "projects/<str:project_pk>/labels",
        LabelViewSet.as_view({"get": "list", "post": "create"}),
        name="api-project-labels",
    ),
    path("columns", ColumnViewSet.as_view({"post": "create"}), name="api-columns"),
    path("columns/<str:pk>", ColumnViewSet.as_view(UPDATE_AND_DELETE), name="api-column"),
    path("columns/<str:pk>/move", ColumnViewSet.as_view({"post": "move"}), name="api-column-move"),
    path("columns/<str:pk>/sort", BulkCardViewSet.as_view({"post": "sort"}), name="api-column-sort"),
    path(
        "columns/<str:column_pk>/cards",
        BulkCardViewSet.as_view({"post": "create_many"}),
        name="api-column-cards",
    ),
    path(
        "projects/<str:project_pk>/cards/bulk",
        BulkCardViewSet.as_view({"post": "update_many"}),
        name="api-cards-bulk",
    ),
    path("cards", CardViewSet.as_view({"post": "create"}), name="api-cards"),
    path("cards/<str:pk>", CardViewSet.as_view(ONE_CARD), name="api-card"),
    path("cards/<str:pk>/move", CardViewSet.as_view({"post": "move"}), name="api-card-move"),
    path(
        "cards/<str:pk>/files",
        CardViewSet.as_view({"post": "attach", "delete": "detach"}),
        name="api-card-files",
    ),
    path(
        "cards/<str:pk>/descriptions",
        CardViewSet.as_view({"get": "descriptions"}),
        name="api-card-descriptions",
    ),
    path(
        "cards/<str:pk>/watch",
        CardViewSet.as_view({"post": "watch", "delete": "unwatch"}),
        name="api-card-watch",
    ),
    path("cards/<str:pk>/archive", CardViewSet.as_view({"post": "archive"}), name="api-card-archive"),
    path("cards/<str:pk>/restore", CardViewSet.as_view({"post": "restore"}), name="api-card-restore"),
    path(
        "cards/<str:card_pk>/comments",
        CommentViewSet.as_view({"get": "list", "post": "create"}),
        name="api-card-comments",
    ),
    path("comments/<str:pk>", CommentViewSet.as_view(UPDATE_AND_DELETE), name="api-comment"),
    path(
        "cards/<str:card_pk>/checklists",
        ChecklistViewSet.as_view({"get": "list", "post": "create"}),
        name="api-card-checklists",
    ),
    path("checklists/<str:pk>", ChecklistViewSet.as_view(UPDATE_AND_DELETE), name="api-checklist"),
    path("checklists/<str:pk>/move", ChecklistViewSet.as_view({"post": "move"}), name="api-checklist-move"),
    path(
        "checklists/<str:checklist_pk>/items",
        ChecklistItemViewSet.as_view({"post": "create"}),
        name="api-checklist-items",
    ),
    path(
        "checklist-items/<str:pk>", ChecklistItemViewSet.as_view(UPDATE_AND_DELETE), name="api-checklist-item"
    ),
    path(
        "checklist-items/<str:pk>/move",
        ChecklistItemViewSet.as_view({"post": "move"}),
        name="api-checklist-item-move",
    ),
    path(
        "checklist-items/<str:pk>/card",
        ChecklistItemViewSet.as_view({"post": "convert"}),
        name="api-checklist-item-card",
    ),
    path("labels/<str:pk>", LabelViewSet.as_view(UPDATE_AND_DELETE), name="api-label"),
]
