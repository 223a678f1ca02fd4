"""Filters of the log in the admin."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import normalize_email
from core.ids import parse_uuid
from projects.registry import commands

BOUNDS = (
    MinValueValidator(dt.datetime(1970, 1, 2, tzinfo=dt.UTC)),
    MaxValueValidator(dt.datetime(2200, 1, 1, tzinfo=dt.UTC)),
)


class TypeFilter(admin.SimpleListFilter):
    """Filters by type of event. The types come from the registry: reading them from the log would scan it."""

    title = _("type")
    parameter_name = "type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in sorted({command.event for command in commands.values()})]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(type=self.value()) if self.value() else queryset


class EntryPointFilter(admin.SimpleListFilter):
    title = _("source")
    parameter_name = "door"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("product", _("Application")), ("admin", _("Admin")), ("import", _("Import"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        return queryset.filter(via="" if self.value() == "product" else self.value())


def datetime_field(label: Any) -> forms.DateTimeField:
    clock = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=False, widget=clock, validators=BOUNDS)


class LogForm(forms.Form):
    project = forms.CharField(label=_("Project: key or id"), required=False)
    person = forms.CharField(label=_("Person: e-mail or id"), required=False)
    since = datetime_field(_("From"))
    until = datetime_field(_("Until"))


class ProjectPersonTimeFilter(admin.ListFilter):
    """Filters by project, person and time, typed in because there are too many to choose from.

    `until` is exclusive.
    """

    title = _("project, person and time")
    template = "admin/projects/event/who_and_when.html"

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        for name in self.expected_parameters():
            if name in params:
                self.used_parameters[name] = params.pop(name)[-1]
        self.form = LogForm(self.used_parameters, auto_id="narrow_%s")

    def expected_parameters(self) -> list[str | None]:
        return list(LogForm.base_fields)

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        """Yield the URL's other parameters, to be sent along with the form; the page number is reset."""
        query = changelist.get_query_string(remove=[*self.expected_parameters(), "p"])
        from_query = self.request.GET.__class__(query.lstrip("?"))
        yield from ({"name": name, "value": value} for name, value in from_query.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.form.is_valid():
            raise IncorrectLookupParameters
        values = self.form.cleaned_data
        conditions = [
            values["project"] and _id_or_name("project_id", "project__key", values["project"], str.upper),
            values["person"] and _id_or_name("actor_id", "actor__email", values["person"], normalize_email),
            values["since"] and Q(at__gte=values["since"]),
            values["until"] and Q(at__lt=values["until"]),
        ]
        return queryset.filter(*filter(None, conditions))


def _id_or_name(by_id: str, by_name: str, text: str, normalize: Any) -> Q:
    try:
        return Q(**{by_id: parse_uuid(text)})
    except ValueError:
        return Q(**{by_name: normalize(text)})
