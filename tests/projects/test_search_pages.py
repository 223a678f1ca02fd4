"""The search results page, and the palette's results while typing."""

import re
from html import unescape
from typing import Any
from urllib.parse import quote, unquote

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


def test_a_comment_is_shown_with_its_author_and_its_card(lighthouse: World, bob: Person) -> None:
    card = lighthouse.card(title="Mend the stairs")["id"]
    lighthouse.do("comment.create", by="bob", cardId=card, text="The **third** step creaks")
    for path in ("/search?q=creaks", "/search/items?q=creaks"):
        text = bob.browse(path).text
        assert titles(text)[-1] == "The third step creaks"
        by = re.search(r'class="hit__by">(.*?)</small>', text, re.DOTALL)
        assert by
        assert " ".join(re.sub(r"<[^>]+>", "", by[1]).split()) == "Bob Marley LIG-3 Mend the stairs"


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("third", "Oil the third hinge"),
        ("urgent", "urgent repairs"),
        ("errands", "Errands in town"),
        ("loudly", "squeaks"),
        ("printer", "It squeaks"),
        ("stairs third", "Oil the third hinge"),
    ],
)
def test_a_card_is_shown_with_the_line_that_was_found(
    lighthouse: World, bob: Person, query: str, shown: str
) -> None:
    label = lighthouse.do("label.create", projectId=lighthouse.id, name="urgent repairs", color="red")["id"]
    card = lighthouse.card(title="Mend the stairs", description="It creaks.", labelIds=[label])["id"]
    checklist = lighthouse.do("checklist.create", cardId=card, name="Errands in town")["id"]
    for text in ("Buy nails", "Oil the third hinge"):
        lighthouse.do("checklist_item.create", checklistId=checklist, text=text)
    (text,) = re.findall(
        r'hit__text" dir="auto">(.*?)</small>', bob.browse(f"/search?q={query}&kind=cards").text
    )
    assert shown in re.sub("</?mark>", "", text)


@pytest.mark.sqlite
def test_a_message_in_the_chat_is_found_as_running_text(lighthouse: World, bob: Person) -> None:
    said = "Look: **the lamp**, [here](https://example.net)"
    lighthouse.do("chat.message", by="bob", projectId=lighthouse.id, text=said)
    text = bob.browse(f"/projects/{lighthouse.id}/messages/search?q=lamp").text
    assert "Look: the <mark>lamp</mark>, here" in text


@pytest.mark.parametrize("query", ["in:", "is: -label:"])
def test_an_operator_without_a_value_is_no_search_yet(lighthouse: World, bob: Person, query: str) -> None:
    assert titles(bob.browse(f"/search/items?q={query}").text) == ["Lighthouse"]
    assert "What are you looking for?" in bob.browse(f"/search?q={query}").text


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("query", "sentence", "meant"),
    [
        ("is:dnoe", "No state is called “dnoe”.", "is:done"),
        ("-is:opne squid", "No state is called “opne”.", "-is:open"),
        ("это:готвоо", "No state is called “готвоо”.", "это:готово"),
        ("is:zzzz", "No state is called “zzzz”.", ""),
        ("printer in:lihgthouse", "No project or column is called “lihgthouse”.", "in:LIG"),
        ("in:fliess", "No project or column is called “fliess”.", "in:files"),
        ('in:"files"', "No project or column is called “files”.", "in:files"),
        ("label:urgnet", "No label is called “urgnet”.", 'label:"urgent repairs"'),
        ("author:marlye", "Nobody in your projects is called “marlye”.", 'author:"Bob Marley"'),
        ("assignee:noboyd", "Nobody in your projects is called “noboyd”.", "assignee:nobody"),
        ("due:<firday", "“firday” isn’t a day.", "due:<friday"),
        ("due:ovredue", "“ovredue” isn’t a day.", "due:overdue"),
        ("before:christmas", "“christmas” isn’t a day.", ""),
        ("after:yestreday", "“yestreday” isn’t a day.", "after:yesterday"),
    ],
)
def test_an_unknown_value_is_told_with_the_nearest(
    lighthouse: World, bob: Person, query: str, sentence: str, meant: str
) -> None:
    lighthouse.do("project.update", projectId=lighthouse.id, key="LIG")
    lighthouse.do("label.create", projectId=lighthouse.id, name="urgent repairs", color="red")
    text = unescape(bob.browse(f"/search?q={quote(query)}&kind=cards").text)
    assert sentence in text
    links = re.findall(r'Did you mean <a class="link" href="\?q=([^"&]*)&kind=cards">(.*?)</a>\?', text)
    assert [name for _, name in links] == ([meant] if meant else [])
    if meant:
        assert meant in unquote(links[0][0])
        assert "squid" not in query or "squid" in unquote(links[0][0])


def test_a_known_value_is_no_unknown_one(lighthouse: World, bob: Person) -> None:
    for query in ("is:done", "due:week", "in:people", "author:me zzz", "label:none zzz", "note:zzz"):
        assert "Did you mean" not in bob.browse(f"/search?q={query}&kind=cards").text


@pytest.mark.sqlite
def test_an_unfinished_quotation_stays_behind_what_was_meant(lighthouse: World, bob: Person) -> None:
    text = bob.browse('/search?q=is:dnoe in:lig "print').text
    assert unquote(re.findall(r'Did you mean <a class="link" href="\?q=(.*?)">', text)[0]) == (
        'is:done in:lig "print'
    )


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
