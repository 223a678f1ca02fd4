"""Excerpts of Markdown: running text around the hit, as it is read, of texts of any length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.markup.parser import parse as parse_markdown
from core.markup.text_writers import LineWriter
from core.search.excerpts import SIGNS, markdown_excerpt
from core.search.highlights import highlights
from core.search.query import parse
from tests.search.texts import any_text
from tests.support.cpu_budget import MILLISECOND, spent

LONG = 20_000
BUDGET = 100 * MILLISECOND


def shown(text: str, query: str) -> str:
    return markdown_excerpt(text, parse(query))


@pytest.mark.parametrize(
    ("text", "query", "excerpt"),
    [
        ("Ask the **printers**.", "printers", "Ask the printers."),
        ("# Paint\n\n- [ ] the _door_\n- `blue`\n", "door", "Paint the door blue"),
        ("See [the plan](https://example.net/plan.pdf) today", "today", "See the plan today"),
        ("> quoted ~~words~~", "nothing", "quoted words"),
        ("| a | b |\n|---|---|\n| door | wall |", "door", "a b door wall"),
        ("no * sign, 2 > 1 & C:\\x", "sign", "no * sign, 2 > 1 & C:\\x"),
        ("plain words", "words", "plain words"),
        ("See [the plan](https://example.net/a)", "example.net", "See the plan (https://example.net/a)"),
        ("a **b** c", "**b**", "a **b** c"),
        ("```python\nx = 2 * y\n```", "python", "```python x = 2 * y ```"),
        ("", "door", ""),
    ],
)
def test_an_excerpt_is_running_text(text: str, query: str, excerpt: str) -> None:
    assert shown(text, query) == excerpt


def test_of_a_long_text_only_the_part_around_the_hit_is_read() -> None:
    filler = "**la** [lo](https://example.net/x) li\n" * 300
    found = shown(f"{filler}- paint the **red door**, then `wait`\n{filler}", "red door")
    assert found.startswith("…")
    assert found.endswith("…")
    assert "paint the red door, then wait" in found
    assert not set("*[]`") & set(found)


def test_what_stands_in_a_long_block_of_code_stays_code() -> None:
    code = "x = *y* + __z__\n" * 200
    assert "x = *y* + __z__ door = **1**" in shown(f"```\n{code}door = **1**\n{code}```\n", "door")


def test_no_word_is_cut_into_another_one() -> None:
    text = f"{'postcard ' * 40}door {'cardboard ' * 40}"
    found = shown(text, "door card")
    words = found.strip("…").split()
    assert set(words) <= {"postcard", "door", "cardboard"}


@given(st.text("ab.,:;!?&]>#=+-1) \n\r\t'", max_size=60))
def test_a_text_without_signs_is_read_as_it_stands(text: str) -> None:
    document = parse_markdown(text)
    if not SIGNS.search(text) and document:
        assert LineWriter(document).write().split() == text.split()


@given(any_text(300), any_text(8))
def test_what_is_marked_in_a_text_is_marked_in_its_excerpt(text: str, query: str) -> None:
    sought = parse(query)
    if highlights(text, sought):
        assert highlights(markdown_excerpt(text, sought), sought)


HOSTILE = {
    **{
        piece: (piece * LONG)[:LONG] for piece in ("[", "**", "_a", "`", "![](", "> ", "- ", "a|", "](", "<a")
    },
    "deep quotes": "\n".join(["> " * 300 + "door"] * 30),
    "fences": "```\n~~~\n" * (LONG // 8),
    "links": "[a](https://example.net/a) " * (LONG // 27),
    "one word": "x" * LONG,
    "escapes": "\\*" * (LONG // 2),
}


@pytest.mark.hostile
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("query", ["door", "a [", "https net x **"])
def test_an_excerpt_stays_in_its_budget(name: str, query: str) -> None:
    with spent() as time:
        shown(HOSTILE[name], query)
    assert time.units < BUDGET


@given(st.text("*_`[]()<>#|\\-+ \n!door~=:&1.", max_size=200), st.sampled_from(["door", "**", "1", "-door"]))
def test_no_text_is_refused(text: str, query: str) -> None:
    assert len(shown(text, query)) <= 500
