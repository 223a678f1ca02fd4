"""A card's start date, due date and completion time."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from boards.models import Card
from projects.history.activity import activity_items
from projects.models import Event, Project
from tests.support.payloads import card, item
from tests.support.people import Person
from tests.support.worlds import World

MAY, JUNE = "2031-05-01T00:00:00.000Z", "2031-06-01T00:00:00.000Z"


def change(who: Person, world: World, name: str, **dates: Any) -> Any:
    version = Card.objects.get(pk=world.cards[name]).version
    return who.patch(f"/cards/{world.cards[name]}", {"version": version, **dates})


def last(world: World, language: str = "en") -> str:
    row = Event.objects.filter(project_id=world.id).select_related("actor").latest("seq")
    with translation.override(language):
        return activity_items(Project.objects.get(pk=world.id), [row])[0]["sentence"].text


def test_a_card_has_a_start_a_due_date_and_a_time_when_it_was_done(world: World, bob: Person) -> None:
    result = change(bob, world, "two", startAt=MAY, dueAt=JUNE, doneAt=MAY).json()
    assert (result["startAt"], result["dueAt"], result["doneAt"]) == (MAY, JUNE, MAY)
    [shown] = [each for each in world.snapshot()["cards"] if each["id"] == world.cards["two"]]
    assert (shown["startAt"], shown["doneAt"]) == (MAY, MAY)
    changes = world.events()[-1]["changes"]
    assert changes == {"startAt": [None, MAY], "dueAt": [None, JUNE], "doneAt": [None, MAY]}
    result = change(bob, world, "two", startAt=None, doneAt=None).json()
    assert (result["startAt"], result["dueAt"], result["doneAt"]) == (None, JUNE, None)


@pytest.mark.parametrize(
    ("there", "sent", "field"),
    [
        ({}, {"startAt": JUNE, "dueAt": MAY}, "dueAt"),
        ({"startAt": JUNE}, {"dueAt": MAY}, "dueAt"),
        ({"dueAt": MAY}, {"startAt": JUNE}, "startAt"),
    ],
    ids=["both at once", "a due date", "a start"],
)
def test_due_before_start_is_refused_by_the_field_that_came(
    there: dict[str, str], sent: dict[str, str], field: str, world: World, bob: Person
) -> None:
    if there:
        assert change(bob, world, "two", **there).status_code == 200
    answer = change(bob, world, "two", **sent)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])


def test_both_may_change_at_once_and_be_the_same(world: World, bob: Person) -> None:
    assert change(bob, world, "two", startAt=MAY, dueAt=MAY).status_code == 200
    assert change(bob, world, "two", startAt=JUNE, dueAt=JUNE).status_code == 200


@pytest.mark.sqlite
def test_no_card_is_due_before_it_starts_whatever_writes_it(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.filter(pk=world.cards["one"]).update(start_at="2030-01-03T00:00:00Z")


def test_changes_of_dates_are_described_in_words(world: World, bob: Person) -> None:
    change(bob, world, "two", doneAt=MAY)
    assert "marked" in last(world)
    assert "as done" in last(world)
    assert "как сделанную" in last(world, "ru")
    change(bob, world, "two", doneAt=None)
    assert "as not done" in last(world)
    change(bob, world, "two", startAt=MAY)
    assert "changed the start date of" in last(world)


def test_a_done_item_becomes_a_done_card(world: World, bob: Person) -> None:
    done, undone = (
        bob.post(f"/checklist-items/{world.items[name]}/card", {}) for name in ("first", "second")
    )
    assert done.json()["doneAt"] == done.json()["createdAt"]
    assert undone.json()["doneAt"] is None


def test_a_new_card_is_not_done(world: World, bob: Person) -> None:
    body = {"columnId": world.columns["todo"], "title": "new", "doneAt": MAY}
    assert list(bob.post("/cards", body).json()["fields"]) == ["doneAt"]
    assert world.do("checklist_item.convert", **item(world, "third"))["doneAt"] is None
    assert world.do("card.update", **card(world, "one"))["doneAt"] is None
