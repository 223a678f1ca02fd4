"""What this app keeps."""

from boards.models.boards import NAME_LENGTH, Board, Column, Hue, Label, PositionField
from boards.models.cards import (
    DESCRIPTION_LENGTH,
    TITLE_LENGTH,
    Card,
    CardAssignee,
    CardFile,
    CardLabel,
)

__all__ = [
    "DESCRIPTION_LENGTH",
    "NAME_LENGTH",
    "TITLE_LENGTH",
    "Board",
    "Card",
    "CardAssignee",
    "CardFile",
    "CardLabel",
    "Column",
    "Hue",
    "Label",
    "PositionField",
]
