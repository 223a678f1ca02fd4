"""The projects app."""

from django.utils.translation import gettext_lazy as _

from core.app_loading import ModularAppConfig


class ProjectsConfig(ModularAppConfig):
    default = True
    name = "projects"
    verbose_name = _("Projects")
