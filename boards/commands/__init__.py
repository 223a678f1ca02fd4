"""The commands of this app; importing it registers them."""

from boards.commands import (
    card_files,
    cards,
    columns,
    founding,
    labels,
    many,
    restoring,
    restoring_many,
    sorting,
)

__all__ = [
    "card_files",
    "cards",
    "columns",
    "founding",
    "labels",
    "many",
    "restoring",
    "restoring_many",
    "sorting",
]
