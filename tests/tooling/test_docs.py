import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.websocket.identity import NOT_ALLOWED, SIGN_IN_AGAIN
from kanban.consumers import BrowserConsumer
from kanban.management.commands import hooks, protocol
from projects.errors import CODES
from projects.realtime import sockets
from projects.registry import commands

ROOT = settings.BASE_DIR
PAGES = [str(path.relative_to(ROOT)) for path in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])]
BENCHMARKS = "docs/benchmarks.md"
WALKTHROUGH = "docs/walkthrough.md"
APPS = ("accounts", "boards", "chat", "files", "kanban", "notifications", "projects")
SCRIPTS = ("bin/run", "bin/test", "bin/venv", ".ci/run")
# Variables of the shell, and those that a script sets itself or for one command.
NOT_OURS = {"PATH", "PWD", "HOME", "SECONDS", "DEBIAN_FRONTEND", "DJANGO_SETTINGS_MODULE"}
FIGURE = re.compile(r"(?<![\w.])\d[\d,.]*\s?(?:ms|/s|fps|MB/s|µs)\b")


def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def prose_of(path: str) -> str:
    """Text of a page without its code blocks."""
    return re.sub(r"^```.*?^```$", "", text_of(path), flags=re.MULTILINE | re.DOTALL)


# ── The catalogue ─────────────────────────────────────────────────────────────────────────────────


def test_the_catalogue_is_what_the_registry_says():
    call_command("protocol", check=True)


def test_a_catalogue_that_is_not_current_is_named(tmp_path, monkeypatch):
    stale = tmp_path / "protocol.md"
    stale.write_text(text_of("docs/protocol.md").replace("| `card.move` |", "| `card.shift` |"))
    monkeypatch.setattr(protocol, "PATH", stale)
    with pytest.raises(CommandError, match=r"run manage\.py protocol"):
        call_command("protocol", check=True)
    call_command("protocol")
    assert stale.read_text() == text_of("docs/protocol.md")


@pytest.mark.parametrize("name", sorted(commands))
def test_every_command_is_in_the_catalogue_unless_it_is_internal(name):
    listed = f"| `{name}` |" in text_of("docs/protocol.md")
    assert listed is not commands[name].internal


def test_the_catalogue_is_in_english_whoever_makes_it(settings):
    settings.LANGUAGE_CODE = "ru"
    call_command("protocol", check=True)


# ── The table of hooks ────────────────────────────────────────────────────────────────────────────


def test_the_table_of_hooks_is_what_the_registries_say():
    call_command("hooks", check=True)


def test_a_table_of_hooks_that_is_not_current_is_named(tmp_path, monkeypatch):
    stale = tmp_path / "architecture.md"
    stale.write_text(text_of("docs/architecture.md").replace("| `redactors` |", "| `erasers` |"))
    monkeypatch.setattr(hooks, "PATH", stale)
    with pytest.raises(CommandError, match=r"run manage\.py hooks"):
        call_command("hooks", check=True)
    call_command("hooks")
    assert stale.read_text() == text_of("docs/architecture.md")


# ── Frames, codes ─────────────────────────────────────────────────────────────────────────────────


def test_every_frame_that_is_no_command_is_documented():
    frames = BrowserConsumer().frame_handlers()
    assert set(frames) == set(column("docs/protocol.md", "| frame | payload |"))


def test_every_code_of_a_refusal_is_documented():
    sources = [path.read_text() for app in APPS for path in (ROOT / app).rglob("*.py")]
    raised = {
        code
        for source in sources
        for code in re.findall(r"(?:Conflict|Forbidden|Refusal)\(.*?code=\"(\w+)\"", source, re.DOTALL)
    }
    declared = {
        code
        for source in sources
        for code in re.findall(r"status, code(?:, detail)? = \d+, \"(\w+)\"", source)
    }
    assert set(column("docs/protocol.md", "| code | status |")) == raised | declared | set(CODES.values())


def test_every_close_code_is_documented():
    ours = {sockets.TOO_SLOW, sockets.TOO_MANY, sockets.FLOOD, sockets.TOO_BIG}
    ours |= {sockets.RESTART, sockets.TRY_LATER}
    codes = {SIGN_IN_AGAIN, NOT_ALLOWED, *ours}
    assert set(column("docs/protocol.md", "| code | means | then |", quoted=False)) == {
        str(code) for code in codes
    }


# ── The environment ───────────────────────────────────────────────────────────────────────────────


def read_names() -> set[str]:
    """Names of environment variables that the product and its scripts read."""
    sources = [path.read_text() for app in APPS for path in (ROOT / app).rglob("*.py")]
    names = {
        name for source in sources for name in re.findall(r"env\.\w+\(\s*[\"']([A-Z][A-Z0-9_]+)[\"']", source)
    }
    for script in SCRIPTS:
        names |= set(re.findall(r"\$\{([A-Z][A-Z0-9_]+)", text_of(script)))
    return names - NOT_OURS


def example_names() -> set[str]:
    return set(re.findall(r"^([A-Z][A-Z0-9_]+)=", text_of(".env.example"), re.MULTILINE))


def test_every_variable_that_is_read_is_documented_and_no_other():
    assert set(column("docs/operations.md", "| name |")) == read_names() | example_names()


