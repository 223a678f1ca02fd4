"""Templates and style sheets: lines that a diff can show, tags that close, no rule without a use."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.template import Engine

from core.markup.languages import PARTS
from kanban.template_loader import INDENTATION
from projects.pages.search import ICONS

LONGEST = 140
ROOT = settings.BASE_DIR
TEMPLATES = ROOT / "templates"
SHEETS = ROOT / "static" / "css"
PAGES = sorted(TEMPLATES.rglob("*.html"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


# ── Lines ─────────────────────────────────────────────────────────────────────────────────────────


def lines() -> Iterator[tuple[str, str]]:
    """Of each template and each style sheet, with its place."""
    for path in [*PAGES, *TEMPLATES.rglob("*.txt"), *SHEETS.rglob("*.css")]:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            yield f"{named(path)}:{number}", line


def test_no_line_is_longer_than_140_characters() -> None:
    assert {place: len(line) for place, line in lines() if len(line) > LONGEST} == {}


def test_no_line_ends_in_white_space_or_holds_a_tab() -> None:
    assert [place for place, line in lines() if line != line.rstrip() or "\t" in line] == []


# ── Indentation, which is not sent ────────────────────────────────────────────────────────────────


def test_a_template_is_loaded_without_its_indentation_and_with_all_its_lines() -> None:
    source = (TEMPLATES / "boards" / "_card.html").read_text()
    loaded = Engine.get_default().get_template("boards/_card.html").source
    assert INDENTATION.search(source)
    assert loaded == "\n".join(line.lstrip() for line in source.split("\n"))


def test_nothing_is_indented_where_a_browser_shows_white_space() -> None:
    shown = re.compile(r"<(pre|textarea)\b.*?</\1>", re.DOTALL)
    inside = re.compile(r">[^<]*\n[ \t]")
    found = [(named(path), part.group()) for path in PAGES for part in shown.finditer(path.read_text())]
    assert len(found) > 5
    assert [place for place, part in found if inside.search(part)] == []


def test_a_translation_of_several_lines_is_trimmed() -> None:
    """Else its indentation would be part of the message that is looked up."""
    opened = re.compile(r"{% blocktranslate(?P<how>[^%]*)%}(?P<text>.*?){% endblocktranslate %}", re.DOTALL)
    found = [(path, block) for path in TEMPLATES.rglob("*.*") for block in opened.finditer(path.read_text())]
    long = [(path, block) for path, block in found if "\n" in block["text"]]
    assert long
    assert [named(path) for path, block in long if "trimmed" not in block["how"].split()] == []


# ── Tags ──────────────────────────────────────────────────────────────────────────────────────────

VOID = {"br", "hr", "img", "input", "link", "meta"}
BLOCKS = {"autoescape", "block", "for", "if", "with"}
BRANCHES = {"elif", "else", "empty"}
TEXT = re.compile(r"{%\s*(blocktranslate|comment)\b.*?{%\s*end\1\s*%}|{{.*?}}|{#.*?#}", re.DOTALL)
TAG = re.compile(
    r"""{%\s*(?P<block>\w+).*?%}|<(?P<end>/?)(?P<name>[a-z][\w-]*)(?:{%.*?%}|"(?:{%.*?%}|[^"])*"|[^">{])*>""",
    re.DOTALL,
)
# The form for a file needs no script: a dialog has it only without scripts, the page of the card always.
LOOSE = {"templates/boards/_card_files.html": ["<noscript> in {% if %}", "</noscript> in {% if %}"]}


def test_each_tag_closes_in_the_block_that_opened_it() -> None:
    found = {named(path): list(loose_ends(path.read_text())) for path in PAGES}
    assert {name: ends for name, ends in found.items() if ends} == LOOSE


def test_a_tag_that_does_not_close_is_found() -> None:
    assert list(loose_ends("<ul>{% for x in y %}<li>{{ x }}{% endfor %}</ul>")) == ["<li> in {% for %}"]
    halves = '<p>{% if a > 1 %}<b class="{% if b %}c{% endif %}">{% else %}</b>{% endif %}</p>'
    assert list(loose_ends(halves)) == ["<b> in {% if %}", "</b> in {% if %}"]
    assert list(loose_ends("<p><b></p></b>")) == ["</p> in <b>", "<p> in the template"]


def loose_ends(source: str) -> Iterator[str]:
    """What a browser would have to mend, in any of the ways through the template."""
    open_: list[str] = ["the template"]
    for tag in TAG.finditer(TEXT.sub("", source)):
        if tag["name"]:
            yield from elements(open_, tag["name"], closes=bool(tag["end"]))
        elif tag["block"] in BLOCKS:
            open_.append("{% " + tag["block"] + " %}")
        elif tag["block"] in BRANCHES or tag["block"].removeprefix("end") in BLOCKS:
            yield from branch(open_, ends=tag["block"].startswith("end"))
    yield from (f"{tag} in the template" for tag in open_[1:])


def elements(open_: list[str], name: str, *, closes: bool) -> Iterator[str]:
    if not closes:
        open_ += [] if name in VOID else [f"<{name}>"]
    elif open_[-1] == f"<{name}>":
        open_.pop()
    else:
        yield f"</{name}> in {open_[-1]}"


def branch(open_: list[str], *, ends: bool) -> Iterator[str]:
    [*_, block] = [at for at, tag in enumerate(open_) if tag.startswith("{%")]
    yield from (f"{tag} in {open_[block]}" for tag in open_[block + 1 :])
    del open_[block if ends else block + 1 :]


# ── Classes ───────────────────────────────────────────────────────────────────────────────────────

NOT_OURS = {
    "field-key": "Django's admin marks a cell by the name of its column",
    "readonly": "Django's admin marks what cannot be changed",
}
ATTRIBUTE = re.compile(r"""class="((?:{%.*?%}|{{.*?}}|[^"])*)"|{% block \w+_class %}(.*?){% endblock %}""")
WORDS = re.compile(r"[\w-]+")


