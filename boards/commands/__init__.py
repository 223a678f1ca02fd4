"""The commands of this app; importing it registers them."""

from boards.commands import card_files, cards, columns, founding, labels, restoring

__all__ = ["card_files", "cards", "columns", "founding", "labels", "restoring"]
