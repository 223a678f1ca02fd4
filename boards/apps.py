"""The boards app."""

from django.utils.translation import gettext_lazy as _

from core.app_loading import ModularAppConfig


class BoardsConfig(ModularAppConfig):
    default = True
    name = "boards"
    verbose_name = _("Boards")
