"""Who watches a card: each for themselves, in no word that is said to everyone."""

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from boards.models import CardWatcher
from tests.support.payloads import card
from tests.support.people import Person
from tests.support.worlds import World, fresh_id

pytestmark = pytest.mark.sqlite


def watching(who: Person, world: World, name: str = "four") -> bool:
    return who.get(f"/cards/{world.cards[name]}").json()["watching"]


def board(who: Person, world: World, **headers: str) -> Any:
    return who.get(f"/projects/{world.id}/board", **headers)


def newest(world: World) -> dict[str, Any]:
    return world.events()[-1]


def test_each_is_told_of_oneself(world: World, bob: Person, cleo: Person) -> None:
    assert (watching(cleo, world), watching(bob, world)) == (True, False)
    assert board(cleo, world).json()["watching"] == [world.cards["four"]]
    assert board(bob, world).json()["watching"] == []


def test_one_begins_and_ceases(world: World, bob: Person) -> None:
    path = f"/cards/{world.cards['four']}/watch"
    assert bob.post(path).json()["watching"] is True
    assert watching(bob, world)
    assert newest(world)["changes"] == {"watcherIds": [[], [bob.id]]}
    assert bob.delete(path).json()["watching"] is False
    assert not watching(bob, world)
    assert newest(world)["changes"] == {"watcherIds": [[bob.id], []]}


def test_what_is_so_already_is_an_event_without_a_change(world: World, bob: Person, cleo: Person) -> None:
    path = f"/cards/{world.cards['four']}/watch"
    assert cleo.post(path).json()["watching"] is True
    assert newest(world)["changes"] == {}
    assert bob.delete(path).json()["watching"] is False
    assert newest(world)["changes"] == {}
    assert CardWatcher.objects.filter(card_id=world.cards["four"]).count() == 1


def test_nothing_that_everyone_hears_says_it(world: World, bob: Person) -> None:
    """`watching` is true of one and false of the next; that somebody began to watch is true for all."""
    bob.post(f"/cards/{world.cards['one']}/watch")
    told = newest(world)
    assert (told["type"], told["actorId"]) == ("card.watched", bob.id)
    assert "watching" not in json.dumps(world.events())
    assert "watching" not in json.dumps(world.snapshot())
    [shown] = [each for each in world.snapshot()["cards"] if each["id"] == world.cards["one"]]
    assert shown == {key: told["payload"][key] for key in shown}


def test_the_card_is_not_changed_by_being_watched(world: World, bob: Person) -> None:
    before = bob.get(f"/cards/{world.cards['one']}").json()
    after = bob.post(f"/cards/{world.cards['one']}/watch").json()
    assert after == {**before, "watching": True}
    assert bob.patch(f"/cards/{world.cards['one']}", {"version": 1, "title": "1"}).status_code == 200


def test_a_repeat_is_answered_as_the_first_time(world: World, bob: Person) -> None:
    key, path = fresh_id(), f"/cards/{world.cards['one']}/watch"
    first = bob.call("POST", path, key=key).json()
    bob.delete(path)
    assert bob.call("POST", path, key=key).json() == first
    assert not watching(bob, world, "one")


def test_a_board_is_known_to_the_person_who_has_it(world: World, bob: Person, cleo: Person) -> None:
    """Two people at one browser: what one of them watches is no answer to the other."""
    tag = board(cleo, world).headers["etag"]
    assert board(cleo, world, **{"if-none-match": tag}).status_code == 304
    other = board(bob, world, **{"if-none-match": tag})
    assert (other.status_code, other.json()["watching"]) == (200, [])
    cleo.delete(f"/cards/{world.cards['four']}/watch")
    assert board(cleo, world, **{"if-none-match": tag}).status_code == 200


def test_a_card_put_away_is_watched_on(world: World, cleo: Person) -> None:
    world.do("card.archive", **card(world, "four"))
    assert watching(cleo, world)
    world.do("card.delete", **card(world, "four", version=2))
    assert cleo.delete(f"/cards/{world.cards['four']}/watch").status_code == 404
    world.do("card.restore", **card(world, "four", version=3))
    assert watching(cleo, world)


def test_who_leaves_ceases_to_watch(world: World, cleo: Person) -> None:
    world.do("member.remove", by="cleo", projectId=world.id, userId=cleo.id)
    assert not CardWatcher.objects.filter(user=cleo.user).exists()
    assert "four" not in json.dumps(newest(world))


def test_one_watches_a_card_once_whatever_writes_it(world: World, cleo: Person) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CardWatcher.objects.create(project_id=world.id, card_id=world.cards["four"], user_id=cleo.id)
