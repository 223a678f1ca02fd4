"""Positions among siblings: fractional indexes, strings that are compared byte by byte.

A move therefore writes one row. `before` and `after` mean the same as in the protocol: `after: X` means
directly below X, `after: null` means the top. Without either, the position is the end.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Subquery
from django.utils.translation import gettext as _

from boards.fractional_index import key_between, keys_between
from core.sql.prepared import Query, prepared, run_together
from projects.errors import invalid_field

NOT_GIVEN: Any = object()
NOBODY = UUID(int=0)

Given = UUID | None


class Order:
    """Ordered siblings, such as the cards of a column or the columns of a board.

    `build` takes the id of the parent and returns the queryset of its children.
    """

    def __init__(self, build: Callable[[Any], QuerySet[Any]]) -> None:
        def row(whole: Any, besides: Any, **where: Any) -> Any:
            return (
                build(whole).filter(**where).exclude(pk=besides).order_by("position").values_list("position")
            )

        def position_of(whole: Any, besides: Any, pk: Any) -> Any:
            return Subquery(row(whole, besides, pk=pk))

        def upwards(whole: Any, besides: Any, pk: Any) -> Any:
            return row(whole, besides, position__lte=position_of(whole, besides, pk)).reverse()[:2]

        def downwards(whole: Any, besides: Any, pk: Any) -> Any:
            return row(whole, besides, position__gte=position_of(whole, besides, pk))[:2]

        self._first = prepared(lambda whole, besides: row(whole, besides)[:1])
        self._last = prepared(lambda whole, besides: row(whole, besides).reverse()[:1])
        self._upwards, self._downwards = prepared(upwards), prepared(downwards)

    def neighbours(
        self,
        whole: UUID,
        besides: UUID = NOBODY,
        /,
        *,
        before: Given = NOT_GIVEN,
        after: Given = NOT_GIVEN,
    ) -> Query:
        """Query for the positions that `position_between` takes. `besides`, the row to move, is left out."""
        row = {"whole": whole, "besides": besides}
        if before is not NOT_GIVEN:
            return self._upwards.bind(**row, pk=before or NOBODY)
        if after is NOT_GIVEN:
            return self._last.bind(**row)
        if after is None:
            return self._first.bind(**row)
        return self._downwards.bind(**row, pk=after)

    def place(self, whole: UUID, besides: UUID = NOBODY, /, **where: Given) -> str:
        """Run the query of `neighbours` and return the position between them."""
        [neighbours] = run_together(self.neighbours(whole, besides, **where))
        return position_between(neighbours, **where)


def position_between(
    neighbours: list[tuple[str]], *, before: Given = NOT_GIVEN, after: Given = NOT_GIVEN
) -> str:
    """Position next to `before` or `after`, or else at the end.

    Raise Invalid if both are given, or if the one given is not among the siblings.
    """
    if before is not NOT_GIVEN and after is not NOT_GIVEN:
        raise invalid_field("before", _("Use before or after, not both."))
    nearest, farther = [*(position for (position,) in neighbours), None, None][:2]
    if before is NOT_GIVEN and after is NOT_GIVEN:
        return key_between(nearest, None)
    if after is None:
        return key_between(None, nearest)
    if nearest is None:
        raise invalid_field(
            "after" if before is NOT_GIVEN else "before", _("The neighbouring item was not found here.")
        )
    return key_between(*((nearest, farther) if before is NOT_GIVEN else (farther, nearest)))


def first_positions(count: int) -> list[str]:
    return keys_between(None, None, count)


def free_position(siblings: QuerySet[Any], wanted: str) -> str:
    """Return `wanted`, or the position directly below the sibling that has it."""
    if not siblings.filter(position=wanted).exists():
        return wanted
    below = siblings.filter(position__gt=wanted).order_by("position").values_list("position", flat=True)
    return key_between(wanted, below.first())
