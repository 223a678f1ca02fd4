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
            *("sentences", "comment_sentences", "checklist_sentences"),
        ):
            import_module(f"boards.{name}")
