"""The boards app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BoardsConfig(AppConfig):
    name = "boards"
    verbose_name = _("Boards")

    def ready(self) -> None:
        for name in (
            *("commands", "tombstones", "fragments", "references"),
            *("finding", "finding_comments"),
            *("sentences", "comment_sentences", "checklist_sentences", "many_sentences"),
            *("inverses", "many_inverses", "checklist_inverses", "comment_inverses"),
        ):
            import_module(f"boards.{name}")
