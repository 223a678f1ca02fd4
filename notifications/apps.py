"""The notifications app."""

from django.utils.translation import gettext_lazy as _

from core.app_loading import ModularAppConfig


class NotificationsConfig(ModularAppConfig):
    default = True
    name = "notifications"
    verbose_name = _("Notifications")
