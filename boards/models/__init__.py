"""Models of the boards app."""

from boards.models.boards import NAME_LENGTH, Board, Column, Hue, Label, PositionField
from boards.models.cards import (
    DESCRIPTION_LENGTH,
    TITLE_LENGTH,
    Card,
    CardAssignee,
    CardFile,
    CardLabel,
    CardWatcher,
)
from boards.models.checklists import ITEM_LENGTH, Checklist, ChecklistItem
from boards.models.comments import COMMENT_LENGTH, Comment, CommentMention
from boards.models.search import IndexedCard, IndexedComment

__all__ = [
    "COMMENT_LENGTH",
    "DESCRIPTION_LENGTH",
    "ITEM_LENGTH",
    "NAME_LENGTH",
    "TITLE_LENGTH",
    "Board",
    "Card",
    "CardAssignee",
    "CardFile",
    "CardLabel",
    "CardWatcher",
    "Checklist",
    "ChecklistItem",
    "Column",
    "Comment",
    "CommentMention",
    "Hue",
    "IndexedCard",
    "IndexedComment",
    "Label",
    "PositionField",
]
