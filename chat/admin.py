"""Admin page of messages, which operators can read and delete."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chat.models import Message
from projects.admin import DeletedFilter
from projects.operator.admin import OperatorAdmin


@admin.register(Message)
class MessageAdmin(OperatorAdmin):
    delete_command = "chat.delete"
    list_display = ("created_at", "project", "author", "__str__", "edited_at", "deleted_at")
    list_display_links = ("created_at", "__str__")
    list_filter = (DeletedFilter,)
    lookups = ("state", "project__id__exact")
    search_fields = ("text", "author__email", "author__display_name", "project__name", "project__key")
    ordering = ("-created_at", "-id")
    list_select_related = ("project", "author")
    fields = (
        *("id", "project", "author", "text", "file_names", "reply_to"),
        *("created_at", "edited_at", "deleted_at"),
    )

    @admin.display(description=_("files"))
    def file_names(self, message: Message) -> str:
        return ", ".join(file.name for file in message.files.order_by("created_at", "id"))

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep the text out of Django's admin log. The project's own log records the deletion."""
        return []
