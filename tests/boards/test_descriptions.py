"""Versions of a card's description, read from the log page by page."""

from typing import Any

import pytest

from tests.support.payloads import card, item, undo
from tests.support.people import Person
from tests.support.worlds import World

pytestmark = pytest.mark.sqlite


def versions(who: Person, card_id: str, query: str = "") -> Any:
    answer = who.get(f"/cards/{card_id}/descriptions{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def texts(who: Person, card_id: str) -> list[str]:
    return [each["description"] for each in versions(who, card_id)["results"]]


def test_versions_are_listed_newest_first_with_their_authors(world: World, bob: Person) -> None:
    one = world.cards["one"]
    world.do("card.update", by="anna", **card(world, "one", description="Second"))
    seq = world.seq
    world.do("card.update", **card(world, "one", version=2, title="Only the title"))
    world.do("card.update", by="bob", **card(world, "one", version=3, description=None))
    assert texts(bob, one) == ["", "Second", "As *agreed*."]
    result = versions(bob, one)["results"][1]
    [event] = [each for each in world.events(since=seq - 1) if each["seq"] == seq]
    assert result == {
        "seq": seq,
        "actorId": world.cast["anna"].id,
        "at": event["at"],
        "description": "Second",
    }


def test_an_undo_leaves_a_version_too(world: World, bob: Person) -> None:
    world.do("card.update", **card(world, "one", description="Second"))
    world.do("history.undo", **undo(world, "card.updated", title="one"))
    assert texts(bob, world.cards["one"]) == ["As *agreed*.", "Second", "As *agreed*."]


def test_who_never_had_a_description_has_no_versions(world: World, bob: Person) -> None:
    world.do("card.update", **card(world, "two", title="Other"))
    assert versions(bob, world.cards["two"]) == {"results": [], "next": None, "previous": None}


def test_the_long_text_of_an_item_is_the_first_version_of_its_card(world: World, bob: Person) -> None:
    long = "word " * 60
    world.do("checklist_item.update", **item(world, "first", text=long))
    made = world.do("checklist_item.convert", **item(world, "first"))
    assert texts(bob, made["id"]) == [long.strip()]
    # The original card has a history of its own.
    assert texts(bob, world.cards["four"]) == []


def test_versions_come_page_by_page(world: World, bob: Person) -> None:
    for version in range(1, 6):
        world.do("card.update", **card(world, "two", version=version, description=f"v{version}"))
    first = versions(bob, world.cards["two"], "?limit=2")
    assert [each["description"] for each in first["results"]] == ["v5", "v4"]
    second = bob.get(first["next"].partition("/api/v1")[2]).json()
    assert [each["description"] for each in second["results"]] == ["v3", "v2"]


@pytest.mark.parametrize(
    ("query", "status"), [("?limit=0", 400), ("?limit=x", 400), ("?cursor=x", 400), ("?limit=200", 200)]
)
def test_odd_pages_are_refused(query: str, status: int, world: World, bob: Person) -> None:
    assert bob.get(f"/cards/{world.cards['one']}/descriptions{query}").status_code == status


def test_nobody_reads_what_is_in_the_trash_or_elsewhere(world: World, bob: Person) -> None:
    for card_id in (world.cards["deleted"], "018f0000-0000-7000-8000-000000000000", "x"):
        assert bob.get(f"/cards/{card_id}/descriptions").status_code == 404
    assert world.cast["eve"].get(f"/cards/{world.cards['one']}/descriptions").status_code == 404
    assert bob.get(f"/cards/{world.cards['archived']}/descriptions").status_code == 200
