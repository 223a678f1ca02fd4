"""Pages of this app."""

from django.urls import path

from projects import views
from projects.pages import activity, search

urlpatterns = [
    path("projects/new", views.new_project, name="project_new"),
    path("projects/new/key", views.project_key, name="project_key"),
    path("projects/<uuid:project_id>/members", views.members, name="members"),
    path("projects/<uuid:project_id>/activity", activity.activity, name="activity"),
    path("projects/<uuid:project_id>/activity/items", activity.activity_items, name="activity_items"),
    path("projects/<uuid:project_id>/audit", activity.audit, name="audit"),
    path(
        "projects/<uuid:project_id>/cards/<int:number>/history",
        activity.card_history,
        name="card_history",
    ),
    path("search", search.search_page, name="search"),
    path("search/completions", search.search_completions, name="search_completions"),
    path("search/items", search.search_items, name="search_items"),
    path("invitations/<str:token>", views.invitation, name="invitation"),
]
