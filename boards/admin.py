"""Admin pages of boards, columns, cards, comments, checklists and labels."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from boards.models import Board, Card, Checklist, ChecklistItem, Column, Comment, Label
from core.wire import camel
from projects.admin import DeletedFilter
from projects.operator.admin import OperatorAdmin, OperatorForm, ReadOnlyInline


class VersionedForm(OperatorForm):
    """Sends the version that was loaded, so that a change made since by another person is not overwritten."""

    class Meta:
        widgets = {"version": forms.HiddenInput}


class VersionedAdmin(OperatorAdmin):
    form = VersionedForm

    def command_ids(self, obj: Any) -> dict[str, object]:
        return {"id": str(obj.pk), "version": obj.version}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # The form has set `obj.version` to the version that was loaded; `command_ids` reads it there.
        if set(form.changed_data) - {"version"}:
            super().save_model(request, obj, form, change)


class ColumnInline(ReadOnlyInline):
    model = Column
    fields = readonly_fields = ("name", "color", "wip_limit", "version", "deleted_at")


@admin.register(Board)
class BoardAdmin(OperatorAdmin):
    list_display = ("name", "project", "created_at")
    search_fields = ("project__name", "project__key")
    ordering = ("-created_at", "-id")
    list_select_related = ("project",)
    fields = ("id", "project", "name", "created_at")
    inlines = (ColumnInline,)


@admin.register(Column)
class ColumnAdmin(VersionedAdmin):
    change_command, delete_command = "column.update", "column.delete"
    editable = ("name", "color", "wip_limit", "version")
    list_display = ("name", "project", "color", "wip_limit", "deleted_at")
    list_filter = (DeletedFilter,)
    lookups = ("state", "project__id__exact")
    search_fields = ("name", "project__name", "project__key")
    ordering = ("project", "position")
    list_select_related = ("project",)
    fields = ("id", "project", "name", "color", "wip_limit", "created_at", "deleted_at", "version")


def _wire_name(_admin: OperatorAdmin, field: str) -> str:
    """Return the name on the wire of a field. A day and a time are one value there."""
    return camel(f"{field.removesuffix('_on')}_at" if field.endswith("_on") else field)


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("On the board")), ("archived", _("Archived")), ("in_trash", _("In the trash"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("open", "archived", "in_trash"):
            return queryset
        return queryset.filter(pk__in=getattr(Card.objects, str(self.value()))().values("pk"))


@admin.register(Card)
class CardAdmin(VersionedAdmin):
    change_command, delete_command = "card.update", "card.delete"
    editable = ("title", "description", "start_at", "start_on", "due_at", "due_on", "done_at", "version")
    list_display = ("key", "title", "column", "due", "updated_at", "state")
    list_display_links = ("key", "title")
    list_filter = (StateFilter,)
    lookups = ("state", "project__id__exact")
    search_fields = ("title", "=number", "project__name", "project__key")
    ordering = ("-updated_at", "-id")
    list_select_related = ("project", "column")
    fields = (
        *("id", "key", "project", "column", "title", "description"),
        *("start_at", "start_on", "due_at", "due_on", "done_at"),
        *("label_names", "people", "file_names", "created_by", "created_at", "updated_at"),
        *("archived_at", "deleted_at", "version"),
    )
    actions = ("archive", "restore")
    wire_name = _wire_name

    @admin.display(description=_("due"), ordering="due_at")
    def due(self, card: Card) -> dt.date | None:
        return card.due

    @admin.display(description=_("key"))
    def key(self, card: Card) -> str:
        return f"{card.project.key}-{card.number}"

    @admin.display(description=_("state"))
    def state(self, card: Card) -> Any:
        if card.deleted_at:
            return _("In the trash")
        return _("Archived") if card.archived_at else _("On the board")

    @admin.display(description=_("labels"))
    def label_names(self, card: Card) -> str:
        return ", ".join(label.name for label in card.labels.all())

    @admin.display(description=_("people"))
    def people(self, card: Card) -> str:
        return ", ".join(user.display_name for user in card.assignees.all())

    @admin.display(description=_("files"))
    def file_names(self, card: Card) -> str:
        return ", ".join(file.name for file in card.files.order_by("created_at", "id"))

    @admin.action(permissions=["change"], description=_("Archive the selected cards"))
    def archive(self, request: HttpRequest, queryset: QuerySet[Card]) -> None:
        self._run_on_all(request, queryset, "card.archive")

    @admin.action(permissions=["change"], description=_("Restore the selected cards from archive and trash"))
    def restore(self, request: HttpRequest, queryset: QuerySet[Card]) -> None:
        self._run_on_all(request, queryset, "card.restore")

    def _run_on_all(self, request: HttpRequest, queryset: QuerySet[Card], command: str) -> None:
        cards = list(queryset)
        self.run_for_each(request, cards, command)
        done = ngettext("%(count)d card updated.", "%(count)d cards updated.", len(cards))
        messages.success(request, done % {"count": len(cards)})


@admin.register(Comment)
class CommentAdmin(OperatorAdmin):
    """Operators can read and delete comments."""

    delete_command = "comment.delete"
    list_display = ("created_at", "card_key", "author", "__str__", "edited_at", "deleted_at")
    list_display_links = ("created_at", "__str__")
    list_filter = (DeletedFilter,)
    lookups = ("state", "project__id__exact")
    search_fields = ("text", "author__email", "author__display_name", "project__name", "project__key")
    ordering = ("-created_at", "-id")
    list_select_related = ("project", "card", "author")
    fields = ("id", "project", "card", "author", "text", "created_at", "edited_at", "deleted_at")

    @admin.display(description=_("card"))
    def card_key(self, comment: Comment) -> str:
        return f"{comment.project.key}-{comment.card.number}"

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep the text out of Django's admin log. The project's own log records the deletion."""
        return []


