"""The files app."""

from django.utils.translation import gettext_lazy as _

from core.app_loading import ModularAppConfig
from files.multipart import refuse_encodings


class FilesConfig(ModularAppConfig):
    default = True
    name = "files"
    verbose_name = _("Files")

    def ready(self) -> None:
        super().ready()
        refuse_encodings()