def test_what_is_said_of_an_unset_variable_is_so():
    said = dict(
        re.findall(r"^\| `([A-Z][A-Z0-9_]+)` \| `([^`]+)` \|", text_of("docs/operations.md"), re.MULTILINE)
    )
    defaults = re.findall(
        r"env\.(?:number|text|choice)\(\s*[\"']([A-Z][A-Z0-9_]+)[\"'],\s*[\"']?([\w.-]+)",
        text_of("kanban/settings.py"),
    )
    assert len(defaults) > 8
    for name, value in defaults:
        if name != "VAR_DIR":  # the default is a path in this checkout
            assert said.get(name, value) == value, name


# ── The walkthrough ───────────────────────────────────────────────────────────────────────────────


def references() -> list[str]:
    """Every `path:name` and `path:Class.method` of the walkthrough."""
    return sorted(set(re.findall(r"`([\w./-]+\.(?:py|js):\w+(?:\.\w+)?)`", text_of(WALKTHROUGH))))


def python_names(source: str) -> set[str]:
    """What a module defines: functions, classes, `Class.method`, and variables."""
    names = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
            names |= {
                f"{node.name}.{member.name}"
                for member in getattr(node, "body", [])
                if isinstance(node, ast.ClassDef)
                and isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef)
            }
    return names


def javascript_names(source: str) -> set[str]:
    """What a module exports: functions, classes, `Class.method`, and constants."""
    names = set()
    exported = r"^export (?:async )?(?:function\*?|class|const|let) (\w+)(?:.*?(?=^\S)|.*)"
    for found in re.finditer(exported, source, re.MULTILINE | re.DOTALL):
        names.add(found[1])
        if found[0].startswith("export class"):
            methods = re.findall(r"^  (?:static |async |get |set )*(\w+)\(", found[0], re.MULTILINE)
            names |= {f"{found[1]}.{method}" for method in methods}
    return names


def test_the_walkthrough_names_functions_of_both_sides():
    assert {reference.partition(":")[0].rpartition(".")[2] for reference in references()} == {"py", "js"}
    assert len(references()) > 40


@pytest.mark.parametrize("reference", references())
def test_every_function_that_the_walkthrough_names_exists(reference):
    path, _, name = reference.partition(":")
    find = python_names if path.endswith(".py") else javascript_names
    assert name in find(text_of(path))


# ── Words ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("document", PAGES)
def test_every_link_leads_somewhere(document):
    for target in links_of(document):
        path, _, anchor = target.partition("#")
        file = (ROOT / document).parent / path if path else ROOT / document
        assert file.exists(), target
        if anchor:
            assert anchor in anchors_of(file), target


@pytest.mark.parametrize("document", PAGES)
def test_every_file_that_is_named_is_there(document):
    named = re.findall(
        r"`((?:[\w.-]+/)+[\w.*-]*\.(?:py|js|css|html|md|toml|yml)|bin/\w+)`", prose_of(document)
    )
    for path in named:
        assert list(ROOT.glob(path)) or list(ROOT.glob(f"*/{path}")), path


@pytest.mark.parametrize("document", PAGES)
def test_every_management_command_that_is_named_exists(document):
    found = {path.stem for app in APPS for path in (ROOT / app).glob("management/commands/*.py")}
    known = found | {"runserver", "migrate", "createsuperuser", "check"}
    assert set(re.findall(r"manage\.py (\w+)", text_of(document))) <= known


@pytest.mark.parametrize("document", [page for page in PAGES if page != BENCHMARKS])
def test_every_measured_figure_names_the_command_that_measures_it(document):
    for paragraph in prose_of(document).split("\n\n"):
        if FIGURE.search(paragraph) or "measured" in paragraph.lower():
            assert re.search(
                r"`(?:bin/\w+|pytest|python manage\.py|npm run|python3 -m bench)[^`]*`", paragraph
            ), paragraph


def test_the_benchmarks_name_the_command_that_measures_them_before_all_else():
    assert "`bin/bench" in prose_of(BENCHMARKS).split("\n\n")[1]


def test_the_readme_begins_with_two_commands():
    [begin] = re.findall(r"\A# [^\n]+\n\n```\n(.*?)```", text_of("README.md"), re.DOTALL)
    assert [line.split()[0] for line in begin.strip().splitlines()] == ["git", "bin/run"]


@pytest.mark.parametrize("name", ["board.png", "board-dark.png"])
def test_the_readme_shows_the_real_board(name):
    assert f"docs/{name}" in text_of("README.md")
    picture = (ROOT / "docs" / name).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert size_of(picture) == (1440, 900)


def column(page: str, head: str, *, quoted: bool = True) -> list[str]:
    """First cells of every table whose first header is `head`."""
    tables = [table for table in text_of(page).split("\n\n") if table.startswith(head)]
    cells = [line.split("|")[1].strip() for table in tables for line in table.splitlines()[2:]]
    return [cell.strip("`") for cell in cells] if quoted else cells


def links_of(page: str) -> list[str]:
    found = re.findall(r"\]\(([^)\s]+)\)|(?:src|srcset|href)=\"([^\"]+)\"", prose_of(page))
    return [link for pair in found for link in pair if link and not link.startswith(("http://", "https://"))]


def anchors_of(file: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head).strip().lower().replace(" ", "-") for head in heads}


def size_of(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG, from its header."""
    return int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])
