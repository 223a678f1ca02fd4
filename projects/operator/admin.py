"""Base of the admin's pages: operators change data through commands and read everything else."""

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

from accounts.admin_base import ListedLookupsAdmin
from core.client_ip import client_address
from core.wire import camel
from projects.dispatch.execute import Origin, execute
from projects.errors import Refusal, as_refusal


class OperatorForm(forms.ModelForm):
    """A form without model validation: the command validates, with messages for people."""

    def _get_validation_exclusions(self) -> set[str]:
        return {field.name for field in self.instance._meta.fields}


class OperatorAdmin(ListedLookupsAdmin):
    """Admin pages for all staff.

    `change_command` and `delete_command` are names of commands; without them rows can only be read.
    `editable` are the fields that can be changed.
    """

    form = OperatorForm
    change_command = ""
    delete_command = ""
    editable: tuple[str, ...] = ()

    # ── Permissions ───────────────────────────────────────────────────────────────────────────────

    def has_module_permission(self, request: HttpRequest) -> bool:
        return admin.site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.change_command) and admin.site.has_permission(request) and self.is_changeable(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.delete_command) and admin.site.has_permission(request) and self.is_changeable(obj)

    def is_changeable(self, obj: Any) -> bool:
        """Return whether a row can still be changed: a deleted one cannot."""
        return getattr(obj, "deleted_at", None) is None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        shown: Any = self.fields
        return tuple(name for name in shown if name not in self.editable)

    # ── Writing ───────────────────────────────────────────────────────────────────────────────────

    def command_ids(self, obj: Any) -> dict[str, object]:
        """Return the input that tells a command which row is meant."""
        return {"id": str(obj.pk)}

    def wire_name(self, field: str) -> str:
        """Return the name on the wire of a field of the form."""
        return camel(field)

    def command(self, request: HttpRequest, name: str, data: dict[str, object]) -> None:
        """Run a command as the operator. Raises Refusal or ValidationError."""
        origin = Origin(via="admin", address=client_address(request) or None)
        execute(request.user, name, data, origin=origin)  # type: ignore[arg-type]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        values: dict[str, object] = {}
        for name in form.changed_data:
            key, value = self.wire_name(name), _wire(form.cleaned_data[name])
            # Two fields may stand for one value, a day and a time: the filled one counts.
            if value is not None or values.get(key) is None:
                values[key] = value
        if values:
            self.command(request, self.change_command, {**self.command_ids(obj), **values})

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.command(request, self.delete_command, self.command_ids(obj))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.run_for_each(request, queryset, self.delete_command)

    def run_for_each(self, request: HttpRequest, rows: Iterable[Any], command: str) -> None:
        """Run a command for each row, or for none if one is refused.

        Projects are locked in the order of their ids, so that two operators cannot deadlock.
        """
        with transaction.atomic():
            for row in sorted(rows, key=lambda row: getattr(row, "project_id", row.pk)):
                try:
                    self.command(request, command, self.command_ids(row))
                except (Refusal, ValidationError) as error:
                    raise Refusal(f"{row}: {_refusal_message(error)}") from error

    def get_deleted_objects(
        self, objs: Iterable[Model], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """List only the rows themselves: the command decides what else is deleted, not the database."""
        shown = [str(obj) for obj in objs]
        return shown, {str(self.opts.verbose_name_plural): len(shown)}, set(), []

    # ── Refusals become messages ──────────────────────────────────────────────────────────────────

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return with_refusal_message(request, super().changeform_view, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return with_refusal_message(request, super().delete_view, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return with_refusal_message(request, super().changelist_view, *args, **kwargs)


class ReadOnlyInline(admin.TabularInline):
    """Rows of a related table, read-only."""

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
    """Return a link to the list of `model`, filtered by `where`, such as the cards of a project."""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    query = "&".join(f"{name}={value}" for name, value in where.items())
    return format_html('<a href="{}?{}">{}</a>', url, query, count)


def with_refusal_message(
    request: HttpRequest, view: Callable[..., HttpResponse], *args: Any, **kwargs: Any
) -> HttpResponse:
    """Call `view`; show a refusal as a message on the same page.

    The transaction around the write has been rolled back when the refusal arrives here.
    """
    try:
        return view(request, *args, **kwargs)
    except (Refusal, ValidationError) as error:
        messages.error(request, _refusal_message(error))
        return HttpResponseRedirect(request.get_full_path())


def _refusal_message(error: Exception) -> str:
    refusal = as_refusal(error)
    assert refusal is not None
    fields = refusal.extra.get("fields", {})
    return " ".join([str(refusal.detail), *(f"{name}: {' '.join(texts)}" for name, texts in fields.items())])


def _wire(value: Any) -> Any:
    """Return a value of a form as a client sends it. A time keeps its offset: it may not exist in UTC."""
    return value.isoformat() if isinstance(value, dt.date) else value
