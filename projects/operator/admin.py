"""The admin's door onto the commands: what an operator changes is a command, everything else is only read."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from rest_framework.exceptions import ValidationError

from core.client_ip import client_address
from core.wire import camel, instant
from projects.dispatch.execute import Origin, execute
from projects.errors import Refusal, as_refusal


class OperatorForm(forms.ModelForm):
    """The command judges what is written, in words for people; constraints have none."""

    def _get_validation_exclusions(self) -> set[str]:
        return {field.name for field in self.instance._meta.fields}


class OperatorAdmin(admin.ModelAdmin):
    """For everyone on the staff. `changes` and `deletes` name commands; without them nothing is written."""

    form = OperatorForm
    changes = ""
    deletes = ""
    writable: tuple[str, ...] = ()
    show_full_result_count = False
    list_per_page = 50

    # ── Who may what ──────────────────────────────────────────────────────────────────────────────

    def has_module_permission(self, request: HttpRequest) -> bool:
        return admin.site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.changes) and admin.site.has_permission(request) and self.stands(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.deletes) and admin.site.has_permission(request) and self.stands(obj)

    def stands(self, obj: Any) -> bool:
        """Whether there is anything left to change."""
        return getattr(obj, "deleted_at", None) is None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        shown: Any = self.fields
        return tuple(name for name in shown if name not in self.writable)

    # ── Writing ───────────────────────────────────────────────────────────────────────────────────

    def names(self, obj: Any) -> dict[str, Any]:
        """What says to a command which one is meant."""
        return {"id": str(obj.pk)}

    def command(self, request: HttpRequest, name: str, data: dict[str, Any]) -> None:
        """Raises Refusal or ValidationError."""
        origin = Origin(via="admin", address=client_address(request) or None)
        execute(request.user, name, data, origin=origin)  # type: ignore[arg-type]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        values = {camel(name): _wire(form.cleaned_data[name]) for name in form.changed_data}
        if values:
            self.command(request, self.changes, {**self.names(obj), **values})

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.command(request, self.deletes, self.names(obj))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.each(request, queryset, self.deletes)

    def each(self, request: HttpRequest, rows: Iterable[Any], command: str) -> None:
        """All or none. Projects are locked in the order of their ids: two operators cannot deadlock."""
        with transaction.atomic():
            for row in sorted(rows, key=lambda row: getattr(row, "project_id", row.pk)):
                try:
                    self.command(request, command, self.names(row))
                except (Refusal, ValidationError) as error:
                    raise Refusal(f"{row}: {_told(error)}") from error

    def get_deleted_objects(
        self, objs: Iterable[Model], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """What a command deletes goes by its own rules, not by the database's cascades."""
        shown = [str(obj) for obj in objs]
        return shown, {str(self.opts.verbose_name_plural): len(shown)}, set(), []

    # ── Refusals become messages ──────────────────────────────────────────────────────────────────

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return refusable(request, super().changeform_view, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return refusable(request, super().delete_view, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return refusable(request, super().changelist_view, *args, **kwargs)


class ReadInline(admin.TabularInline):
    """Rows of another table, to look at."""

    extra = 0
    can_delete = False
    show_change_link = True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def link_to_rows(model: type[Model], count: int, **where: Any) -> SafeString:
    """The list of the rows of `model` that fit, such as the cards of a project."""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    query = "&".join(f"{name}={value}" for name, value in where.items())
    return format_html('<a href="{}?{}">{}</a>', url, query, count)


def refusable(
    request: HttpRequest, view: Callable[..., HttpResponse], *args: Any, **kwargs: Any
) -> HttpResponse:
    """The transaction around a write is over when its refusal arrives here: nothing is changed."""
    try:
        return view(request, *args, **kwargs)
    except (Refusal, ValidationError) as error:
        messages.error(request, _told(error))
        return HttpResponseRedirect(request.get_full_path())


def _told(error: Exception) -> str:
    refusal = as_refusal(error)
    assert refusal is not None
    fields = refusal.extra.get("fields", {})
    return " ".join([str(refusal.detail), *(f"{name}: {' '.join(texts)}" for name, texts in fields.items())])


def _wire(value: Any) -> Any:
    return instant(value) if isinstance(value, dt.datetime) else value
