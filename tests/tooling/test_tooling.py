"""Requirements, vendored files and page assets match their lists."""

import base64
import hashlib
import json
import os
import re
import runpy
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import emoji
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template

from bench.browser.bundle import BUNDLE, compressed_size, first_load
from chat.emoji import EMOJI
from projects.pages.search import ICONS
from tests.support.processes import BARE, tried

ROOT = settings.BASE_DIR
VENDOR = ROOT / "static" / "vendor"


LOCKS = {
    "requirements.txt": "product",
    "requirements-s3.txt": "s3",
    "bench/requirements.txt": "bench",
    "requirements-dev.txt": "dev",
}
PINNED = re.compile(r"[\w.-]+==[\w.]+( ; [\w\s.<>=!']+)?( --hash=sha256:[0-9a-f]{64})+")


@pytest.mark.parametrize("path", LOCKS)
def test_every_requirement_has_one_exact_version_and_hashes(path: str) -> None:
    assert [line[:80] for line in pinned(path) if not PINNED.fullmatch(line)] == []
    assert len(names_in(path)) == len(set(names_in(path)))


@pytest.mark.parametrize("path", LOCKS)
def test_no_requirement_stands_in_two_files_of_one_install(path: str) -> None:
    assert set(names_in(path)) & {name for below in standing_on(path) for name in names_in(below)} == set()


@pytest.mark.parametrize(("path", "group"), LOCKS.items())
def test_what_is_asked_for_is_in_its_file_and_says_why(path: str, group: str) -> None:
    text = (ROOT / "pyproject.toml").read_text()
    asked = tomllib.loads(text)["dependency-groups"][group]
    reasons = dict(re.findall(r'^ +"(.+)", *# (\S.+)$', text, re.MULTILINE))
    assert [each for each in asked if each not in reasons] == []
    locked = {name for each in (path, *standing_on(path)) for name in names_in(each)}
    assert {plain(each) for each in asked} - locked == set()


IMPORT_WITHOUT = """
import importlib, sys
sys.modules.update(dict.fromkeys(sys.argv[1].split()))
import django
django.setup()
for name in sys.argv[2].split():
    importlib.import_module(name)
"""


def test_the_product_imports_only_what_its_own_file_lists() -> None:
    ours = {*names_in("requirements.txt"), "pip"}
    theirs = [
        module
        for module, packages in packages_distributions().items()
        if {plain(package) for package in packages}.isdisjoint(ours)
    ]
    assert {"boto3", "pytest", "storages"} <= set(theirs)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "kanban.settings", "S3_BUCKET": ""}
    run = tried(
        [sys.executable, "-c", IMPORT_WITHOUT, " ".join(theirs), " ".join(own_modules())], environment
    )
    assert run.returncode == 0, run.stderr


def own_modules() -> list[str]:
    """Every module of the apps, but for tests and what is about a bucket."""
    apps = [ROOT / name for name in settings.INSTALLED_APPS if (ROOT / name / "__init__.py").exists()]
    paths = [path for app in apps for path in app.rglob("*.py") if "tests" not in path.parts]
    return [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in paths
        if path.stem != "__init__" and "from storages." not in path.read_text()
    ]


@pytest.mark.parametrize("command", ["bin/venv", "Dockerfile"])
def test_an_install_takes_nothing_without_its_hash(command: str) -> None:
    installs = [line for line in (ROOT / command).read_text().splitlines() if "pip install" in line]
    assert installs
    assert [line for line in installs if "--require-hashes" not in line] == []


def pinned(path: str) -> list[str]:
    """One line for each requirement, its hashes behind it."""
    lines = (ROOT / path).read_text().replace(" \\\n   ", "").splitlines()
    return [line for line in lines if line and not line.lstrip().startswith(("#", "-r "))]


def standing_on(path: str) -> list[str]:
    nested = re.findall(r"^-r (\S+)$", (ROOT / path).read_text(), re.MULTILINE)
    return [str((ROOT / path).parent.joinpath(each).resolve().relative_to(ROOT)) for each in nested]


def names_in(path: str) -> list[str]:
    return [plain(line) for line in pinned(path)]


def plain(requirement: str) -> str:
    return re.split(r"[\[;=~ ]", requirement)[0].lower().replace("_", "-").replace(".", "-")


@pytest.mark.parametrize("arguments", [["ruf", "nosuchstep"], ["quick", "nosuchstep"]])
def test_bin_test_refuses_a_step_that_does_not_exist_and_lists_those_that_do(arguments: list[str]) -> None:
    run = tried(["bin/test", *arguments], BARE)
    assert run.returncode == 2
    first, *steps = run.stderr.splitlines()
    assert first == "No step's name begins with 'nosuchstep'. The steps:"
    assert {"mypy", "ruff check", "tsc", "pytest quick, PostgreSQL"} <= set(steps)


def test_the_front_end_lock_names_exact_versions_and_no_registry() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert [name for name, package in locked.items() if "resolved" in package] == []


def test_vendored_files_are_the_listed_ones_byte_by_byte() -> None:
    packages = json.loads((VENDOR / "vendor.json").read_text())
    listed = {target: file["sha384"] for package in packages for target, file in package["files"].items()}
    found = {str(path.relative_to(VENDOR)): sha384(path) for path in VENDOR.rglob("*") if path.is_file()}
    found.pop("vendor.json")
    assert found == listed


