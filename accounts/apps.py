"""The accounts app."""

from django.utils.translation import gettext_lazy as _

from core.app_loading import ModularAppConfig


class AccountsConfig(ModularAppConfig):
    default = True
    name = "accounts"
    verbose_name = _("Accounts")
