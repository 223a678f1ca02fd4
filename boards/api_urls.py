"""REST paths of this app, below /api/v1."""

from typing import Any

from django.urls import path

from boards.many_viewsets import ManyCardsViewSet
from boards.viewsets import BoardViewSet, CardViewSet, ColumnViewSet, LabelViewSet

CARD: dict[str, Any] = {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}
CHANGE: dict[str, Any] = {"patch": "partial_update", "delete": "destroy"}

urlpatterns = [
    path("projects/<str:project_pk>/board", BoardViewSet.as_view({"get": "retrieve"}), name="api-board"),
    path("projects/<str:project_pk>/cards", CardViewSet.as_view({"get": "list"}), name="api-project-cards"),
    path(
        "projects/<str:project_pk>/labels",
        LabelViewSet.as_view({"get": "list", "post": "create"}),
        name="api-project-labels",
    ),
    path("columns", ColumnViewSet.as_view({"post": "create"}), name="api-columns"),
    path("columns/<str:pk>", ColumnViewSet.as_view(CHANGE), name="api-column"),
    path("columns/<str:pk>/move", ColumnViewSet.as_view({"post": "move"}), name="api-column-move"),
    path("columns/<str:pk>/sort", ManyCardsViewSet.as_view({"post": "sort"}), name="api-column-sort"),
    path(
        "columns/<str:column_pk>/cards",
        ManyCardsViewSet.as_view({"post": "create_many"}),
        name="api-column-cards",
    ),
    path(
        "projects/<str:project_pk>/cards/bulk",
        ManyCardsViewSet.as_view({"post": "update_many"}),
        name="api-cards-bulk",
    ),
    path("cards", CardViewSet.as_view({"post": "create"}), name="api-cards"),
    path("cards/<str:pk>", CardViewSet.as_view(CARD), name="api-card"),
    path("cards/<str:pk>/move", CardViewSet.as_view({"post": "move"}), name="api-card-move"),
    path(
        "cards/<str:pk>/files",
        CardViewSet.as_view({"post": "attach", "delete": "detach"}),
        name="api-card-files",
    ),
    path("cards/<str:pk>/archive", CardViewSet.as_view({"post": "archive"}), name="api-card-archive"),
    path("cards/<str:pk>/restore", CardViewSet.as_view({"post": "restore"}), name="api-card-restore"),
    path("labels/<str:pk>", LabelViewSet.as_view(CHANGE), name="api-label"),
]
