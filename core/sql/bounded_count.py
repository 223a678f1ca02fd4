"""Counts the rows of a subquery up to a limit, for each row of a query."""

from django.db.models import IntegerField, Model, QuerySet, Subquery


class BoundedCount(Subquery):  # type: ignore[explicit-any]  # of django-stubs' own
    """The number of rows of `rows`, at most `limit`: the database stops there and reads no further."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows: "QuerySet[Model]", *, limit: int) -> None:
        super().__init__(rows.order_by().values("pk")[:limit])
