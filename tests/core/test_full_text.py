"""Full-text search of PostgreSQL; search in general is in tests/projects/test_search.py."""

from typing import Any
from urllib.parse import quote

from django.db import connection

from tests.support.people import Person
from tests.support.worlds import Cast, build_empty


def titles(who: Person, text: str) -> list[str]:
    answer = who.get(f"/search?q={quote(text)}")
    assert answer.status_code == 200, answer.text
    return [hit["title"] for hit in answer.json()["results"]]


def test_words_are_found_in_whatever_form(cast: Cast, bob: Person) -> None:
    world = build_empty(cast)
    world.card("todo", "Website relaunch", description="Ask the **printers**.")
    world.card("todo", "Новые карточки")
    assert titles(bob, "relaunches") == titles(bob, "printer") == ["WEB-1 Website relaunch"]
    assert titles(bob, "карточка") == ["WEB-2 Новые карточки"]


def test_a_move_does_not_update_a_card_s_search_index(cast: Cast) -> None:
    world = build_empty(cast)
    card = world.card("todo", "Website relaunch")["id"]

    def row() -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT ctid FROM card_texts WHERE card_id = %s", [card])
            return cursor.fetchone()

    before = row()
    world.do("card.move", id=card, columnId=world.columns["done"], version=1)
    assert row() == before
    world.do("card.update", id=card, version=2, title="Anew")
    assert row() != before
