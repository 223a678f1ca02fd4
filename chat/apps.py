"""The chat app."""

from django.utils.translation import gettext_lazy as _

from core.app_loading import ModularAppConfig


class ChatConfig(ModularAppConfig):
    default = True
    name = "chat"
    verbose_name = _("Chat")
