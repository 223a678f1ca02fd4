"""The step of a migration that brings an index: it fills the table, then makes the look-up tables."""

import sys

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython
from django.db.migrations.state import StateApps

from projects.search.rebuild import Indexed, rebuild
from projects.search.tables import create_lookup_tables, drop_lookup_tables

REPORT_EACH = 10_000


def fill_index(indexed: Indexed) -> RunPython:
    """Return the operation that indexes all objects; a long one reports its progress."""

    def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        rebuild(indexed, lambda done: _report(indexed, done))
        create_lookup_tables(indexed.index)

    def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        drop_lookup_tables(indexed.index)

    return RunPython(fill, drop)


def _report(indexed: Indexed, done: int) -> None:
    if done % REPORT_EACH == 0:
        sys.stdout.write(f"\n    {done:,} in {indexed.index.table}")
        sys.stdout.flush()
