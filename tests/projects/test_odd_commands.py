"""Stale, oversized or conflicting commands: a clear refusal, and nothing changed."""

from typing import Any

import pytest

from tests.projects.test_undo import state
from tests.support.payloads import card, column, item, lines, many, move, new_card
from tests.support.people import Person
from tests.support.worlds import World

LONG = "x" * 20_001


def refused(who: Person, method: str, path: str, body: Any) -> dict[str, Any]:
    answer = who.call(method, path, body)
    assert 400 <= answer.status_code < 500, answer.text
    return answer.json()


@pytest.fixture
def unchanged(world: World) -> Any:
    before, seq = state(world), world.seq
    yield world
    assert (state(world), world.seq) == (before, seq)


FIELDS: dict[str, Any] = {
    "title": "new",
    "description": "new",
    "labelIds": [],
    "assigneeIds": [],
    "startAt": "2030-01-01T00:00:00Z",
    "dueAt": "2031-01-01T00:00:00Z",
    "doneAt": "2031-01-01T00:00:00Z",
    "coverFileId": None,
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_stale_version_is_refused_with_the_card_as_it_is_whatever_changes(
    field: str, world: World, bob: Person
) -> None:
    world.do("card.update", **card(world, "one", title="Newer"))
    before, path = state(world), f"/cards/{world.cards['one']}"
    result = refused(bob, "PATCH", path, {"version": 1, field: FIELDS[field]})
    assert (result["code"], result["current"]["title"]) == ("version_conflict", "Newer")
    assert result["current"]["version"] == 2
    assert state(world) == before


def test_one_stale_card_is_named_and_no_card_changes(world: World, bob: Person) -> None:
    world.do("card.update", **card(world, "two", title="Newer"))
    before, data = state(world), many(world, "one", "two", "three", archived=True)
    result = refused(bob, "POST", f"/projects/{data.pop('projectId')}/cards/bulk", data)
    assert result["code"] == "version_conflict"
    assert [(each["title"], each["version"]) for each in result["current"]["cards"]] == [("Newer", 2)]
    assert state(world) == before


@pytest.mark.sqlite
def test_of_a_card_that_is_archived_and_moved_at_once_one_is_done(world: World, bob: Person) -> None:
    world.do("card.archive", **card(world, "one"))
    result = refused(
        bob, "POST", f"/cards/{world.cards['one']}/move", {"version": 1, "columnId": world.columns["doing"]}
    )
    assert (result["code"], result["current"]["archivedAt"] is None) == ("version_conflict", False)
    world.do("card.move", **move(world, "two", "doing"))
    result = refused(bob, "POST", f"/cards/{world.cards['two']}/archive", {"version": 1})
    assert (result["code"], result["current"]["columnId"]) == ("version_conflict", world.columns["doing"])


@pytest.mark.sqlite
def test_a_label_that_was_just_deleted_cannot_be_put_on_a_card(world: World, bob: Person) -> None:
    bug, idea = world.labels["bug"], world.labels["idea"]
    world.do("label.delete", id=bug)
    before = state(world)
    body = {"version": 1, "title": "new", "labelIds": [idea, bug]}
    result = refused(bob, "PATCH", f"/cards/{world.cards['one']}", body)
    assert result["fields"] == {"labelIds": ["A label does not belong to this project."]}
    result = refused(bob, "POST", "/cards", new_card(world, "todo", labelIds=[bug]))
    assert list(result["fields"]) == ["labelIds"]
    data = many(world, "one", "two", addLabelIds=[bug])
    result = refused(bob, "POST", f"/projects/{data.pop('projectId')}/cards/bulk", data)
    assert result["fields"] == {"change": ["A label does not belong to this project."]}
    assert state(world) == before


def test_five_hundred_labels_are_too_many(unchanged: World, bob: Person) -> None:
    some = [f"018f0000-0000-7000-8000-{number:012}" for number in range(500)]
    for field in ("labelIds", "assigneeIds"):
        result = refused(bob, "PATCH", f"/cards/{unchanged.cards['one']}", {"version": 1, field: some})
        assert (result["code"], list(result["fields"])) == ("invalid", [field])
    data = many(unchanged, "one", addLabelIds=some)
    assert refused(bob, "POST", f"/projects/{data.pop('projectId')}/cards/bulk", data)["code"] == "invalid"


def test_twenty_thousand_and_one_characters_are_too_many(unchanged: World, bob: Person) -> None:
    one = f"/cards/{unchanged.cards['one']}"
    for method, path, body in (
        ("PATCH", one, {"version": 1, "description": LONG}),
        ("POST", "/cards", new_card(unchanged, "todo", description=LONG)),
    ):
        assert refused(bob, method, path, body)["fields"] == {
            "description": ["At most 20000 characters; this has 20001."]
        }
    for path, field in (
        (f"{one}/comments", "text"),
        (f"{one}/checklists", "name"),
        (f"/checklists/{unchanged.checklists['steps']}/items", "text"),
    ):
        assert list(refused(bob, "POST", path, {field: LONG})["fields"]) == [field]


def test_twenty_thousand_characters_fit(world: World, bob: Person) -> None:
    answer = bob.patch(f"/cards/{world.cards['one']}", {"version": 1, "description": LONG[1:]})
    assert answer.status_code == 200


def test_an_item_does_not_come_beside_one_that_is_gone(world: World, bob: Person) -> None:
    world.do("checklist_item.delete", **item(world, "first"))
    path = f"/checklist-items/{world.items['second']}/move"
    for way in ("before", "after"):
        assert list(refused(bob, "POST", path, {way: world.items["first"]})["fields"]) == [way]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("card.create", lambda w: new_card(w, "done")),
        ("card.move", lambda w: move(w, "one", "done")),
        ("cards.create", lambda w: lines(w, "done", "a")),
        ("cards.update", lambda w: many(w, "one", columnId=w.columns["done"])),
        ("checklist_item.convert", lambda w: item(w, "first", columnId=w.columns["done"])),
    ],
)
def test_a_full_column_lets_nothing_in_by_any_command(name: str, data: Any, unchanged: World) -> None:
    with pytest.raises(Exception, match=r"“Done” is full \(limit: 1\)") as result:
        unchanged.run(name, data(unchanged), by="bob")
    assert getattr(result.value, "code", "") == "wip_limit_reached"