def test_every_class_of_a_style_is_worn_by_something() -> None:
    worn = worn_in_templates() | worn_in_scripts() | worn_in_markdown() | NOT_OURS.keys()
    sheets = {path: styled(path.read_text()) for path in SHEETS.rglob("*.css") if path.stem != "icon-names"}
    assert sum(map(len, sheets.values())) > 400
    assert {name: named(path) for path, names in sheets.items() for name in names - worn} == {}
    assert NOT_OURS.keys() <= set.union(*sheets.values())


def test_every_icon_of_the_strip_is_shown_somewhere() -> None:
    """By a class, in a style by its place with its name beside it, or as what a search found."""
    strip = styled((SHEETS / "icon-names.css").read_text())
    placed = re.findall(r"--icon: \d+; /\* ([\w-]+) \*/", (SHEETS / "icons.css").read_text())
    shown = worn_in_templates() | worn_in_scripts() | {f"icon--{name}" for name in [*placed, *ICONS.values()]}
    assert strip - shown == set()


def styled(sheet: str) -> set[str]:
    """The classes in the selectors of a sheet."""
    selectors = re.sub(
        r"{[^{}]*}", "", re.sub(r"/\*.*?\*/|url\([^)]*\)|\"[^\"]*\"", "", sheet, flags=re.DOTALL)
    )
    return set(re.findall(r"\.([a-z][\w-]*)", selectors))


def worn_in_templates() -> set[str]:
    values = ["".join(found) for path in PAGES for found in ATTRIBUTE.findall(path.read_text())]
    return {word for value in values for word in WORDS.findall(re.sub(r"{%.*?%}|{{.*?}}", " ", value))}


def worn_in_markdown() -> set[str]:
    """The classes that the renderer writes; the groups of its patterns name those of code."""
    written = "".join(path.read_text() for path in (ROOT / "core" / "markup").glob("*.py"))
    classes = {word for value in re.findall(r'class="([a-z_ -]+)"', written) for word in value.split()}
    kinds = {kind for parts in PARTS.values() for kind in parts} | {"name", "number", "keyword"}
    return classes | {f"tok-{kind}" for kind in kinds - {"words"}}


def worn_in_scripts() -> set[str]:
    """Any word in quotes, which may be a class."""
    scripts = [path.read_text() for path in (ROOT / "static" / "js").rglob("*.js")]
    quoted = [text for script in scripts for text in re.findall(r'"[^"\n]*"|`[^`]*`', script)]
    return {word for text in quoted for word in WORDS.findall(text)}
