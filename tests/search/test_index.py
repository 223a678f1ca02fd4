"""The index of the search follows every event, whatever command left it."""

import contextlib
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from boards.models import Card
from chat.models import IndexedMessage, Message
from files.models import File, IndexedFile
from projects.errors import Refusal
from projects.registry import commands
from projects.search.indexers import search_indexers
from projects.search.rebuild import differences, search_indexes
from tests.support.examples import EXAMPLES
from tests.support.people import Person
from tests.support.worlds import Cast, World, build, build_empty, rolled_back

TEXTLESS = {
    *("card.moved", "card.archived", "card.deleted", "card.restored", "card.watched", "card.unwatched"),
    *("cards.deleted", "checklist.moved", "checklist_item.moved"),
    *("column.created", "column.updated", "column.moved", "column.sorted", "column.deleted"),
    *("column.restored", "label.created", "label.updated", "label.deleted"),
    *("invitation.created", "invitation.accepted", "invitation.revoked", "member.updated", "member.removed"),
    *("project.created", "project.updated", "project.deleted"),
}
"""Types of events that change no text. A search looks at the trash, the archive and names by itself."""


@pytest.fixture
def world(cast: Cast) -> World:
    return build(cast)


def outdated() -> dict[str, list[Any]]:
    found = {kind: list(differences(indexed)) for kind, indexed in search_indexes.items()}
    return {kind: ids for kind, ids in found.items() if ids}


def found(who: Person, text: str, **asked: Any) -> list[str]:
    answer = who.site.client.get(
        f"{who.site.url}/api/v1/search",
        params={"q": text, **asked},
        headers={"authorization": f"Bearer {who.token}"},
    )
    assert answer.status_code == 200, answer.text
    return [hit["id"] for hit in answer.json()["results"]]


def test_every_event_has_an_indexer_or_changes_no_text() -> None:
    left = {command.event for command in commands.values()} - {""}
    assert search_indexers.keys() | TEXTLESS == left
    assert not search_indexers.keys() & TEXTLESS


@pytest.mark.sqlite
def test_a_new_world_is_indexed(world: World) -> None:
    assert outdated() == {}
    assert IndexedFile.objects.count() == File.objects.count()


@pytest.mark.slow
@pytest.mark.sqlite
@pytest.mark.parametrize("name", sorted(EXAMPLES.keys() - {"project.create"}))
def test_the_index_follows_a_command_its_undo_and_its_redo(name: str, world: World) -> None:
    for example in EXAMPLES[name]:
        with rolled_back():
            world.run(name, example.data(world), by=example.by)
            assert outdated() == {}, example.what
            with contextlib.suppress(Refusal):
                for _twice in range(2):
                    world.do("history.undo", by=example.by, projectId=world.id, seq=world.seq)
                    assert outdated() == {}, example.what


@pytest.mark.sqlite
def test_a_label_is_found_by_its_new_name_without_a_write(cast: Cast, bob: Person) -> None:
    world = build_empty(cast)
    label = world.do("label.create", projectId=world.id, name="Harbour", color="red")["id"]
    card = world.card("todo", "Paint", labelIds=[label])["id"]
    assert found(bob, "harbour") == found(bob, "paint harb") == [card]
    world.do("label.update", id=label, name="Гавань")
    assert found(bob, "harbour") == []
    assert found(bob, "гавань paint") == [card]
    world.do("label.delete", id=label)
    assert found(bob, "гавань") == []
    seq = world.seq
    world.do("card.update", id=card, version=Card.objects.get(pk=card).version, title="Paints")
    world.do("history.undo", projectId=world.id, seq=seq)
    assert found(bob, "гавань") == [card]


@pytest.mark.sqlite
def test_labels_put_on_many_cards_at_once_find_them(cast: Cast, bob: Person) -> None:
    world = build_empty(cast)
    label = world.do("label.create", projectId=world.id, name="Harbour", color="red")["id"]
    world.do("cards.create", columnId=world.columns["todo"], titles=["one", "two"])
    cards = [
        {"id": str(card.pk), "version": card.version}
        for card in Card.objects.filter(project_id=world.id).order_by("number")
    ]
    world.do("cards.update", projectId=world.id, cards=cards, change={"addLabelIds": [label]})
    assert set(found(bob, "harbour")) == {card["id"] for card in cards}
    world.do("history.undo", projectId=world.id, seq=world.seq)
    assert found(bob, "harbour") == []


@pytest.mark.sqlite
def test_words_of_one_card_may_be_spread_over_all_it_has(cast: Cast, bob: Person) -> None:
    world = build_empty(cast)
    label = world.do("label.create", projectId=world.id, name="urgent", color="red")["id"]
    card = world.card("todo", "Paint the boat", description="in the harbour", labelIds=[label])["id"]
    checklist = world.do("checklist.create", cardId=card, name="Brushes")["id"]
    world.do("checklist_item.create", checklistId=checklist, text="Buy turpentine")
    assert found(bob, "boat harbour urgent brushes turpent web-1") == [card]
    assert found(bob, "boat harbour urgent brushes turpent web-2") == []
    assert found(bob, "boat -urgent") == found(bob, "boat -turpentine") == []
    assert found(bob, "boat -brush -oil") == [] != found(bob, "boat -oil")


@pytest.mark.sqlite
def test_a_message_without_text_has_no_row(world: World) -> None:
    sent = world.do("chat.message", by="bob", projectId=world.id, text="", fileIds=[world.files["notes"]])
    assert not IndexedMessage.objects.filter(message_id=sent["id"]).exists()
    world.do("chat.update", by="bob", id=sent["id"], text="Now with words")
    assert IndexedMessage.objects.filter(message_id=sent["id"]).exists()
    world.do("chat.update", by="bob", id=sent["id"], text="")
    assert not IndexedMessage.objects.filter(message_id=sent["id"]).exists()


@pytest.mark.sqlite
def test_a_changed_text_keeps_its_place_in_time(world: World) -> None:
    world.do("chat.message", by="bob", projectId=world.id, text="later")
    before = IndexedMessage.objects.get(message_id=world.message).pk
    world.do("chat.update", by="bob", id=world.message, text="earlier")
    assert IndexedMessage.objects.get(message_id=world.message).pk == before


# ── rebuild_search ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_the_index_can_be_made_anew(world: World, bob: Person) -> None:
    IndexedMessage.objects.all().delete()
    Card.objects.filter(pk=world.cards["one"]).update(title="changed past the commands")
    with pytest.raises(CommandError):
        call_command("rebuild_search", check=True)
    call_command("rebuild_search")
    call_command("rebuild_search", check=True)
    assert found(bob, "привет") == [world.message]
    assert found(bob, "changed past") == [world.cards["one"]]


@pytest.mark.sqlite
def test_what_is_deleted_for_good_leaves_the_index(world: World, bob: Person) -> None:
    Message.objects.filter(pk=world.message).delete()
    assert found(bob, "привет") == []
    assert outdated() == {}
