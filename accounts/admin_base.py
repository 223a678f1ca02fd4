"""Base of the admin's pages: operators filter and search by what a page lists, and by nothing else."""

import logging
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from core.instants import FIRST, LAST

log = logging.getLogger("kanban.admin")

SEARCH_LENGTH = 200
"""Characters of a search that are read. Each word is a condition on every field of `search_fields`."""


class ListedLookupsAdmin(admin.ModelAdmin):
    """Refuses lookups that are not in `lookups`.

    Django's own admin lets every operator filter by any column of a row, which reveals a password hash or
    the hash of an invitation character by character, although no page shows it.
    """

    lookups: tuple[str, ...] = ()
    """The query parameters that the list accepts: those of its filters, and of links from other pages."""

    show_full_result_count = False
    list_per_page = 50

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        allowed = lookup in self.lookups
        if not allowed:
            facts = {"page": self.opts.label, "lookup": lookup[:SEARCH_LENGTH]}
            log.info("a lookup was refused", extra={"facts": facts})
        return allowed

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Refuse values that a database would refuse with an error, or a driver could not write."""
        for lookup in self.lookups:
            for value in request.GET.getlist(lookup):
                if "\x00" in value or not _is_in_range(value):
                    raise IncorrectLookupParameters
        return super().get_changelist_instance(request)

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        return to_field == self.opts.pk.name

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, search_term[:SEARCH_LENGTH])


def _is_in_range(value: str) -> bool:
    """False for a time that is so far away that another time zone does not have it."""
    try:
        moment = parse_datetime(value)
    except ValueError:
        return False
    return moment is None or FIRST.year <= moment.year <= LAST.year
