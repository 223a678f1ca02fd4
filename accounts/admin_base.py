"""Base of the admin's pages: operators filter and search by what a page lists, and by nothing else."""

import logging
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

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

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        return to_field == self.opts.pk.name

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, search_term[:SEARCH_LENGTH])
