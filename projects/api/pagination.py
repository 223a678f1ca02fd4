"""Cursor pagination of lists: {"results", "next", "previous"}, with `?limit=` 1–200 and an opaque cursor."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from core.instants import in_bounds
from projects.errors import Invalid, invalid_field

COLUMN_BITS = 63
DEFAULT_LIMIT = 50
MAX_LIMIT = 200


def read_limit(request: Request) -> int:
    return read_integer(request, "limit", default=DEFAULT_LIMIT, low=1, high=MAX_LIMIT)


def read_integer(request: Request, name: str, *, default: int, low: int, high: int) -> int:
    """Return the query parameter `name`. Raises Invalid unless it is a whole number from `low` to `high`."""
    text = request.query_params.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and low <= int(text) <= high):
        raise invalid_field(
            name, _("This must be a whole number from %(low)d to %(high)d.") % {"low": low, "high": high}
        )
    return int(text)


def _check_position(field: Any, position: Any) -> None:
    """Raise ValueError or another of its kind for a value that a column cannot be compared with."""
    value = field.to_python(position)
    if isinstance(value, dt.datetime) and not (value.tzinfo and in_bounds(value)):
        raise ValueError(position)
    if isinstance(value, int) and value.bit_length() > COLUMN_BITS:
        raise ValueError(position)


class WireCursorPagination(CursorPagination):
    """Pagination by `ordering`, which must be total: no two rows may be equal in it."""

    page_size_query_param = "limit"
    ordering: Any = ("-created_at", "-id")

    def __init__(self, *ordering: str) -> None:
        super().__init__()
        if ordering:
            self.ordering = ordering

    def get_page_size(self, request: Request) -> int:
        return read_limit(request)

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        self.model = queryset.model
        return super().paginate_queryset(queryset, request, view)

    def decode_cursor(self, request: Request) -> Any:
        """Decode a cursor. Raises Invalid for a forged one, whose position the column could not hold."""
        try:
            cursor = super().decode_cursor(request)
            if cursor is not None and cursor.position is not None:
                _check_position(
                    self.model._meta.get_field(self.ordering[0].removeprefix("-")), cursor.position
                )
        except (NotFound, ValidationError, ValueError, OverflowError) as error:
            raise Invalid(_("This cursor is not valid.")) from error
        return cursor
