"""REST paths of this app, below /api/v1."""

from django.urls import path

from projects.api.live_viewset import LiveViewSet
from projects.api.search_viewset import SearchViewSet
from projects.api.undo_viewset import HistoryViewSet
from projects.api.viewsets import InvitationViewSet, MemberViewSet, ProjectViewSet

urlpatterns = [
    path("projects", ProjectViewSet.as_view({"get": "list", "post": "create"}), name="api-projects"),
    path(
        "projects/<str:pk>",
        ProjectViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="api-project",
    ),
    path("projects/<str:pk>/events", ProjectViewSet.as_view({"get": "events"}), name="api-events"),
    path("projects/<str:pk>/changes", LiveViewSet.as_view({"get": "changes"}), name="api-changes"),
    path("projects/<str:pk>/commands", LiveViewSet.as_view({"post": "command"}), name="api-commands"),
    path("projects/<str:pk>/audit", ProjectViewSet.as_view({"get": "audit"}), name="api-audit"),
    path("projects/<str:project_pk>/undo", HistoryViewSet.as_view({"post": "undo"}), name="api-undo"),
    path("projects/<str:project_pk>/members", MemberViewSet.as_view({"get": "list"}), name="api-members"),
    path(
        "projects/<str:project_pk>/members/<str:pk>",
        MemberViewSet.as_view({"patch": "partial_update", "delete": "destroy"}),
        name="api-member",
    ),
    path(
        "projects/<str:project_pk>/invitations",
        InvitationViewSet.as_view({"get": "list", "post": "create"}),
        name="api-invitations",
    ),
    path(
        "projects/<str:project_pk>/invitations/<str:pk>",
        InvitationViewSet.as_view({"delete": "destroy"}),
        name="api-invitation",
    ),
    path("search", SearchViewSet.as_view({"get": "list"}), name="api-search"),
    path("invitations/<str:token>/accept", InvitationViewSet.as_view({"post": "accept"}), name="api-accept"),
]
