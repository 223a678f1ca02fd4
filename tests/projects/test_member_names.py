"""Members whose names look the same are told apart where people choose, and mentioned one by one."""

import json
import re
from html import unescape
from uuid import UUID

import pytest

from accounts.models import User
from projects.member_names import distinct_names
from tests.support.people import Person
from tests.support.worlds import World

pytestmark = [pytest.mark.sqlite]


@pytest.fixture
def namesake(world: World) -> Person:
    """Cleo, who calls herself as Bob does."""
    return called(world, "cleo", "bob  MARLEY")


def called(world: World, who: str, name: str) -> Person:
    assert world.cast[who].patch("/me", {"displayName": name}).status_code == 200
    return world.cast[who]


def tag_of(person: Person) -> str:
    return f"#{UUID(person.id).hex[-4:]}"


def mentioned(world: World, text: str) -> set[str]:
    answer = world.cast["ada"].post(f"/projects/{world.id}/messages", {"text": text})
    return set(answer.json()["mentionIds"])


def test_a_name_of_two_members_means_both(world: World, namesake: Person, bob: Person) -> None:
    """Once it meant one of the two, whichever the database named first."""
    for text in ("@Bob Marley, look", "@bob  marley"):
        assert mentioned(world, text) == {bob.id, namesake.id}


def test_each_of_them_is_mentioned_alone_by_the_tag_behind_the_name(
    world: World, namesake: Person, bob: Person
) -> None:
    assert mentioned(world, f"@Bob Marley {tag_of(bob)}: look") == {bob.id}
    assert mentioned(world, f"@bob  MARLEY {tag_of(namesake)}") == {namesake.id}
    both = f"@Bob Marley {tag_of(bob)} and @bob  MARLEY {tag_of(namesake)}"
    assert mentioned(world, both) == {bob.id, namesake.id}


def test_a_mention_with_a_tag_is_marked_as_a_whole(world: World, namesake: Person, bob: Person) -> None:
    name = f"Bob Marley {tag_of(bob)}"
    mentioned(world, f"@{name}: look")
    page = world.cast["ada"].browse(f"/projects/{world.id}/messages").text
    assert re.search(rf'<span class="mention" data-user="{bob.id}"[^>]*>@{name}</span>: look', page)


def test_the_tag_of_another_cannot_be_put_into_ones_name(world: World, bob: Person) -> None:
    stolen = f"Bob Marley {tag_of(bob)}"
    cleo = called(world, "cleo", stolen)
    assert mentioned(world, f"@{stolen} {tag_of(cleo)}") == {cleo.id}
    assert bob.id in mentioned(world, f"@{stolen}")
    assert mentioned(world, f"@{stolen}") != {cleo.id}


def test_pages_tell_them_apart_wherever_people_choose(world: World, namesake: Person, bob: Person) -> None:
    ada = world.cast["ada"]
    for path in ("members", "activity", "cards/1"):
        page = unescape(ada.browse(f"/projects/{world.id}/{path}").text)
        for name in (f"Bob Marley {tag_of(bob)}", f"bob  MARLEY {tag_of(namesake)}"):
            assert name in page, path
        assert not re.search(r"Anna Achmatova #", page), path
    board = unescape(ada.browse(f"/projects/{world.id}").text)
    found = re.search(r'<script[^>]*id="bootstrap"[^>]*>(.*?)</script>', board, re.DOTALL)
    assert found
    names = {row["userId"]: row["displayName"] for row in json.loads(found[1])["members"]}
    assert names[bob.id] == f"Bob Marley {tag_of(bob)}"
    assert names[namesake.id] == f"bob  MARLEY {tag_of(namesake)}"
    assert names[ada.id] == "Ada Lovelace"


def test_the_api_keeps_to_the_name_itself(world: World, namesake: Person, bob: Person) -> None:
    rows = world.cast["ada"].get(f"/projects/{world.id}/members").json()["results"]
    assert {row["displayName"] for row in rows} >= {"Bob Marley", "bob  MARLEY"}


ONE, OTHER = UUID("018f0000-0000-7000-8000-00000000aaaa"), UUID("018f0000-0000-7000-8000-00000001aaaa")


@pytest.mark.parametrize(
    "name", ["Ada", "ADA", "Ａｄａ", "A\u200bda", "Ada\ufe0f", "Ada #1234", "ada  #abcdef", " Ada "]
)
def test_what_the_eye_takes_for_one_name_is_one(name: str) -> None:
    """Two ids may end alike: the tag is as long as it has to be."""
    shown = distinct_names([(ONE, "Ada"), (OTHER, name)])
    assert shown == {ONE: "Ada #0aaaa", OTHER: f"{name} #1aaaa"}


@pytest.mark.parametrize("name", ["Ada B", "Àda", "Аda", "Adа", "#1234", ""])
def test_other_names_get_no_tag(name: str) -> None:
    assert distinct_names([(ONE, "Ada"), (OTHER, name)]) == {ONE: "Ada", OTHER: name}


def test_the_longest_name_with_its_tag_is_stored(world: World) -> None:
    name = "B" * 80
    for who in ("bob", "cleo"):
        called(world, who, name)
    bob = world.cast["bob"]
    assert mentioned(world, f"@{name} {tag_of(bob)}") == {bob.id}
    assert mentioned(world, "@" + "B\u200b" * 80) == set()


def test_a_thousand_namesakes_have_a_thousand_names(db: None) -> None:
    people = [User(display_name="Ada") for _ in range(1000)]
    shown = distinct_names((person.pk, person.display_name) for person in people)
    assert len(set(shown.values())) == 1000
