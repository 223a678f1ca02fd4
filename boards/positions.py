"""Where something stands among its neighbours: fractional index strings, compared byte by byte.

A move writes one row. `before` and `after` are the wire's: `after: X` is directly below X, `after: null` the
top, neither the end.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Subquery
from django.utils.translation import gettext as _

from boards.fractional_index import key_between, keys_between
from core.sql import Question, at_once, prepared
from projects.errors import invalid_field

NOT_GIVEN: Any = object()
NOBODY = UUID(int=0)

Given = UUID | None


class Order:
    """Things that stand in rows: cards in columns, columns on boards.

    `build` makes the queryset of one row from the id of what the row belongs to.
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
    ) -> Question:
        """What `position_between` has to know. `besides` is the one that is moved."""
        row = {"whole": whole, "besides": besides}
        if before is not NOT_GIVEN:
            return self._upwards.of(**row, pk=before or NOBODY)
        if after is NOT_GIVEN:
            return self._last.of(**row)
        if after is None:
            return self._first.of(**row)
        return self._downwards.of(**row, pk=after)

    def place(self, whole: UUID, besides: UUID = NOBODY, /, **where: Given) -> str:
        """Where it is to stand, asked for at once."""
        [neighbours] = at_once(self.neighbours(whole, besides, **where))
        return position_between(neighbours, **where)


def position_between(
    neighbours: list[tuple[str]], *, before: Given = NOT_GIVEN, after: Given = NOT_GIVEN
) -> str:
    """Raises Invalid when the one named stands elsewhere, or both are named."""
    if before is not NOT_GIVEN and after is not NOT_GIVEN:
        raise invalid_field("before", _("Give before or after, not both."))
    nearest, farther = [*(position for (position,) in neighbours), None, None][:2]
    if before is NOT_GIVEN and after is NOT_GIVEN:
        return key_between(nearest, None)
    if after is None:
        return key_between(None, nearest)
    if nearest is None:
        raise invalid_field(
            "after" if before is NOT_GIVEN else "before", _("There is no such neighbour here.")
        )
    return key_between(*((nearest, farther) if before is NOT_GIVEN else (farther, nearest)))


def first_positions(count: int) -> list[str]:
    return keys_between(None, None, count)


def free_position(siblings: QuerySet[Any], wanted: str) -> str:
    """`wanted`, or, where a sibling has taken it meanwhile, the place directly below that one."""
    if not siblings.filter(position=wanted).exists():
        return wanted
    below = siblings.filter(position__gt=wanted).order_by("position").values_list("position", flat=True)
    return key_between(wanted, below.first())
