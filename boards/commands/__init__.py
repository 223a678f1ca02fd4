"""The commands of this app; importing it registers them."""

from boards.commands import (
    card_files,
    cards,
    checklist_items,
    checklists,
    columns,
    comments,
    founding,
    labels,
    many,
    restoring,
    restoring_checklists,
    restoring_comments,
    restoring_many,
    sorting,
    unconverting,
    watching,
)

__all__ = [
    "card_files",
    "cards",
    "checklist_items",
    "checklists",
    "columns",
    "comments",
    "founding",
    "labels",
    "many",
    "restoring",
    "restoring_checklists",
    "restoring_comments",
    "restoring_many",
    "sorting",
    "unconverting",
    "watching",
]
