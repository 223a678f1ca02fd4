"""What a page's scripts send is for the page's person only, whoever is signed in by then."""

from typing import Any

import pytest

from projects.models import Event
from tests.support.people import API, CSRF, Person
from tests.support.worlds import World

pytestmark = pytest.mark.sqlite

OWNER = "x-signed-in"


def of_page(person: Person) -> Any:
    return {OWNER: person.id}


def paths(world: World) -> list[str]:
    board = f"/projects/{world.id}"
    return [
        f"{board}/messages",
        f"{board}/cards/1/dialog",
        f"{board}/activity/items",
        "/search/items?q=a",
        "/notifications/unread",
        f"{API}{board}/labels",
        board,
    ]


def test_the_persons_own_requests_are_answered_in_their_name(world: World, bob: Person) -> None:
    for path in paths(world):
        answer = bob.browse(path, None, **of_page(bob))
        assert (answer.status_code in (200, 404), answer.headers[OWNER]) == (True, bob.id), path
    assert OWNER not in bob.browse(f"/projects/{world.id}").headers


def test_nobody_and_another_person_are_refused_and_not_led_to_a_page(
    world: World, ada: Person, bob: Person, nobody: Person
) -> None:
    for path in paths(world):
        for other in (nobody, ada):
            answer = other.browse(path, None, **of_page(bob))
            assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated"), path
            assert OWNER not in answer.headers


def test_nothing_is_written_in_the_name_of_another_person(world: World, ada: Person, bob: Person) -> None:
    before = Event.objects.count()
    held = {"cookie": ada.cookies, "x-csrftoken": CSRF, OWNER: bob.id}
    column = next(iter(world.columns.values()))
    answer = ada.site.send("POST", f"{API}/cards", {"columnId": column, "title": "Bob's"}, **held)
    assert (answer.status_code, Event.objects.count()) == (401, before)
