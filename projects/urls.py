"""Pages of this app."""

from django.urls import path

from projects import activity_views, search_pages, views

urlpatterns = [
    path("projects/new", views.new_project, name="project_new"),
    path("projects/new/key", views.project_key, name="project_key"),
    path("projects/<uuid:project_id>/members", views.members, name="members"),
    path("projects/<uuid:project_id>/activity", activity_views.activity, name="activity"),
    path("projects/<uuid:project_id>/activity/items", activity_views.activity_items, name="activity_items"),
    path("projects/<uuid:project_id>/audit", activity_views.audit, name="audit"),
    path(
        "projects/<uuid:project_id>/cards/<int:number>/history",
        activity_views.card_history,
        name="card_history",
    ),
    path("search", search_pages.search_page, name="search"),
    path("search/items", search_pages.search_items, name="search_items"),
    path("invitations/<str:token>", views.invitation, name="invitation"),
]