class ItemInline(ReadOnlyInline):
    model = ChecklistItem
    fields = readonly_fields = ("text", "done", "assignee", "due")


@admin.register(Checklist)
class ChecklistAdmin(OperatorAdmin):
    change_command, delete_command = "checklist.update", "checklist.delete"
    editable = ("name",)
    list_display = ("name", "card_key", "project", "created_at")
    search_fields = ("name", "project__name", "project__key")
    ordering = ("-created_at", "-id")
    list_select_related = ("project", "card")
    fields = ("id", "project", "card", "name", "created_at")
    inlines = (ItemInline,)

    @admin.display(description=_("card"))
    def card_key(self, checklist: Checklist) -> str:
        return f"{checklist.project.key}-{checklist.card.number}"


@admin.register(ChecklistItem)
class ChecklistItemAdmin(OperatorAdmin):
    change_command, delete_command = "checklist_item.update", "checklist_item.delete"
    editable = ("text", "done", "due_at", "due_on")
    wire_name = _wire_name
    list_display = ("text", "checklist", "project", "done", "assignee", "due")
    list_filter = ("done",)
    lookups = ("done__exact",)
    search_fields = ("text", "assignee__email", "assignee__display_name", "project__name", "project__key")
    ordering = ("-created_at", "-id")
    list_select_related = ("project", "checklist", "assignee")
    fields = ("id", "project", "checklist", "text", "done", "assignee", "due_at", "due_on", "created_at")


@admin.register(Label)
class LabelAdmin(OperatorAdmin):
    change_command, delete_command = "label.update", "label.delete"
    editable = ("name", "color")
    list_display = ("name", "color", "project", "created_at")
    list_filter = ("color",)
    lookups = ("color__exact", "project__id__exact")
    search_fields = ("name", "project__name", "project__key")
    ordering = ("project", "created_at")
    list_select_related = ("project",)
    fields = ("id", "project", "name", "color", "created_at")
