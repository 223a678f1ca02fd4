"""REST paths of the chat app, below /api/v1."""

from django.urls import path

from chat.viewsets import MessageViewSet

urlpatterns = [
    path(
        "projects/<str:project_pk>/messages",
        MessageViewSet.as_view({"get": "list", "post": "create"}),
        name="api-messages",
    ),
    path(
        "projects/<str:project_pk>/messages/read",
        MessageViewSet.as_view({"get": "unread", "post": "read"}),
        name="api-messages-read",
    ),
    path(
        "messages/<str:pk>",
        MessageViewSet.as_view({"patch": "partial_update", "delete": "destroy"}),
        name="api-message",
    ),
    path(
        "messages/<str:pk>/reactions",
        MessageViewSet.as_view({"post": "react", "delete": "unreact"}),
        name="api-reactions",
    ),
]
