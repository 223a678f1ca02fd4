"""The commands of this app; importing it registers them."""

from boards.commands import (
    bulk,
    card_files,
    cards,
    checklist_items,
    checklists,
    column_sort,
    columns,
    comments,
    first_columns,
    labels,
    watchers,
)

__all__ = [
    "bulk",
    "card_files",
    "cards",
    "checklist_items",
    "checklists",
    "column_sort",
    "columns",
    "comments",
    "first_columns",
    "labels",
    "watchers",
]
