"""The files app."""

from django.utils.translation import gettext_lazy as _

from core.app_loading import ModularAppConfig


class FilesConfig(ModularAppConfig):
    default = True
    name = "files"
    verbose_name = _("Files")
