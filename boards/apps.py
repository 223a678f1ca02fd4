"""The boards app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BoardsConfig(AppConfig):
    name = "boards"
    verbose_name = _("Boards")

    def ready(self) -> None:
        import_module("boards.commands")
        import_module("boards.finding")
        import_module("boards.fragments")
        import_module("boards.inverses")
        import_module("boards.many_inverses")
        import_module("boards.many_sentences")
        import_module("boards.references")
        import_module("boards.sentences")
