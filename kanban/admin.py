"""Django's own models in the admin: no groups (operators have one role), and their changes."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from projects.operator.admin import OperatorAdmin

admin.site.unregister(Group)


@admin.register(LogEntry)
class LogEntryAdmin(OperatorAdmin):
    list_display = ("action_time", "user", "content_type", "object_repr", "what")
    list_filter = ("action_time", "content_type")
    lookups = ("action_time__gte", "action_time__lt", "content_type__id__exact", "content_type__isnull")
    search_fields = ("user__email", "user__display_name", "object_repr", "=object_id")
    list_select_related = ("user", "content_type")
    ordering = ("-action_time", "-id")
    fields = ("action_time", "user", "content_type", "object_repr", "object_id", "what")

    @admin.display(description=_("change"))
    def what(self, entry: LogEntry) -> str:
        return str(entry)
