import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.websocket.identity import NOT_ALLOWED, SIGN_IN_AGAIN
from kanban.consumers import BrowserConsumer
from kanban.management.commands import protocol
from projects.errors import CODES
from projects.realtime import sockets
from projects.registry import COMMANDS

ROOT = settings.BASE_DIR
PAGES = [str(path.relative_to(ROOT)) for path in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])]
BENCHMARKS = "docs/benchmarks.md"
APPS = ("accounts", "boards", "chat", "files", "kanban", "notifications", "projects")
SCRIPTS = ("bin/run", "bin/test", "bin/venv", ".ci/run")
# The shell's own, and names that a script makes for itself or for one command.
NOT_OURS = {"PATH", "PWD", "HOME", "SECONDS", "DEBIAN_FRONTEND", "DJANGO_SETTINGS_MODULE"}
FIGURE = re.compile(r"(?<![\w.])\d[\d,.]*\s?(?:ms|/s|fps|MB/s|µs)\b")


def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def prose_of(path: str) -> str:
    """Without what stands in code blocks."""
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


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_in_the_catalogue_unless_no_door_opens_it(name):
    listed = f"| `{name}` |" in text_of("docs/protocol.md")
    assert listed is not COMMANDS[name].internal


def test_the_catalogue_is_in_english_whoever_makes_it(settings):
    settings.LANGUAGE_CODE = "ru"
    call_command("protocol", check=True)


# ── Frames, codes ─────────────────────────────────────────────────────────────────────────────────


def test_every_frame_that_is_no_command_is_documented():
    frames = BrowserConsumer().signals()
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
    codes = {SIGN_IN_AGAIN, NOT_ALLOWED, sockets.TOO_SLOW, sockets.FLOOD, sockets.TOO_BIG, sockets.RESTART}
    assert set(column("docs/protocol.md", "| code | means | then |", quoted=False)) == {
        str(code) for code in codes
    }


# ── The environment ───────────────────────────────────────────────────────────────────────────────


def read_names() -> set[str]:
    """What the product and its scripts take from the environment."""
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
        r"env\.(?:number|text)\(\s*[\"']([A-Z][A-Z0-9_]+)[\"'],\s*[\"']?([\w.-]+)",
        text_of("kanban/settings.py"),
    )
    assert len(defaults) > 8
    for name, value in defaults:
        if name != "VAR_DIR":  # its default is a path of this checkout
            assert said.get(name, value) == value, name


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
            assert re.search(r"`(?:bin/\w+|pytest|python manage\.py|npm run)[^`]*`", paragraph), paragraph


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
    """The first cells of every table that begins so."""
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
    """Of a PNG, from its header."""
    return int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])
