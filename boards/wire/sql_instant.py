"""Moments in the wire's form, written by the database."""

from typing import Any

from django.db.models import Func, TextField


class Instant(Func):
    """What `core.wire.instant` makes of a column: without a datetime for each of thousands of rows, whose
    making and writing takes longer than all else that is done with them."""

    output_field = TextField()
    arity = 1

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = """to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"""
        return self.as_sql(compiler, connection, template=template, **context)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Kept there as text in UTC, without a fraction where there is none."""
        template = "replace(substr(%(expressions)s || '.000', 1, 23), ' ', 'T') || 'Z'"
        return self.as_sql(compiler, connection, template=template, **context)
