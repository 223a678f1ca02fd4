"""Texts of strangers are parsed in time proportional to their length, whatever they hold."""

import random
from functools import partial
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from chat.models import Mention
from core.autolinks import find_autolinks
from core.ids import new_id
from core.markdown import to_html
from core.markup.parser import MAX_EVENTS
from core.texts.diff import MAX_COMPARED_LINES, line_diff
from projects.mentions.places import NameTable, Scanner
from projects.models import Project
from projects.prose import prose_html
from tests.support.cpu_budget import MILLISECOND, cost, spent

pytestmark = pytest.mark.hostile

LENGTH = 20_000
BUDGET = 50 * MILLISECOND

TOKENS = [
    *(
        "*",
        "_",
        "**",
        "~~",
        "`",
        "``",
        "[",
        "]",
        "(",
        ")",
        "![",
        "<",
        "</",
        "<a",
        "<a>",
        "<!--",
        "-->",
        "<![",
    ),
    *("<?", "&", "&amp;", "\\", "\n", "\n\n", "> ", "- ", "1. ", "# ", "|", "|-|", "---", "===", "a", "b "),
    *("\t", "    ", "```", "~~~", "<![CDATA[", "~", "^", "$", "{", "}", ":", "é", "日", "\u200d", "😀", "'"),
    *('"', "[a]:", "[a]", "xn--a.", "www.", "+www.", "www.=", "1.1.1.1+", "http://", "HTTPS://x", "a@b."),
    *("@", "x@y.zz ", "mailto:", "(https://a.b)", "\u202e", "\xa0", "  \n", " \n", "[x](", "](y)", "a.b@"),
    *(
        "::",
        "//",
        "W-1 ",
        "ftp://",
        "<http://a>",
        "[a]: http://b\n",
        "]:",
        "[^a]",
        "- [ ] ",
        "a.com",
        "C:\\a",
    ),
    *("\\\\a", "__a__", "2*3", "007. ", "|:-:|", "&a;", "```py\n", "\\*", "\u2e00"),
]
CORPUS = [
    "xn--a." * 22 + "-",
    "+www." * 4000,
    "www.=" * 4000,
    "1.1.1.1+" * 2500,
    "a" * LENGTH,
    "a." * 10_000,
    "a@" * 10_000,
    "![[](" * 4000,
    "> " * 10_000,
    "- 1. " * 4000,
    "`" * 9_999 + " " + "`" * 10_000,
    "|a" * 10_000 + "\n" + "|-" * 9_000,
    "[a](<b" * 3_000,
    "<a href='" * 2_000,
    "https://" + "(" * 10_000 + ")" * 9_000,
    "https://x" + "." * 19_000,
    "https://x" + "a)" * 9_000,
    ("1. " * 20_000)[:10_000] + ("\n|" * 20_000)[:10_000],
    ("1. " * 20_000)[:10_000] + ("\n`" * 20_000)[:10_000],
    "```py\n" + "f(1) " * 4_000,
    "```js\n1+1\n```\n" * 1_300,
    "- [ ] a\n" * 2_500,
    "|1|2\n" * 2 + "|-|-\n" + "|1|2|3\n" * 2_800,
    "[a]: http://b\n" * 1_400,
    "1. a\n5. b\n" * 2_000,
    "![a](b)" * 2_800,
    "\\*" * 10_000,
    "".join(map(chr, range(0x2E00, 0x2E2F))) + "<a" * 9_000,
]


def filled(tokens: list[str], end: str) -> str:
    """The tokens over and over, LENGTH characters, and then `end`."""
    return ("".join(tokens) * LENGTH)[:LENGTH] + end


def random_texts(count: int) -> list[str]:
    choice = random.Random(12)
    return [
        filled(choice.choices(TOKENS, k=choice.randint(1, 5)), choice.choice(["", "!", "-", "\n"]))
        for _ in range(count)
    ]


