"""The boards app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BoardsConfig(AppConfig):
    name = "boards"
    verbose_name = _("Boards")

    def ready(self) -> None:
        for name in (
            *("commands", "wire.redaction", "contexts.fragments", "contexts.card_references"),
            *("queries.search_cards", "queries.search_comments"),
            *("sentences.board", "sentences.comments", "sentences.checklists", "sentences.bulk"),
            *("undo.restore", "undo.restore_checklists", "undo.restore_comments", "undo.restore_bulk"),
            *("undo.unconvert_item",),
            *("undo.inverses", "undo.bulk_inverses", "undo.checklist_inverses", "undo.comment_inverses"),
        ):
            import_module(f"boards.{name}")
