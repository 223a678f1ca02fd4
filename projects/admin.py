"""Admin pages of projects, their members, invitations and log."""

import json
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Aggregate, Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from projects.events.log import redacted_wire
from projects.models import Event, Invitation, Membership, Project
from projects.operator.admin import OperatorAdmin, ReadOnlyInline, link_to_rows
from projects.operator.log_export import LogCsvResponse
from projects.operator.log_filters import EntryPointFilter, ProjectPersonTimeFilter, TypeFilter
from projects.operator.transfer_ownership import TransferOwnershipAdmin


class DeletedFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("standing", _("Active")), ("deleted", _("Deleted"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        return queryset.filter(deleted_at__isnull=self.value() == "standing")


class MembershipInline(ReadOnlyInline):
    model = Membership
    fields = readonly_fields = ("user", "role", "joined_at")


STORED = Sum("files__size", filter=Q(files__deleted_at=None))


def of_each(total: Aggregate) -> Coalesce:
    """Return a total over related rows per project; the database computes it for the page's rows only."""
    rows = Project.objects.filter(pk=OuterRef("pk")).values("pk").annotate(total=total)
    return Coalesce(Subquery(rows.values("total")), 0)


@admin.register(Project)
class ProjectAdmin(TransferOwnershipAdmin):
    change_command, delete_command = "project.update", "project.delete"
    editable = ("name", "key")
    list_display = ("key", "name", "created_by", "people", "files", "last_seq", "created_at", "deleted_at")
    list_display_links = ("key", "name")
    list_filter = (DeletedFilter,)
    lookups = ("state",)
    search_fields = ("name", "key", "=id", "created_by__email", "created_by__display_name")
    ordering = ("-created_at", "-id")
    list_select_related = ("created_by",)
    fields = ("id", "name", "key", "created_by", "created_at", "updated_at", "deleted_at", "events", "files")
    inlines = (MembershipInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Project]:
        return (
            super()
            .get_queryset(request)
            .annotate(people=of_each(Count("memberships")), stored=of_each(STORED))
        )

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        stored = Project.objects.aggregate(stored=STORED)
        return super().changelist_view(request, {**stored, **(extra_context or {})})

    @admin.display(description=_("people"), ordering="people")
    def people(self, project: Any) -> SafeString:
        return link_to_rows(Membership, project.people, project__id__exact=project.pk)

    @admin.display(description=_("files"), ordering=F("stored"))
    def files(self, project: Any) -> str:
        return filesizeformat(project.stored)

    @admin.display(description=_("events"))
    def events(self, project: Project) -> SafeString:
        return link_to_rows(Event, project.last_seq, project__id__exact=project.pk)


@admin.register(Membership)
class MembershipAdmin(OperatorAdmin):
    change_command, delete_command = "member.update", "member.remove"
    editable = ("role",)
    list_display = ("user", "project", "role", "joined_at")
    list_filter = ("role",)
    lookups = ("role__exact", "project__id__exact")
    search_fields = ("user__email", "user__display_name", "project__name", "project__key")
    ordering = ("-joined_at", "-id")
    list_select_related = ("user", "project")
    fields = ("project", "user", "role", "joined_at")

    def command_ids(self, obj: Membership) -> dict[str, object]:
        return {"projectId": str(obj.project_id), "userId": str(obj.user_id)}

    def is_changeable(self, obj: Membership | None) -> bool:
        return obj is None or obj.project.deleted_at is None


@admin.register(Invitation)
class InvitationAdmin(OperatorAdmin):
    """Invitations. Deleting one revokes it; the row stays."""

    delete_command = "invitation.revoke"
    list_display = ("project", "email", "role", "created_by", "expires_at", "accepted_by", "revoked_at")
    list_filter = ("role",)
    lookups = ("role__exact",)
    search_fields = ("email", "project__name", "project__key", "created_by__email")
    ordering = ("-created_at", "-id")
    list_select_related = ("project", "created_by", "accepted_by")
    fields = (
        *("id", "project", "email", "role", "created_by", "created_at"),
        *("expires_at", "accepted_at", "accepted_by", "revoked_at"),
    )

    def is_changeable(self, obj: Invitation | None) -> bool:
        return obj is None or (obj.accepted_at is None and obj.revoked_at is None)


@admin.register(Event)
class EventAdmin(OperatorAdmin):
    """The log, newest first by id, without texts that have been deleted since.

    All search words must match: `WEB 41`, `card.moved maria`.
    """

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_safe(self.export))
        return [path("export/", view, name="projects_event_export"), *super().get_urls()]

    def export(self, request: HttpRequest) -> HttpResponseBase:
        """Export all rows that the list shows with its current filters."""
        try:
            return LogCsvResponse(self.get_changelist_instance(request).queryset)
        except IncorrectLookupParameters:
            return redirect("admin:projects_event_changelist")

    list_display = ("at", "project_key", "seq", "type", "actor", "via", "address")
    list_display_links = ("at", "seq")
    list_filter = (ProjectPersonTimeFilter, TypeFilter, EntryPointFilter)
    lookups = ("project", "person", "since", "until", "type", "door", "project__id__exact")
    search_fields = (
        *("type", "actor__email", "actor__display_name"),
        *("project__name", "project__key", "=seq", "=event_id", "=project__id"),
    )
    ordering = ("-id",)
    list_select_related = ("project", "actor")
    fields = (
        *("project", "seq", "type", "actor", "at", "via", "address", "event_id"),
        *("payload_text", "changes_text", "answer_text"),
    )

    @admin.display(description=_("project"), ordering="project__key")
    def project_key(self, event: Event) -> str:
        return event.project.key

    @admin.display(description=_("payload"))
    def payload_text(self, event: Event) -> SafeString:
        return _pretty(redacted_wire([event])[0]["payload"])

    @admin.display(description=_("changes"))
    def changes_text(self, event: Event) -> SafeString:
        return _pretty(redacted_wire([event])[0]["changes"])

    @admin.display(description=_("response"))
    def answer_text(self, event: Event) -> SafeString:
        return _pretty(event.answer)


def _pretty(value: Any) -> SafeString:
    return format_html("<pre>{}</pre>", json.dumps(value, indent=2, ensure_ascii=False))
