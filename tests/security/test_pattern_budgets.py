"""Every regular expression that meets people's text: its bound, and a budget for 100,000 characters."""

import importlib
import pkgutil
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from accounts.auth.user_agents import describe_user_agent
from core.autolinks import find_autolinks
from core.markup.languages import PARTS
from core.markup.languages import pattern as code_pattern
from core.search.query import parse
from files.filenames import clean_filename
from projects.mentions.places import NameTable, Scanner
from projects.pages.marks import marked
from projects.project_keys import derive_key
from tests.support.cpu_budget import MILLISECOND, spent

pytestmark = pytest.mark.hostile

PACKAGES = ("accounts", "boards", "chat", "core", "files", "kanban", "notifications", "projects")
LENGTH = 100_000
BUDGET = 250 * MILLISECOND
"""For one pass over 100,000 characters: one step a character, and every match an object."""

BOUNDS = {
    "accounts.auth.user_agents:PROGRAM_NAME": "matched at the start; the name has at most 40 characters",
    "accounts.auth.user_agents:UNPRINTABLE": "one character",
    "boards.search.beside:NUMBER": "the whole text; 6 letters and 9 digits",
    "core.autolinks:EMAIL": "begins where a name begins; every part is counted",
    "core.autolinks:HINT": "begins at a dot; two fixed words",
    "core.autolinks:HOST": "begins where a name begins; every part is counted, the path one run",
    "core.autolinks:WEB": "begins at a scheme; takes to the next blank and gives nothing back",
    "core.ids:CANONICAL": "the whole text; 36 characters",
    "core.mail_names:LINK": "one step at each place but for a run of digits after a dot",
    "core.markup.links:SCHEME": "matched at the start; 31 characters",
    "core.markup.links:TAG": "HTML of this program; one run",
    "core.markup.parser:DEEP": "begins at a line; one way, nothing given back",
    "core.markup.parser:KEPT": "looks 200 characters ahead at most; what it takes, it does not give back",
    "core.markup.walker:CELLS": "one character",
    "core.markup.walker:PREFIX": "begins at a line; one run",
    "core.names:BREAKS": "one character",
    "core.names:TAGS": "begins behind a flag; 13 characters",
    "core.search.dates:DISTANCE": "the whole text; 4 characters",
    "core.search.dates:DOTTED": "the whole text; 10 characters",
    "core.search.dates:ISO": "the whole text; 10 characters",
    "core.search.dates:MONTH": "the whole text; 7 characters",
    "core.search.dates:YEAR": "the whole text; 4 characters",
    "core.search.excerpts:FENCE": "begins at a line; one run",
    "core.search.excerpts:SIGNS": "one character, or begins at a line; one run after another",
    "core.search.query:COMPARISON": "matched at the start; two characters",
    "core.search.query:OPERATOR": "20 letters at each place",
    "core.search.stems:ENGLISH": "the whole text; 40 letters",
    "core.search.stems:RUSSIAN": "the whole text; 40 letters",
    "core.search.units:CHUNK": "one run",
    "core.search.units:SIGNS": "one run",
    "core.search.units:UNIT": "one run of one class after the other",
    "core.wire:LINE_BREAKS": "one character",
    "core.wire:SURROGATE": "one character",
    "files.content_types.markup:BLANKS": "matched at a place; one run of blanks",
    "files.content_types.markup:DOCTYPE": "matched at the start; 200 characters",
    "files.content_types.markup:ELEMENT": "matched at the start; 200 characters",
    "files.content_types.programs:PROGRAM_MEMBER": "the whole name in a zip; one run of 200 characters",
    "files.content_types.rules:WORD": "the whole word of a setting, no text of people",
    "files.content_types.texts:STRAY_WORDS": "one character",
    "files.content_types.texts:USUAL": "one character",
    "files.download:RANGE": "the whole text; 18 digits twice",
    "files.filenames:FOLDERS": "matched at the start; one way back to the last slash",
    "files.filenames:RISKY": "one character",
    "files.filenames:SPACES": "one run of blanks",
    "kanban.body_limits:TAKES_FILES": "the whole text; one run",
    "kanban.browsable:PARAMETER": "routes of this program, no text of people",
    "kanban.logs:SECRET_PATHS": "begins at a fixed word; one run",
    "kanban.protocol_catalogue:PARAMETER": "routes of this program, no text of people",
    "kanban.protocol_catalogue:RUNS": "source of this program, no text of people",
    "kanban.template_loader:INDENTATION": "templates of this program, no text of people",
    "projects.history.activity:CARD": "the whole text; 6 letters and 9 digits",
    "projects.member_names:TAG": "begins at a blank or #; 32 digits",
    "projects.mentions.boundaries:HANGUL": "one character",
    "projects.mentions.boundaries:PARTICLES": "12 characters; three endings, not given back",
    "projects.mentions.boundaries:SERVER": "begins behind a name; 63 characters",
    "projects.mentions.boundaries:UNSPACED": "one character",
    "projects.mentions.folded_text:BREAKS": "one character",
    "projects.operator.log_export:FORMULA": "matched at the start; one run of blanks",
    "projects.search.completion:WORD": "the whole text, which has 200 characters; 20 letters before a colon",
    "projects.search.unknown_values:NAME": "matched at the start; one run",
    "projects.search.words:ENDING": "one character",
}
NAMES = NameTable([("a" * length, [length]) for length in range(1, 60)] + [("日本", [0]), ("é", [0])])
FUNCTIONS: dict[str, Callable[[str], object]] = {
    "addresses in a text": lambda text: list(find_autolinks(text)),
    "the name of a file": clean_filename,
    "a key from the name of a project": lambda text: derive_key(text[:10_000]),
    "the name of a browser": describe_user_agent,
    "mentions in a piece of text": lambda text: list(Scanner(NAMES).places(text)),
    "words marked in an excerpt": lambda text: marked(
        text[:1000], parse("a b c d e f g h i j k l m n o p " * 6)
    ),
}
TOKENS = [
    "a",
    "A1",
    " ",
    "\t",
    "/",
    "\\",
    "-",
    ".",
    "@",
    "www.",
    "http://",
    "mailto:",
    "\n",
    "=",
    "0",
    "{",
    "é",
    "日",
]

