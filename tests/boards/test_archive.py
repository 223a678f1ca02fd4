"""The archive page: archived and deleted cards, deleted columns and labels."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from boards.models import Card, Column, Label
from boards.pages.archive import PAGE
from tests.support.people import Person
from tests.support.worlds import World

pytestmark = pytest.mark.sqlite


@pytest.fixture
def path(world: World) -> str:
    return f"/projects/{world.id}/archive"


@pytest.fixture
def browser(bob: Person) -> Client:
    client = Client()
    assert bob.user is not None
    client.force_login(bob.user)
    return client


def listed(person: Person, path: str) -> list[str]:
    answer = person.browse(path)
    assert answer.status_code == 200
    return re.findall(
        r'<b(?: dir="auto")?>(?:<a href="[^"]+" dir="auto">)?([^<]+)<', answer.text.split("data-live", 1)[1]
    )


def test_the_archive_and_the_trash_are_two_places(path: str, bob: Person) -> None:
    assert listed(bob, path) == ["archived"]
    assert listed(bob, f"{path}?state=deleted") == ["deleted"]
    assert listed(bob, f"{path}?state=nonsense") == ["archived"]


def test_the_archive_names_who_archived_a_card(world: World, path: str, bob: Person) -> None:
    card = world.card(title="Anna's choice")
    world.do("card.archive", by="anna", id=card["id"], version=1)
    assert "Anna Achmatova" in bob.browse(path).text
    together = [world.card(title=f"One of many {n}") for n in range(2)]
    named = [{"id": each["id"], "version": each["version"]} for each in together]
    world.do("cards.update", by="bob", projectId=world.id, cards=named, change={"archived": True})
    assert bob.browse(path).text.count("Bob Marley</bdi> ·") == 2


def test_the_latest_comes_first_and_pages_follow(world: World, path: str, bob: Person) -> None:
    for number in range(PAGE + 2):
        card = world.card(title=f"Card {number:02}")
        world.do("card.delete", id=card["id"], version=1)
    first = bob.browse(f"{path}?state=deleted").text
    older = re.search(r'href="(\?state=deleted[^"]*before=[^"]+)"', first)
    assert older
    rest = listed(bob, path + older[1].replace("&amp;", "&"))
    assert listed(bob, f"{path}?state=deleted")[0] == f"Card {PAGE + 1:02}"
    assert rest == ["Card 01", "Card 00", "deleted"]


EARLY = "0001-01-01T00:00:00%2B14:00~01a209eb-6276-7010-a31d-f06733b1d7bf"
SOMETIME = "2030-01-01T00:00:00"


@pytest.mark.parametrize("before", ["x", f"{SOMETIME}Z", f"{SOMETIME}~x", "9999-99-99~1", EARLY])
def test_a_made_up_place_to_go_on_from_is_an_empty_page(path: str, bob: Person, before: str) -> None:
    assert listed(bob, f"{path}?before={before}") in ([], ["Nothing found"])


def test_words_and_numbers_narrow_it(world: World, path: str, bob: Person) -> None:
    number = Card.objects.get(pk=world.cards["archived"]).number
    assert listed(bob, f"{path}?q=ARCH") == ["archived"]
    assert listed(bob, f"{path}?q={number}") == ["archived"]
    assert listed(bob, f"{path}?q=nowhere") == ["Nothing found"]


def test_a_restored_card_is_back_with_all_that_hung_on_it(world: World, path: str, browser: Client) -> None:
    card = world.cards["four"]
    version = world.do("card.delete", id=card, version=Card.objects.get(pk=card).version)["version"]
    before = Card.objects.get(pk=card)
    answer = browser.post(path, {"action": "restore", "state": "deleted", "id": card, "version": version})
    assert answer["Location"] == f"{path}?state=deleted"
    after = Card.objects.get(pk=card)
    assert (after.deleted_at, after.column_id, after.position) == (None, before.column_id, before.position)
    assert (
        (after.comment_count, after.checklist_total)
        == (before.comment_count, before.checklist_total)
        != (0, 0)
    )


def test_the_next_page_says_why_a_card_cannot_be_restored(world: World, path: str, browser: Client) -> None:
    card = world.cards["archived"]
    Card.objects.filter(pk=card).update(column=world.columns["done"])
    answer = browser.post(path, {"action": "restore", "id": card, "version": "2"}, follow=True)
    assert 'data-kind="bad"' in answer.content.decode()
    assert Card.objects.get(pk=card).archived_at is not None


def test_deleted_columns_and_labels_come_back(world: World, path: str, bob: Person, browser: Client) -> None:
    world.do("column.delete", id=world.columns["spare"], version=1)
    world.do("label.delete", id=world.labels["bug"])
    text = bob.browse(f"{path}?state=other").text
    assert "Spare" in text
    assert "was on 1 card" in text
    for seq in re.findall(r'name="seq" value="(\d+)"', text):
        browser.post(path, {"action": "undo", "state": "other", "seq": seq})
    assert Column.objects.undeleted().filter(pk=world.columns["spare"]).exists()
    assert Label.objects.get(pk=world.labels["bug"]).cards.count() == 1
    assert "No deleted columns or labels" in bob.browse(f"{path}?state=other").text


def test_a_viewer_looks_and_is_offered_nothing(path: str, cleo: Person) -> None:
    text = cleo.browse(path).text
    assert "archived" in text
    assert 'data-form="restore"' not in text


def test_a_long_archive_needs_no_more_queries(world: World, path: str, bob: Person) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert bob.browse(path).status_code == 200
        return len(seen)

    count()
    few = count()
    for number in range(10):
        card = world.card(title=f"Card {number}")
        world.do("card.archive", id=card["id"], version=1)
    assert count() == few
