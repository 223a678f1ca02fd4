"""The search results page, and the palette's results while typing."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.search.query import parse
from projects.pages.marks import marked
from tests.support.people import Person
from tests.support.worlds import World, build_empty


@pytest.fixture
def lighthouse(cast: Any) -> World:
    world = build_empty(cast, name="Lighthouse")
    world.card(title="Oil the printer", description="It squeaks <b>loudly</b>.")
    world.card("doing", "Another thing")
    world.do("chat.message", by="bob", projectId=world.id, text="Who has the printer & the <paper>?")
    return world


def titles(text: str) -> list[str]:
    text = re.sub(r'<template id="palette.*?</template>', "", text, flags=re.DOTALL)
    return [
        re.sub(r"<[^>]+>", "", title) for title in re.findall(r'class="hit__title"[^>]*>(.*?)</span>', text)
    ]


@pytest.mark.sqlite
def test_a_page_finds_without_a_script(lighthouse: World, bob: Person) -> None:
    text = bob.browse("/search?q=printer").text
    assert sorted(titles(text)) == ["Oil the printer", "Who has the printer &amp; the &lt;paper&gt;?"]
    assert f'href="/projects/{lighthouse.id}/cards/1"' in text
    assert "Oil the <mark>printer</mark>" in text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("q=printer&kind=cards", 1),
        ("q=printer&kind=messages", 1),
        ("q=printer&kind=files", 0),
        ("q=printer&kind=nonsense", 2),
        ("q=printer&project={0}", 2),
        ("q=printer&project=nonsense", 2),
        ("q=printer&project=01980000-0000-7000-8000-000000000000", 2),
        ("q=", 0),
        ("q=%00%20", 0),
        ("q=" + "x" * 500, 0),
    ],
)
def test_a_page_is_narrowed_by_kind_and_project(
    lighthouse: World, bob: Person, query: str, count: int
) -> None:
    answer = bob.browse(f"/search?{query.format(lighthouse.id)}")
    assert answer.status_code == 200
    assert len(titles(answer.text)) == count


def test_what_is_not_found_is_said(lighthouse: World, bob: Person) -> None:
    assert "Nothing found" in bob.browse("/search?q=%3Ci%3Enowhere").text
    assert "&lt;i&gt;nowhere" in bob.browse("/search?q=%3Ci%3Enowhere").text


def test_an_outsider_finds_nothing_of_a_project(lighthouse: World, eve: Person) -> None:
    for path in (
        "/search?q=printer",
        f"/search?q=printer&project={lighthouse.id}",
        "/search/items?q=printer",
    ):
        text = eve.browse(path).text
        assert titles(text) == []
        assert "Lighthouse" not in text


@pytest.mark.sqlite
def test_the_palette_gets_groups_and_projects(lighthouse: World, bob: Person) -> None:
    text = bob.browse("/search/items?q=printer").text
    assert re.findall(r'id="hits-(\w+)"', text) == ["cards", "messages"]
    assert 'role="option"' in text
    assert "Lighthouse" in titles(bob.browse("/search/items?q=").text)
    assert titles(bob.browse("/search/items?q=lightho").text) == ["Lighthouse"]


@pytest.mark.sqlite
def test_the_number_of_a_card_comes_before_all_else(lighthouse: World, bob: Person) -> None:
    lighthouse.card(title="Not LIG-1")
    lighthouse.do("project.update", projectId=lighthouse.id, key="LIG")
    assert titles(bob.browse("/search/items?q=lig-1").text)[0] == "Oil the printer"


def test_many_hits_need_no_more_queries(lighthouse: World, bob: Person) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert bob.browse("/search/items?q=printer").status_code == 200
        return len(seen)

    count()
    few = count()
    for number in range(8):
        lighthouse.card(title=f"printer {number}")
    assert count() <= few


@pytest.mark.parametrize(
    ("text", "sought", "shown"),
    [
        ("Oil & water", "oil", "<mark>Oil</mark> &amp; water"),
        ("<script>printers</script>", "printer", "&lt;script&gt;<mark>printers</mark>&lt;/script&gt;"),
        ("Печать на принтере", "принтер", "Печать на <mark>принтере</mark>"),
        ("a.b", ".*", "a.b"),
        ("nothing", "", "nothing"),
    ],
)
def test_the_words_that_were_sought_stand_out(text: str, sought: str, shown: str) -> None:
    assert marked(text, parse(sought)) == shown
