"""Completions of operators and of their values, as a search field fetches them while one types."""

import re
from html import unescape
from urllib.parse import quote

import pytest

from tests.support.people import Person
from tests.support.worlds import Cast, World, build_empty

pytestmark = pytest.mark.sqlite


@pytest.fixture
def harbour(cast: Cast) -> World:
    world = build_empty(cast, name="Harbour")
    for name in ("bug", "Needs paint", 'say "hi"'):
        world.do("label.create", projectId=world.id, name=name, color="red")
    return world


def inserts(who: Person, word: str, rest: str = "") -> list[str]:
    answer = who.browse(f"/search/completions?word={quote(word)}{rest}")
    assert answer.status_code == 200
    return [unescape(text) for text in re.findall(r'data-insert="([^"]*)"', answer.text)]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("la", ["label:"]),
        ("-LA", ["-label:"]),
        ("a", []),
        ("ме", ["метка:"]),
        ("lamp", []),
        ("label:b", ["label:bug "]),
        ("label:bug", []),
        ("-label:PAINT", ['-label:"Needs paint" ']),
        ('label:"nee', ['label:"Needs paint" ']),
        ("label:hi", ['label:"say hi" ']),
        ("label:zz", []),
        ("author:", None),
        ("author:lov", ['author:"Ada Lovelace" ']),
        ("is:over", ["is:overdue "]),
        ("is:просроч", ["is:просрочено "]),
        ("это:мо", ["это:моё "]),
        ("due:<fri", ["due:<friday "]),
        ("срок:завт", ["срок:завтра "]),
        ("in:prog", ['in:"In Progress" ']),
        ("in:mess", ["in:messages "]),
        ("note:x", []),
        ("", []),
        ("-", []),
        ("label:\x00" + "x" * 500, []),
    ],
)
def test_what_is_typed_is_completed(harbour: World, bob: Person, word: str, found: list[str] | None) -> None:
    answer = inserts(bob, word)
    assert (answer == found) if found is not None else answer[0] == "author:me "


def test_a_field_offers_what_its_kinds_have(harbour: World, bob: Person) -> None:
    in_chat = f"&project={harbour.id}&kinds=messages"
    assert inserts(bob, "au", in_chat) == ["author:"]
    assert inserts(bob, "la", in_chat) == []
    assert inserts(bob, "label:b", in_chat) == []
    assert inserts(bob, "in:", in_chat) == []


def test_kinds_projects_and_columns_are_offered_in_fair_shares(
    harbour: World, cast: Cast, bob: Person
) -> None:
    for number in range(12):
        build_empty(cast, name=f"Quay {number}")
        harbour.do("column.create", projectId=harbour.id, name=f"Berth-{number}")
    offered = inserts(bob, "in:")
    keys = {option for option in offered if re.fullmatch("in:[A-Z]+[0-9]* ", option)}
    columns = [option for option in offered if "Berth" in option or "Do" in option]
    assert offered[:6] == [
        *("in:cards ", "in:comments ", "in:messages ", "in:files ", "in:projects ", "in:people "),
    ]
    assert len(keys) >= 8
    assert len(columns) >= 4
    assert len(offered) <= 24
    assert inserts(bob, "in:berth-11") == []
    assert inserts(bob, "in:berth-1") == []
    assert len(inserts(bob, "in:ber")) == 12


def test_a_column_called_like_a_kind_is_offered_in_quotes(harbour: World, bob: Person) -> None:
    harbour.do("column.create", projectId=harbour.id, name="Files")
    assert inserts(bob, "in:fil") == ["in:files ", 'in:"Files" ']
    assert inserts(bob, "in:files") == ["in:files ", 'in:"Files" ']
    assert inserts(bob, 'in:"files"') == []


def test_names_of_others_are_not_suggested(harbour: World, eve: Person, bob: Person) -> None:
    assert inserts(eve, "author:") == ["author:me "]
    assert inserts(eve, "label:") == ["label:none "]
    assert inserts(eve, "author:", f"&project={harbour.id}") == ["author:me "]
    assert inserts(bob, "author:eve") == []
