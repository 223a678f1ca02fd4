"""The projects app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Projects")

    def ready(self) -> None:
        import_module("projects.commands")
        import_module("projects.account_deletion")
        import_module("projects.inverses")
        import_module("projects.sentences")