@pytest.mark.parametrize("text", CORPUS, ids=lambda text: f"{text[:12]!r}…")
def test_markdown_known_to_be_hostile_stays_in_its_budget(text: str) -> None:
    assert cost(lambda: to_html(text), BUDGET) < BUDGET


def test_markdown_of_repeated_tokens_stays_in_its_budget() -> None:
    slow = []
    for text in [*(filled([token], "-") for token in TOKENS), *random_texts(400)]:
        units = cost(partial(to_html, text), BUDGET)
        if units >= BUDGET:
            slow.append((text[:40], units))
    assert slow == []


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(TOKENS) | st.text(max_size=6), min_size=1, max_size=5), st.text(max_size=3))
def test_markdown_of_any_repeated_texts_stays_in_its_budget(tokens: list[str], end: str) -> None:
    text = filled([*tokens, "x"], end)
    assert cost(lambda: to_html(text), BUDGET) < BUDGET


def test_five_times_the_text_takes_five_times_as_long_not_more() -> None:
    for text in CORPUS[1:4]:
        with spent() as one:
            for _ in range(5):
                list(find_autolinks(text))
        with spent() as five:
            list(find_autolinks(text * 5))
        assert five.units < 4 * one.units + MILLISECOND


def test_a_text_of_too_many_elements_is_shown_as_it_was_written() -> None:
    text = "*a* <b>\n" * MAX_EVENTS
    html = to_html(text)
    assert html.startswith('<p dir="auto">*a* &lt;b&gt;<br>')
    assert html.count("*a*") == MAX_EVENTS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\nb\n" * 250, "a\na\nb\nb\n" * 125),
        ("a\n" * 1000, "b\na\n" * 500),
        ("\n" * 20_000, "a\n" * 10_000),
        ("x" * 20_000, "y" * 20_000),
    ],
    ids=["pairs", "many", "too many", "one long line"],
)
def test_a_page_of_fifty_edits_is_compared_in_its_budget(old: str, new: str) -> None:
    budget = 100 * MILLISECOND
    assert cost(lambda: [line_diff("Text", old, new) for _ in range(50)], budget) < budget


def test_a_text_of_too_many_lines_is_called_rewritten() -> None:
    lines = "line\n" * (MAX_COMPARED_LINES - 1)
    assert not line_diff("Text", lines, lines + "one").rewritten
    more = line_diff("Text", lines, lines + "one\nmore")
    assert more.rewritten
    assert more.lines[0] == ("-", "line")
    assert more.more > MAX_COMPARED_LINES


def mentions_in(text: str, people: list[tuple[str, list[UUID]]]) -> list[object]:
    return list(Scanner(NameTable(people)).places(text))


def test_mentions_among_thousands_of_people_are_found_in_their_budget() -> None:
    people = [("a" * length + f"{number:03}", [new_id()]) for length in range(1, 60) for number in range(100)]
    people += [(f"Person {number:04} of many", [new_id()]) for number in range(4100)]
    long = "@" + "a\u0301" * 5000
    for text in (
        "@" * LENGTH,
        "@a" * (LENGTH // 2),
        ("@" + "a" * 59 + "0") * 300,
        "＠a " * 6000,
        long,
        "\u0301@" * 9000,
    ):
        budget = BUDGET + 20 * MILLISECOND  # the names are sorted into a table first
        assert cost(partial(mentions_in, text, people), budget) < budget, text[:10]


def test_a_text_full_of_mentions_and_cards_is_rendered_in_its_budget() -> None:
    project = Project(key="WEB", name="Website")
    people = [User(email=f"a{number}@example.com", display_name=f"a{number}") for number in range(50)]
    mentions = [Mention(user=person, name=person.display_name) for person in people]
    for text in ("@a" * (LENGTH // 2), "@a1 @a49 WEB-1 " * (LENGTH // 15), "WEB-" * (LENGTH // 4)):
        units = cost(partial(prose_html, text, project, mentions, {}), 2 * BUDGET)
        assert units < 2 * BUDGET, text[:10]
