"""Pages of the boards app, and parts of pages that scripts fetch."""

from django.urls import path

from boards import views
from boards.pages import archive, card

urlpatterns = [
    path("projects", views.projects, name="projects"),
    path("projects/<uuid:project_id>", views.board, name="board"),
    path("projects/<uuid:project_id>/archive", archive.archive, name="put_away"),
    path(
        "projects/<uuid:project_id>/columns/<uuid:column_id>/cards", views.column_cards, name="column_cards"
    ),
    path("projects/<uuid:project_id>/cards/matching", views.matching_cards, name="matching_cards"),
    path("projects/<uuid:project_id>/cards/<int:number>", card.card, name="card"),
    path("projects/<uuid:project_id>/cards/<int:number>/face", views.card_item, name="card_face"),
    path(
        "projects/<uuid:project_id>/cards/<int:number>/descriptions",
        card.descriptions,
        name="card_descriptions",
    ),
    path("projects/<uuid:project_id>/preview", card.preview, name="preview"),
    path("projects/<uuid:project_id>/cards/<int:number>/dialog", card.card_dialog, name="card_dialog"),
]
