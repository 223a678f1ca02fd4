"""Pages of this app."""

from django.urls import path

from files import pages

urlpatterns = [
    path("projects/<uuid:project_id>/files", pages.files, name="files"),
]
