"""The registries of the product and the modules that fill them, as a table in Markdown."""

from collections import Counter

from core.registry import Registry, all_registries
from kanban.generated_docs import table


def hook_table() -> str:
    """All registries, by the module that declares them."""
    registries = sorted(all_registries, key=lambda registry: (registry.defined_in, registry.name))
    return table(("hook", "used when", "defined in", "filled by"), map(_row, registries))


def _row(registry: Registry) -> tuple[str, ...]:
    filled_by = ", ".join(f"`{path}`" for path in _places(registry.filled_by))
    return f"`{registry.name}`", registry.used, f"`{_path(registry.defined_in)}`", filled_by


def _places(modules: list[str]) -> list[str]:
    """Their paths; a package instead of its modules where more than one of them is there."""
    packages = Counter(module.rpartition(".")[0] for module in modules)
    places = {
        f"{package.replace('.', '/')}/" if "." in package and packages[package] > 1 else _path(module)
        for module in modules
        for package in [module.rpartition(".")[0]]
    }
    return sorted(places)


def _path(module: str) -> str:
    return f"{module.replace('.', '/')}.py"
