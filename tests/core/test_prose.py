"""User text as HTML: markdown, mentions, card chips; no script survives."""

import re
import time

import pytest

from chat.models import Mention
from projects.models import Project
from projects.prose import prose_html
from tests.support.worlds import World


@pytest.fixture
def project(world: World) -> Project:
    return Project.objects.get(pk=world.id)


def html(project: Project, text: str) -> str:
    return prose_html(text, project, [])


def test_markdown_is_rendered(project: Project) -> None:
    shown = html(project, "**bold** `code`\nnext\n\n- item\n\nhttps://example.com")
    assert "<strong>bold</strong> <code>code</code><br>" in shown
    assert '<li dir="auto">item</li>' in shown
    assert 'href="https://example.com" rel="noopener noreferrer nofollow"' in shown


def test_each_block_takes_its_direction_from_its_text(project: Project) -> None:
    table = "| א | b |\n|---|---|\n| ג | d |"
    shown = html(project, f"# שלום\n\nText\n\n- אחד\n\n  שתיים\n\n> مرحبا\n\n{table}\n\n    code\n")
    of_the_item = ["p", "p"]
    assert re.findall(r'<(h1|p|li|th|td|pre)\b(?! dir="auto")', shown) == of_the_item
    assert shown.count('dir="auto"') == 9


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&colon;alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://evil.example/x.png)",
        '[x](https://x "onmouseover=alert(1)")',
        "```html\n</code></pre><script>alert(1)</script>\n```",
        '<https://x.example/"onclick=alert(1)>',
    ],
)
def test_nothing_that_runs_gets_through(project: Project, text: str) -> None:
    shown = html(project, text).lower()
    assert not re.search(r"<(script|img|svg)|<[^>]*\son\w+=|<[^>]*\shref=.(javascript|data):", shown)


@pytest.mark.parametrize(
    "bomb", ["[" * 4000, "*" * 4000, "`" * 4000, "> " * 2000, "- " * 2000, "![[](" * 800, "_a" * 2000]
)
def test_markdown_bombs_are_harmless(project: Project, bomb: str) -> None:
    started = time.thread_time()
    html(project, bomb)
    # The limit is 200 ms of work; a slower machine gets a factor. Waiting on a busy one does not count.
    assert time.thread_time() - started < 1.0


def test_a_key_or_a_link_of_a_card_becomes_a_chip(world: World, project: Project) -> None:
    card = world.do("card.update", id=world.cards["two"], version=1, title="Two & a <half>")
    link = f"http://localhost/projects/{world.id}/cards/{card['number']}"
    for text in (card["key"], f"({card['key']})", link, f"[see]({link})"):
        shown = html(project, text)
        assert f'data-card="{card["id"]}"' in shown
        assert "Two &amp; a &lt;half&gt;" in shown


@pytest.mark.parametrize("kind", ["comment", "checklist", "item"])
def test_a_chip_leads_to_the_part_that_its_link_names(world: World, project: Project, kind: str) -> None:
    link = f"http://localhost/projects/{world.id}/cards/1"
    part = f"{kind}-{world.id}"
    query = f"?comment={world.id}" if kind == "comment" else ""
    assert f'href="/projects/{world.id}/cards/1{query}#{part}"' in html(project, f"{link}{query}#{part}")
    for other in (f'#{kind}-"onclick', "#comments", f"#{kind}", f"#x-{world.id}"):
        assert f'href="/projects/{world.id}/cards/1"' in html(project, f"{link}{other}")


@pytest.mark.parametrize("shape", ["`{}`", "x{}", "{}x", "[{}](https://example.com)", "    {}"])
def test_a_key_elsewhere_stays_text(world: World, project: Project, shape: str) -> None:
    key = f"{project.key}-1"
    assert "data-card" not in html(project, shape.format(key))


@pytest.mark.sqlite
def test_cards_that_are_not_here_stay_text(world: World, project: Project) -> None:
    for text in (f"{project.key}-999", f"{project.key}-999999999", "OTHER-1", f"{project.key.lower()}-1"):
        assert "data-card" not in html(project, text)
    other = Project.objects.get(pk=world.do("project.create", name="Other", key="OTHER")["id"])
    column = other.board.columns.order_by("position").first()
    assert column is not None
    card = world.do("card.create", columnId=str(column.pk), title="There")
    assert "data-card" not in html(project, f"{card['key']} /projects/{other.pk}/cards/1")


@pytest.mark.sqlite
def test_a_mention_is_marked_with_the_name_of_the_person(world: World, project: Project) -> None:
    user = world.cast["bob"].user
    shown = prose_html("hey @bob marley!", project, [Mention(user=user, name="bob marley")])
    assert f'data-user="{world.cast["bob"].id}"' in shown
    assert ">@Bob Marley</span>!" in shown
