"""Converting a checklist item to a card: one command, one event, nothing lost."""

import pytest

from boards.models import Card
from tests.boards.test_checklists import counts_of, order_of
from tests.support.payloads import new_item
from tests.support.people import Person
from tests.support.worlds import World, fresh_id


@pytest.mark.sqlite
def test_an_item_becomes_a_card_below_its_own(world: World, bob: Person) -> None:
    before = world.seq
    result = bob.post(f"/checklist-items/{world.items['first']}/card", {})
    made = result.json()
    assert result.status_code == 201
    assert (made["title"], made["assigneeIds"], made["columnId"]) == (
        "first",
        [bob.id],
        world.columns["doing"],
    )
    assert made["createdBy"] == bob.id
    assert (made["item"]["id"], made["card"]["id"]) == (world.items["first"], world.cards["four"])
    assert [event["type"] for event in world.events(since=before)] == ["checklist_item.converted"]
    in_column = [each["title"] for each in world.snapshot()["cards"] if each["columnId"] == made["columnId"]]
    assert in_column == ["four", "first", "filed"]
    assert order_of(bob, world)["steps"] == ["second"]
    whole = bob.get(f"/cards/{made['id']}").json()
    assert whole == {**{key: made[key] for key in whole if key != "watching"}, "watching": False}


def test_a_converted_item_comes_where_it_is_asked_for(world: World, bob: Person) -> None:
    aim = {"columnId": world.columns["todo"], "after": world.cards["one"]}
    bob.post(f"/checklist-items/{world.items['first']}/card", aim)
    titles = [
        each["title"] for each in world.snapshot()["cards"] if each["columnId"] == world.columns["todo"]
    ]
    assert titles == ["one", "first", "two", "three"]


def test_a_text_too_long_for_a_title_is_kept_whole(world: World, bob: Person) -> None:
    text = "ё" * 500
    made = world.do(
        "checklist_item.create", **new_item(world, "steps", text=text, dueAt="2031-01-01T00:00:00Z")
    )
    result = bob.post(f"/checklist-items/{made['id']}/card", {}).json()
    assert (result["title"], result["description"]) == ("ё" * 199 + "…", text)
    assert result["dueAt"] == "2031-01-01T00:00:00.000Z"


def test_a_full_column_takes_none_and_the_item_stays(world: World, bob: Person) -> None:
    path = f"/checklist-items/{world.items['first']}/card"
    assert bob.post(path, {"columnId": world.columns["done"]}).json()["code"] == "wip_limit_reached"
    assert order_of(bob, world)["steps"] == ["first", "second"]
    assert counts_of(world) == (1, 3)


def test_of_an_archived_card_whose_column_is_gone_one_has_to_say_where(world: World, bob: Person) -> None:
    world.do("column.update", id=world.columns["spare"], version=1, name="Spare")
    put_away = world.card("spare")["id"]
    made = world.do("checklist.create", cardId=put_away, name="x")["id"]
    point = world.do("checklist_item.create", checklistId=made, text="point")["id"]
    world.do("card.archive", id=put_away, version=1)
    world.do("column.delete", id=world.columns["spare"])
    path = f"/checklist-items/{point}/card"
    assert list(bob.post(path, {}).json()["fields"]) == ["columnId"]
    assert bob.post(path, {"columnId": world.columns["todo"]}).status_code == 201


@pytest.mark.sqlite
def test_both_cards_have_it_in_their_history(world: World, cleo: Person, bob: Person) -> None:
    made = bob.post(f"/checklist-items/{world.items['second']}/card", {}).json()
    for number in (4, made["number"]):
        shown = cleo.browse(f"/projects/{world.id}/cards/{number}/history").text
        assert "turned “second” of" in shown, number
    assert "turned" not in cleo.browse(f"/projects/{world.id}/cards/1/history").text


def test_twice_it_is_one_card(world: World, bob: Person) -> None:
    key, path = fresh_id(), f"/checklist-items/{world.items['second']}/card"
    first = bob.post(path, {}, key=key)
    assert bob.post(path, {}, key=key).json() == first.json()
    assert bob.post(path, {}).status_code == 404
    assert Card.objects.filter(project_id=world.id, title="second").count() == 1
