"""Parts of the conversation that the board's scripts fetch."""

from django.urls import path

from chat import views

urlpatterns = [
    path("projects/<uuid:project_id>/messages", views.messages, name="messages"),
    path("projects/<uuid:project_id>/messages/search", views.search, name="message_search"),
]
