"""REST paths of this app, below /api/v1."""

from django.urls import path
from rest_framework.parsers import MultiPartParser

from files.viewsets import FileViewSet

urlpatterns = [
    path(
        "files", FileViewSet.as_view({"post": "create"}, parser_classes=[MultiPartParser]), name="api-files"
    ),
    path("files/<str:pk>", FileViewSet.as_view({"get": "retrieve", "delete": "destroy"}), name="api-file"),
    path("files/<str:pk>/thumbnail", FileViewSet.as_view({"get": "thumbnail"}), name="api-file-thumbnail"),
    path("projects/<str:project_pk>/files", FileViewSet.as_view({"get": "list"}), name="api-project-files"),
]
