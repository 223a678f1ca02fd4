"""Admin pages of files: operators read about them, and delete them."""

from django.contrib import admin

from files.models import File
from projects.admin import DeletedFilter
from projects.operator.admin import OperatorAdmin


@admin.register(File)
class FileAdmin(OperatorAdmin):
    delete_command = "file.delete"
    list_display = ("name", "project", "uploader", "size", "content_type", "created_at", "deleted_at")
    list_filter = (DeletedFilter,)
    lookups = ("state", "project__id__exact")
    search_fields = ("name", "=sha256", "uploader__email", "project__name", "project__key")
    ordering = ("-created_at", "-id")
    list_select_related = ("project", "uploader")
    fields = (
        *("id", "project", "uploader", "name", "size", "content_type", "sha256"),
        *("width", "height", "created_at", "deleted_at"),
    )
