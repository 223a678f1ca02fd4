"""Where something stands among its neighbours: fractional index strings, compared byte by byte.

A move writes one row. `before` and `after` are the wire's: `after: X` is directly below X, `after: null` the
top, neither the end.
"""

from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from fractional_indexing import generate_key_between, generate_n_keys_between

from projects.errors import invalid_field

NOT_GIVEN: Any = object()


def place(siblings: QuerySet[Any], *, before: UUID | None = NOT_GIVEN, after: UUID | None = NOT_GIVEN) -> str:
    """The position that the place asked for has among `siblings` (without the moved one).

    Raises Invalid when the neighbour is not among them, or both neighbours are given.
    """
    if before is not NOT_GIVEN and after is not NOT_GIVEN:
        raise invalid_field("before", _("Give before or after, not both."))
    if before is not NOT_GIVEN:
        return _above(siblings, _neighbour(siblings, "before", before))
    if after is NOT_GIVEN:
        return generate_key_between(_last(siblings), None)
    if after is None:
        return generate_key_between(None, _first(siblings))
    return _below(siblings, _neighbour(siblings, "after", after))


def first_positions(count: int) -> list[str]:
    return generate_n_keys_between(None, None, count)


def free_position(siblings: QuerySet[Any], wanted: str) -> str:
    """`wanted`, or, where a sibling has taken it meanwhile, the place directly below that one."""
    if siblings.filter(position=wanted).exists():
        return _below(siblings, wanted)
    return wanted


def _neighbour(siblings: QuerySet[Any], field: str, neighbour_id: UUID | None) -> str:
    position = (
        siblings.filter(pk=neighbour_id).values_list("position", flat=True).first() if neighbour_id else None
    )
    if position is None:
        raise invalid_field(field, _("There is no such neighbour here."))
    return position


def _above(siblings: QuerySet[Any], position: str) -> str:
    return generate_key_between(_last(siblings.filter(position__lt=position)), position)


def _below(siblings: QuerySet[Any], position: str) -> str:
    return generate_key_between(position, _first(siblings.filter(position__gt=position)))


def _first(siblings: QuerySet[Model]) -> str | None:
    return siblings.order_by("position").values_list("position", flat=True).first()


def _last(siblings: QuerySet[Model]) -> str | None:
    return siblings.order_by("-position").values_list("position", flat=True).first()
