"""All-day dates: a card or an item that is due on a day, without a time."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone, translation

from boards.models import Card
from core.due_words import due_words
from core.moments import is_before
from projects.errors import Invalid
from tests.support.people import Person
from tests.support.worlds import World

DAY, NEXT, INSTANT = "2031-05-01", "2031-05-02", "2031-05-01T15:00:00.000Z"


def shown(world: World, name: str = "two") -> Any:
    """The card on the wire, as the snapshot has it."""
    return next(card for card in world.snapshot()["cards"] if card["id"] == world.cards[name])


def versioned(world: World, name: str = "two") -> dict[str, Any]:
    return {"id": world.cards[name], "version": shown(world, name)["version"]}


def due_of(world: World, name: str = "two") -> Any:
    return shown(world, name)["dueAt"]


def undo(world: World) -> None:
    world.do("history.undo", projectId=world.id, seq=world.seq)


def test_a_day_goes_in_and_comes_out_as_a_day_everywhere(world: World, bob: Person) -> None:
    card = world.do("card.update", **versioned(world, "two"), startAt=DAY, dueAt=NEXT)
    assert (card["startAt"], card["dueAt"]) == (DAY, NEXT)
    assert (shown(world)["startAt"], shown(world)["dueAt"]) == (DAY, NEXT)
    assert bob.get(f"/cards/{card['id']}").json()["dueAt"] == NEXT
    row = Card.objects.get(pk=card["id"])
    assert (row.due_on, row.due_at) == (dt.date(2031, 5, 2), None)


def test_a_day_becomes_an_instant_and_back_and_undo_restores_it(world: World) -> None:
    world.do("card.update", **versioned(world, "two"), dueAt=DAY)
    world.do("card.update", **versioned(world), dueAt=INSTANT)
    assert due_of(world) == INSTANT
    undo(world)
    assert due_of(world) == DAY


WRONG = ["2031-02-30", "1969-12-31", "2201-01-01", "2031-5-1", "tomorrow!!", "20310501T", 20310501]


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_no_day_is_refused_at_its_field(world: World, bob: Person, wrong: object) -> None:
    answer = bob.patch(f"/cards/{world.cards['one']}", {"version": 1, "dueAt": wrong})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["dueAt"])


def test_a_day_is_not_before_an_instant_on_it_in_some_time_zone() -> None:
    day, noon = dt.date(2031, 5, 1), dt.datetime(2031, 5, 1, 12, tzinfo=dt.UTC)
    assert not is_before(day, noon)
    assert not is_before(noon, day)
    assert not is_before(day, noon + dt.timedelta(hours=11))
    assert is_before(day, noon + dt.timedelta(hours=37))
    assert is_before(day, dt.date(2031, 5, 2))


def test_a_card_is_not_due_on_a_day_before_it_starts(world: World) -> None:
    with pytest.raises(Invalid):
        world.do("card.update", **versioned(world, "two"), startAt=NEXT, dueAt=DAY)


def test_the_database_keeps_one_kind_of_due_date(world: World) -> None:
    with pytest.raises(IntegrityError):
        Card.objects.filter(pk=world.cards["two"]).update(due_at=timezone.now(), due_on=dt.date(2031, 5, 1))


def test_many_cards_get_a_day_at_once_and_lose_it_by_one_undo(world: World) -> None:
    cards = [versioned(world, name) for name in ("two", "three")]
    world.do("cards.update", projectId=world.id, cards=cards, change={"dueAt": DAY, "startAt": None})
    assert [due_of(world, name) for name in ("two", "three")] == [DAY, DAY]
    undo(world)
    assert [due_of(world, name) for name in ("two", "three")] == [None, None]


def test_many_cards_are_done_at_once(world: World) -> None:
    cards = [versioned(world, name) for name in ("two", "three")]
    world.do("cards.update", projectId=world.id, cards=cards, change={"doneAt": INSTANT})
    assert [shown(world, name)["doneAt"] for name in ("two", "three")] == [INSTANT, INSTANT]


def test_a_change_of_many_that_makes_one_due_before_it_starts_changes_none(world: World) -> None:
    world.do("card.update", **versioned(world, "three"), startAt=NEXT)
    cards = [versioned(world, name) for name in ("two", "three")]
    with pytest.raises(Invalid):
        world.do("cards.update", projectId=world.id, cards=cards, change={"dueAt": DAY})
    assert due_of(world) is None


def test_a_column_is_sorted_by_days_and_instants_together(world: World) -> None:
    dues = {"one": NEXT, "two": DAY, "three": INSTANT}
    for name, due in dues.items():
        world.do("card.update", **versioned(world, name), dueAt=due)
    world.run("column.sort", {"id": world.columns["todo"], "by": "dueAt"})
    assert sorted(dues, key=lambda name: shown(world, name)["position"]) == ["three", "two", "one"]


def test_the_history_writes_a_day_without_a_time(world: World, bob: Person) -> None:
    world.do("card.update", **versioned(world, "two"), dueAt=DAY)
    page = bob.browse(f"/projects/{world.id}/activity").text
    assert '<time datetime="2031-05-01" data-format="date">' in page


@pytest.mark.parametrize(
    ("ahead", "words"),
    [(0, "Today"), (1, "Tomorrow"), (3, "Friday"), (30, "31 Dec"), (-1, "1 day late"), (-3, "3 days late")],
)
def test_due_days_in_words(monkeypatch: pytest.MonkeyPatch, ahead: int, words: str) -> None:
    now = dt.datetime(2026, 12, 1, 23, 30, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert due_words(now.date() + dt.timedelta(days=ahead)) == words


def test_due_days_in_russian_words(monkeypatch: pytest.MonkeyPatch) -> None:
    now = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    with translation.override("ru"):
        days = [now.date() + dt.timedelta(days=ahead) for ahead in (0, 1, 3, -2)]
        assert [due_words(day) for day in days] == ["Сегодня", "Завтра", "Пятница", "Просрочено на 2 дня"]