CODE = [
    *(
        "(",
        "'",
        '"',
        "\\",
        "/",
        "<",
        "{",
        "a",
        "a ",
        "/*",
        "<a ",
        "`",
        "$(",
        '"\\',
        "#",
        "-",
        "@",
        "<!--",
        "%",
    ),
    *("a:", "a=", "\n", "a\n", "::", "a.b", "[a]", "${", "r'", "_", "0x", "é", '"a" ', "--a:", "#[", "'\\a"),
]


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """All compiled patterns that modules of the product have, by module and name."""
    for package in map(importlib.import_module, PACKAGES):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations." in module.name or ".management." in module.name or module.name == "kanban.asgi":
                continue
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    yield f"{module.name}:{name}", value


def hostile_texts() -> list[str]:
    choice = random.Random(7)
    tokens = [[token] for token in TOKENS] + [
        choice.choices(TOKENS, k=choice.randint(2, 4)) for _ in range(30)
    ]
    return [("".join(each) * LENGTH)[: LENGTH - 1] + "!" for each in tokens]


def own_patterns() -> dict[str, re.Pattern[str]]:
    """Each pattern once, where it is defined: an importing module has it under the same name."""
    found: dict[str, re.Pattern[str]] = {}
    for name, pattern in patterns():
        module, _, attribute = name.partition(":")
        source = importlib.import_module(module).__spec__
        assert source is not None
        assert source.origin is not None
        if re.search(rf"^{attribute}\b[^=]*= re\.compile", Path(source.origin).read_text(), re.MULTILINE):
            found[name] = pattern
    return found


def test_every_pattern_is_listed_with_its_bound() -> None:
    assert sorted(own_patterns()) == sorted(BOUNDS)


@pytest.mark.parametrize("name", sorted(BOUNDS))
def test_a_pattern_reads_a_hundred_thousand_characters_in_its_budget(name: str) -> None:
    pattern = own_patterns()[name]
    for text in hostile_texts():
        with spent() as time:
            pattern.match(text)
            pattern.fullmatch(text)
            if "matched at the start" not in BOUNDS[name]:
                for _ in pattern.finditer(text):
                    pass
        assert time.units < BUDGET, text[:30]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_with_patterns_of_its_own_stays_in_its_budget(name: str) -> None:
    for text in hostile_texts():
        with spent() as time:
            FUNCTIONS[name](text)
        assert time.units < BUDGET, text[:30]


@pytest.mark.parametrize("family", PARTS)
def test_code_in_colours_stays_in_its_budget(family: str) -> None:
    for token in CODE:
        with spent() as time:
            for _ in code_pattern(family).finditer((token * LENGTH)[:LENGTH]):
                pass
        assert time.units < BUDGET, token