def test_a_full_column_lets_nothing_back(world: World, bob: Person) -> None:
    world.do("card.archive", **card(world, "full"))
    archived = world.seq
    world.do("card.create", **new_card(world, "done"))
    result = refused(bob, "POST", f"/cards/{world.cards['full']}/restore", {"version": 2})
    assert result["code"] == "wip_limit_reached"
    data = many(world, "full", archived=False)
    data["cards"][0]["version"] = 2
    result = refused(bob, "POST", f"/projects/{data.pop('projectId')}/cards/bulk", data)
    assert result["code"] == "wip_limit_reached"
    result = refused(bob, "POST", f"/projects/{world.id}/undo", {"seq": archived})
    assert (result["code"], result["detail"]) == ("cannot_undo", "“Done” is full (limit: 1).")


@pytest.mark.parametrize("seq", [0, -1, 1.5, "1", None, True, 2**63, 10**30])
def test_what_is_no_number_of_an_event_is_not_taken_back(seq: Any, unchanged: World, bob: Person) -> None:
    assert refused(bob, "POST", f"/projects/{unchanged.id}/undo", {"seq": seq})["code"] in (
        *("invalid", "not_found"),
    )


@pytest.mark.parametrize("by", ["", "title", "dueAt ", None, 1, ["dueAt"]])
def test_a_column_is_sorted_by_nothing_else(by: Any, unchanged: World, bob: Person) -> None:
    path = f"/columns/{unchanged.columns['todo']}/sort"
    assert list(refused(bob, "POST", path, {"by": by})["fields"]) == ["by"]


def test_a_column_that_is_gone_takes_neither_lines_nor_cards(world: World, bob: Person) -> None:
    spare = world.columns["spare"]
    world.do("column.delete", **column(world, "spare"))
    data = many(world, "one", columnId=spare)
    for path, body in (
        (f"/columns/{spare}/cards", {"titles": ["a"]}),
        (f"/columns/{spare}/sort", {"by": "number"}),
        (f"/projects/{data.pop('projectId')}/cards/bulk", data),
    ):
        assert refused(bob, "POST", path, body)["code"] == "not_found"
