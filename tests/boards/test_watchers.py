"""Watching a card: private to each person, never part of what everyone receives."""

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from boards.models import CardWatcher
from projects.events.log import EventWire
from tests.support.payloads import card
from tests.support.people import Person
from tests.support.worlds import World, fresh_id


def watching(who: Person, world: World, name: str = "four") -> bool:
    return who.get(f"/cards/{world.cards[name]}").json()["watching"]


def board(who: Person, world: World, **headers: str) -> Any:
    return who.get(f"/projects/{world.id}/board", **headers)


def newest(world: World) -> EventWire:
    return world.events()[-1]


@pytest.mark.sqlite
def test_each_person_sees_whether_they_watch(world: World, bob: Person, cleo: Person) -> None:
    assert (watching(cleo, world), watching(bob, world)) == (True, False)
    assert board(cleo, world).json()["watching"] == [world.cards["four"]]
    assert board(bob, world).json()["watching"] == []


def test_a_person_starts_and_stops_watching(world: World, bob: Person) -> None:
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


def test_no_shared_payload_says_who_watches(world: World, bob: Person) -> None:
    """Shared payloads leave out `watching`, which differs per person. The event is the same for all."""
    bob.post(f"/cards/{world.cards['one']}/watch")
    result = newest(world)
    assert (result["type"], result["actorId"]) == ("card.watched", bob.id)
    assert "watching" not in json.dumps(world.events())
    assert "watching" not in json.dumps(world.snapshot())
    [shown] = [each for each in world.snapshot()["cards"] if each["id"] == world.cards["one"]]
    assert shown == {key: result["payload"][key] for key in shown}


def test_the_card_is_not_changed_by_being_watched(world: World, bob: Person) -> None:
    before = bob.get(f"/cards/{world.cards['one']}").json()
    after = bob.post(f"/cards/{world.cards['one']}/watch").json()
    assert after == {**before, "watching": True}
    assert bob.patch(f"/cards/{world.cards['one']}", {"version": 1, "title": "1"}).status_code == 200


@pytest.mark.sqlite
def test_a_repeat_gets_the_first_response(world: World, bob: Person) -> None:
    key, path = fresh_id(), f"/cards/{world.cards['one']}/watch"
    first = bob.call("POST", path, key=key).json()
    bob.delete(path)
    assert bob.call("POST", path, key=key).json() == first
    assert not watching(bob, world, "one")


def test_the_etag_of_a_board_is_per_person(world: World, bob: Person, cleo: Person) -> None:
    """Two people may share a browser: the ETag of one must not validate the board of the other."""
    tag = board(cleo, world).headers["etag"]
    assert board(cleo, world, **{"if-none-match": tag}).status_code == 304
    other = board(bob, world, **{"if-none-match": tag})
    assert (other.status_code, other.json()["watching"]) == (200, [])
    cleo.delete(f"/cards/{world.cards['four']}/watch")
    assert board(cleo, world, **{"if-none-match": tag}).status_code == 200


def test_an_archived_card_keeps_its_watchers(world: World, cleo: Person) -> None:
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


@pytest.mark.sqlite
def test_one_watches_a_card_once_whatever_writes_it(world: World, cleo: Person) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CardWatcher.objects.create(project_id=world.id, card_id=world.cards["four"], user_id=cleo.id)
