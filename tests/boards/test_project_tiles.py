"""Tiles of the list of projects: the real columns, and what is mine, overdue and due soon."""

import datetime as dt
from uuid import UUID

import pytest
from django.utils import timezone

from boards.queries.tiles import boards_on_tiles
from tests.support.people import Person
from tests.support.worlds import World

pytestmark = pytest.mark.sqlite


def facts(world: World, person: Person) -> list[int]:
    assert person.user is not None
    [tile] = boards_on_tiles(person.user.pk, [UUID(world.id)]).values()
    return [int(str(tile[name])) for name in ("mine", "overdue", "soon")]


def test_a_tile_counts_the_open_cards_of_a_person_by_when_they_are_due(world: World, bob: Person) -> None:
    before = facts(world, bob)
    for days in (-1, 2, 30):
        due = (timezone.now() + dt.timedelta(days=days)).isoformat()
        card = world.card(title=f"due in {days} days")
        world.do("card.update", id=card["id"], version=card["version"], dueAt=due, assigneeIds=[bob.id])
    world.card(title="of nobody")
    assert facts(world, bob) == [n + more for n, more in zip(before, (3, 1, 1), strict=True)]


def test_a_tile_shows_the_columns_of_the_board_with_their_cards(world: World, ada: Person) -> None:
    page = ada.browse("/projects").text
    names = [row["name"] for row in ada.get(f"/projects/{world.id}/board").json()["columns"]]
    assert [name for name in names if f'title="{name}: ' not in page] == []
