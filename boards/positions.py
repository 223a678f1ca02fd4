"""Where something stands among its neighbours: fractional index strings, compared byte by byte.

A move writes one row. `before` and `after` are the wire's: `after: X` is directly below X, `after: null` the
top, neither the end.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Subquery
from django.utils.translation import gettext as _
from fractional_indexing import generate_key_between, generate_n_keys_between

from accounts.statements import Question, at_once, prepared
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

        def at(whole: Any, besides: Any, pk: Any) -> Any:
            return row(whole, besides, pk=pk)

        def above(whole: Any, besides: Any, pk: Any) -> Any:
            return row(whole, besides, position__lt=Subquery(at(whole, besides, pk))).reverse()[:1]

        def below(whole: Any, besides: Any, pk: Any) -> Any:
            return row(whole, besides, position__gt=Subquery(at(whole, besides, pk)))[:1]

        self._first = prepared(lambda whole, besides: row(whole, besides)[:1])
        self._last = prepared(lambda whole, besides: row(whole, besides).reverse()[:1])
        self._at, self._above, self._below = prepared(at), prepared(above), prepared(below)

    def neighbours(
        self,
        whole: UUID,
        besides: UUID = NOBODY,
        /,
        *,
        before: Given = NOT_GIVEN,
        after: Given = NOT_GIVEN,
    ) -> list[Question]:
        """What `position_between` has to know. `besides` is the one that is moved."""
        row = {"whole": whole, "besides": besides}
        if before is not NOT_GIVEN:
            return [each.of(**row, pk=before or NOBODY) for each in (self._at, self._above)]
        if after is NOT_GIVEN:
            return [self._last.of(**row)]
        if after is None:
            return [self._first.of(**row)]
        return [each.of(**row, pk=after) for each in (self._at, self._below)]

    def place(self, whole: UUID, besides: UUID = NOBODY, /, **where: Given) -> str:
        """Where it is to stand, asked for at once."""
        return position_between(at_once(*self.neighbours(whole, besides, **where)), **where)


def position_between(
    neighbours: list[list[tuple[str]]], *, before: Given = NOT_GIVEN, after: Given = NOT_GIVEN
) -> str:
    """Raises Invalid when the one named stands elsewhere, or both are named."""
    if before is not NOT_GIVEN and after is not NOT_GIVEN:
        raise invalid_field("before", _("Give before or after, not both."))
    named, *next_to_it = [rows[0][0] if rows else None for rows in neighbours]
    if not next_to_it:
        return generate_key_between(None, named) if after is None else generate_key_between(named, None)
    if named is None:
        raise invalid_field(
            "after" if before is NOT_GIVEN else "before", _("There is no such neighbour here.")
        )
    return generate_key_between(*((named, *next_to_it) if before is NOT_GIVEN else (*next_to_it, named)))


def first_positions(count: int) -> list[str]:
    return generate_n_keys_between(None, None, count)


def free_position(siblings: QuerySet[Any], wanted: str) -> str:
    """`wanted`, or, where a sibling has taken it meanwhile, the place directly below that one."""
    if not siblings.filter(position=wanted).exists():
        return wanted
    below = siblings.filter(position__gt=wanted).order_by("position").values_list("position", flat=True)
    return generate_key_between(wanted, below.first())
