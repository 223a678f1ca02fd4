"""The chat app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChatConfig(AppConfig):
    name = "chat"
    verbose_name = _("Chat")

    def ready(self) -> None:
        for name in (
            "commands",
            "inverses",
            "redaction",
            "fragments",
            "read_markers",
            "context",
            "search",
            "sentences",
        ):
            import_module(f"chat.{name}")
