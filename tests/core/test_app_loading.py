"""What fills a registry is loaded by its name; nothing that would fill one is left out."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from core.app_loading import ModularAppConfig, hook_modules
from core.registry import all_registries

pytestmark = pytest.mark.sqlite

APPS = [config.name for config in apps.get_app_configs() if isinstance(config, ModularAppConfig)]
LOADED = {module for app in APPS for module in hook_modules(app)}
REGISTRIES = {registry.name for registry in all_registries}
REGISTERING_METHODS = {"register", "add"}


def modules_of(app: str) -> Iterator[tuple[str, ast.Module]]:
    root = Path(settings.BASE_DIR)
    for path in sorted((root / app).rglob("*.py")):
        name = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        yield name, ast.parse(path.read_text(encoding="utf-8"))


def names_registry(node: ast.AST) -> bool:
    """`on_member_removed.register` and the like."""
    return (
        isinstance(node, ast.Attribute)
        and node.attr in REGISTERING_METHODS
        and isinstance(node.value, ast.Name)
        and node.value.id in REGISTRIES
    )


def registering_functions() -> set[str]:
    """Functions that register what they are given, such as `command`."""
    return {
        node.name
        for app in APPS
        for _, tree in modules_of(app)
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any(names_registry(part) for statement in node.body for part in ast.walk(statement))
    }


def registers(tree: ast.Module, functions: set[str]) -> bool:
    """Whether importing the module registers something."""
    for statement in tree.body:
        decorators = getattr(statement, "decorator_list", [])
        for part in ast.walk(statement) if isinstance(statement, ast.Expr) else decorators:
            called = part.func if isinstance(part, ast.Call) else part
            if names_registry(called) or (isinstance(called, ast.Name) and called.id in functions):
                return True
    return False


def test_every_app_with_models_is_loaded_by_its_names():
    assert APPS == ["accounts", "projects", "files", "boards", "chat", "notifications"]


def test_the_functions_that_register_are_known():
    assert registering_functions() == {"command", "fragment", "inverse", "log_subscriber", "sentence"}


def test_every_module_that_registers_something_is_loaded_by_its_name():
    functions = registering_functions()
    registering = {name for app in APPS for name, tree in modules_of(app) if registers(tree, functions)}
    assert len(registering) > 40
    assert registering <= LOADED


@pytest.mark.parametrize("registry", all_registries, ids=lambda registry: registry.name)
def test_every_entry_comes_from_a_module_that_is_loaded_by_its_name(registry):
    assert registry.filled_by
    assert set(registry.filled_by) <= LOADED


@pytest.mark.parametrize("registry", all_registries, ids=lambda registry: registry.name)
def test_a_registry_has_the_name_that_it_is_declared_by(registry):
    assert getattr(import_module(registry.defined_in), registry.name) is registry


def test_modules_are_loaded_in_the_same_order_each_time():
    names = list(hook_modules("boards"))
    assert names == list(hook_modules("boards"))
    assert names[:3] == ["boards.commands", "boards.commands.bulk", "boards.commands.card_files"]
    assert names.index("boards.commands") < names.index("boards.undo") < names.index("boards.sentences")