def sha384(path: Path) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()


def test_every_vendored_package_brings_its_licence() -> None:
    folders = {path.name: path for path in VENDOR.iterdir() if path.is_dir()}
    assert [name for name, path in folders.items() if not (path / "LICENSE").exists()] == []


def test_no_vendored_script_asks_for_a_source_map() -> None:
    scripts = [path for path in VENDOR.rglob("*") if path.suffix in (".js", ".mjs", ".css")]
    assert scripts
    assert [path.name for path in scripts if b"sourceMappingURL" in path.read_bytes()] == []


# ── Icons ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_strip_of_icons_is_what_the_vendored_files_make() -> None:
    made = runpy.run_path(str(ROOT / "bin" / "icons"))["drawn"]()
    assert {path.name: path.read_text() for path in made} == {path.name: text for path, text in made.items()}


def test_every_icon_that_is_named_is_in_the_strip() -> None:
    """Icons are named by a class, or in CSS by position with the name in a comment."""
    places = dict(re.findall(r"\.icon--([\w-]+) \{ --icon: (\d+); \}", style("icon-names.css")))
    placed = re.findall(r"--icon: (\d+); /\* ([\w-]+) \*/", style("icons.css"))
    assert placed
    assert [(place, name) for place, name in placed if places[name] != place] == []
    sources = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static" / "js").rglob("*.js")]
    named = {name for path in sources for name in re.findall(r"\bicon--([a-z][\w-]*)", path.read_text())}
    assert (named | set(ICONS.values())) - places.keys() == set()


def style(name: str) -> str:
    return (ROOT / "static" / "css" / name).read_text()


# ── Emoji ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_reaction_is_what_the_package_says_is_one_emoji() -> None:
    assert emoji.EMOJI_DATA.keys() == EMOJI
    assert {"👍", "👍🏽", "❤", "❤️", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "👩‍👩‍👧‍👦", "#️⃣"} <= EMOJI
    assert EMOJI.isdisjoint({"", " ", "a", "#", "👍👍", "\u200d", "\ufe0f"})


def test_the_list_of_emoji_is_what_the_package_makes() -> None:
    made = runpy.run_path(str(ROOT / "bin" / "emoji"))["listed"]()
    assert (ROOT / "chat" / "emoji.txt").read_text(encoding="utf-8") == made


# ── Files of a page ───────────────────────────────────────────────────────────────────────────────


def rendered(source: str) -> str:
    return Template("{% load assets %}" + source).render(Context())


def test_every_static_file_that_a_template_names_is_there() -> None:
    pages = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    named = set(re.findall(r"""{%\s*static\s+["']([^"']+)["']""", pages))
    assert [name for name in sorted(named) if finders.find(name) is None] == []


def test_a_page_loads_the_modules_where_nothing_is_built(settings: Any, tmp_path: Path) -> None:
    settings.STATICFILES_DIRS = [tmp_path]
    settings.ASSETS = "auto"
    assert rendered('{% entry "board" %}') == '<script type="module" src="/static/js/board.js"></script>'
    assert rendered('{% styles "app" %}') == '<link rel="stylesheet" href="/static/css/app.css">'


def test_a_page_loads_the_bundle_where_it_is_built(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    for name in ("board.js", "app.css"):
        (tmp_path / "dist" / name).touch()
    settings.STATICFILES_DIRS = [tmp_path]
    settings.ASSETS = "auto"
    assert rendered('{% entry "board" %}') == '<script type="module" src="/static/dist/board.js"></script>'
    assert rendered('{% styles "app" %}') == '<link rel="stylesheet" href="/static/dist/app.css">'


@pytest.mark.parametrize(("assets", "path"), [("source", "js/site.js"), ("dist", "dist/site.js")])
def test_the_setting_chooses_between_bundle_and_modules(settings: Any, assets: str, path: str) -> None:
    settings.ASSETS = assets
    assert f"/static/{path}" in rendered('{% entry "site" %}')


# ── Budgets ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.skipif(not BUNDLE.exists(), reason="npm run build makes the bundle")
def test_the_bundle_keeps_its_budgets() -> None:
    board = first_load("board.js", "site.js")
    assert compressed_size(*board) <= 45 * 1024
    assert len(board) <= 12, "a module that is fetched later does not import first_load.js first"
    for page in ("site.js", "activity.js", "archive.js"):
        assert compressed_size(*first_load(page, "site.js")) <= 12 * 1024
    assert compressed_size(*first_load("site.js")) <= 8 * 1024
    for sheet in ("board.css", "pages.css"):
        assert compressed_size("app.css", sheet) <= 20 * 1024
    for sheet in ("card.css", "tools.css"):
        assert compressed_size(sheet) <= 8 * 1024
    later = sorted(path.name for path in BUNDLE.glob("*.js") if path.name not in board)
    assert any(name.startswith("chat-") for name in later), "the board waits for the chat"
    assert {name: size for name in later if (size := compressed_size(name)) > 14 * 1024} == {}


def test_the_fonts_keep_their_budget() -> None:
    assert sum(path.stat().st_size for path in (VENDOR / "inter").glob("*.woff2")) <= 70 * 1024
