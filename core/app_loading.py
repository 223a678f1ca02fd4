"""Imports the modules of an app that register something, when Django starts.

A module that fills a registry of `core.registry` has one of the names in HOOK_MODULES, or lies in a package
of that name. So does one with receivers of signals, or with extensions of the OpenAPI generator.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pkgutil import walk_packages

from django.apps import AppConfig

HOOK_MODULES = (
    "commands",
    "undo",
    "inverses",
    "sentences",
    "wire",
    "redaction",
    "contexts",
    "context",
    "fragments",
    "queries",
    "search",
    "attachments",
    "read_markers",
    "generate",
    "account_deletion",
    "realtime",
    "auth",
    "openapi",
)
"""In the order of loading, which is the order of entries within one app. Names of modules or packages; an app
has some of them."""


class ModularAppConfig(AppConfig):
    """Imports the app's HOOK_MODULES when the app is ready.

    A subclass sets `default = True`: `apps.py` holds two classes then, and Django takes the one that says so.
    """

    def ready(self) -> None:
        for module in hook_modules(self.name):
            import_module(module)


def hook_modules(app: str) -> Iterator[str]:
    """The app's modules that are loaded: in the order of HOOK_MODULES, and by the alphabet in a package."""
    for name in (f"{app}.{name}" for name in HOOK_MODULES):
        spec = find_spec(name)
        if spec is not None:
            yield name
            folders = spec.submodule_search_locations or []
            yield from (module.name for module in walk_packages(folders, f"{name}."))
