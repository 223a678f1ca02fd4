"""Undo of changes to comments, checklists, watchers and dates, while no one has changed them since."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import CardWatcher, ChecklistItem
from projects.errors import Forbidden
from tests.projects.test_activity import last
from tests.projects.test_undo import take_back, why
from tests.support.payloads import card, checklist, comment, item, new_item
from tests.support.people import Person
from tests.support.worlds import Cast, World

pytestmark = pytest.mark.sqlite

CHANGED = "This can’t be undone: it has been changed since."
GONE = "It no longer exists."


def texts(who: Person, world: World, name: str = "four") -> list[str]:
    answer = who.get(f"/cards/{world.cards[name]}/comments")
    return [each["text"] for each in answer.json()["results"]]


def items(world: World, name: str) -> list[str]:
    rows = ChecklistItem.objects.filter(checklist=UUID(world.checklists[name])).order_by("position")
    return list(rows.values_list("text", flat=True))


def test_a_deleted_comment_comes_back_with_its_words_and_who_it_mentions(
    world: World, cast: Cast, bob: Person
) -> None:
    world.do("comment.update", by="bob", id=world.comment, text="Ask @Cleo Kyiv")
    world.do("comment.delete", by="bob", id=world.comment)
    deleted = world.seq
    assert texts(bob, world) == []
    back = take_back(world, by="bob")
    assert back["type"] == "comment.restored"
    assert texts(bob, world) == ["Ask @Cleo Kyiv"]
    assert back["payload"]["mentionIds"] == [cast["cleo"].id]
    assert back["payload"]["card"]["commentCount"] == 1
    assert why(world, deleted, by="bob") == "This has already been undone."


def test_what_somebody_said_on_a_card_only_they_take_back(world: World, bob: Person) -> None:
    made = world.do("comment.create", by="bob", **comment(world, "one"))
    for who in ("ada", "anna"):
        with pytest.raises(Forbidden, match="Only the person who did this"):
            take_back(world, by=who)
    world.do("comment.delete", by="ada", id=made["id"])
    with pytest.raises(Forbidden, match="Only the person who did this"):
        take_back(world, by="bob")
    take_back(world, by="ada")
    assert texts(bob, world, "one") == ["hello"]


def test_an_edit_of_a_comment_is_not_undone_after_a_newer_edit(world: World) -> None:
    made = world.do("comment.create", by="bob", **comment(world, "one"))
    created = world.seq
    world.do("comment.update", by="bob", id=made["id"], text="second")
    updated = world.seq
    world.do("comment.update", by="bob", id=made["id"], text="third")
    assert why(world, created, by="bob") == why(world, updated, by="bob") == CHANGED


def test_a_comment_whose_card_is_in_the_trash_does_not_come_back(world: World) -> None:
    world.do("comment.delete", by="bob", id=world.comment)
    deleted = world.seq
    world.do("card.delete", **card(world, "four"))
    assert why(world, deleted, by="bob") == GONE


def test_the_words_of_a_deleted_comment_are_found_by_index(world: World) -> None:
    world.do("comment.delete", by="bob", id=world.comment)
    with CaptureQueriesContext(connection) as seen:
        take_back(world, by="bob")
    [found] = [each["sql"] for each in seen if "comment.restored" in each["sql"] and "LIMIT 1" in each["sql"]]
    assert "number" in found


def test_a_deleted_checklist_comes_back_with_its_items(world: World, cast: Cast) -> None:
    world.do("checklist.delete", **checklist(world, "steps"))
    assert take_back(world)["payload"]["card"]["checklistDone"] == 1
    assert items(world, "steps") == ["first", "second"]
    first = ChecklistItem.objects.get(pk=world.items["first"])
    assert (first.done, str(first.assignee_id)) == (True, cast["bob"].id)


def test_who_has_left_is_not_to_do_what_comes_back(world: World, cast: Cast) -> None:
    world.do("checklist.delete", **checklist(world, "steps"))
    deleted = world.seq
    world.do("member.remove", projectId=world.id, userId=cast["bob"].id)
    take_back(world, deleted)
    assert ChecklistItem.objects.get(pk=world.items["first"]).assignee_id is None


def test_a_checklist_that_got_an_item_is_not_taken_back(world: World) -> None:
    made = world.do("checklist.create", cardId=world.cards["one"], name="New")
    created = world.seq
    world.do("checklist_item.create", checklistId=made["id"], text="One")
    assert why(world, created) == CHANGED
    world.do("checklist.delete", id=made["id"])
    assert why(world, created) == GONE


def test_an_item_of_a_checklist_that_is_gone_does_not_come_back(world: World) -> None:
    world.do("checklist_item.delete", **item(world, "third"))
    deleted = world.seq
    world.do("checklist.delete", **checklist(world, "later"))
    assert why(world, deleted) == GONE


def test_an_item_that_was_ticked_since_keeps_its_text_taken_back_or_not(world: World) -> None:
    world.do("checklist_item.update", **item(world, "second", text="Other"))
    renamed = world.seq
    world.do("checklist_item.update", **item(world, "second", done=True))
    take_back(world, renamed)
    row = ChecklistItem.objects.get(pk=world.items["second"])
    assert (row.text, row.done) == ("second", True)
    world.do("checklist_item.update", **item(world, "second", text="Third"))
    again = world.seq
    world.do("checklist_item.update", **item(world, "second", text="Fourth"))
    assert why(world, again) == CHANGED


def test_a_full_checklist_takes_no_item_back(world: World, monkeypatch: Any) -> None:
    world.do("checklist_item.delete", **item(world, "first"))
    deleted = world.seq
    monkeypatch.setattr("boards.commands.checklist_items.ITEMS_PER_CHECKLIST", 1)
    assert "At most 1 items" in why(world, deleted)


def test_an_item_whose_place_is_taken_comes_back_below(world: World) -> None:
    world.do("checklist_item.delete", **item(world, "first"))
    deleted = world.seq
    world.do("checklist_item.create", **new_item(world, "steps", text="new", after=None))
    take_back(world, deleted)
    assert items(world, "steps") == ["new", "first", "second"]


def test_an_item_that_became_a_card_is_an_item_again_and_then_that_card(world: World, bob: Person) -> None:
    made = world.do("checklist_item.convert", by="bob", **item(world, "second"))
    back = take_back(world)
    assert back["type"] == "checklist_item.unconverted"
    assert items(world, "steps") == ["first", "second"]
    assert bob.get(f"/cards/{made['id']}").status_code == 404
    again = take_back(world)
    assert again["type"] == "checklist_item.converted"
    assert items(world, "steps") == ["first"]
    assert bob.get(f"/cards/{made['id']}").json()["number"] == made["number"]


def test_a_card_that_somebody_worked_on_does_not_become_an_item_again(world: World) -> None:
    made = world.do("checklist_item.convert", **item(world, "second"))
    converted = world.seq
    world.do("card.update", id=made["id"], version=1, description="More")
    assert why(world, converted) == CHANGED


def test_who_watches_is_their_own_to_take_back(world: World, cast: Cast) -> None:
    world.do("card.watch", by="bob", id=world.cards["one"])
    with pytest.raises(Forbidden):
        take_back(world, by="ada")
    watched = world.seq
    take_back(world, by="bob")
    rows = CardWatcher.objects.filter(card=UUID(world.cards["one"]))
    assert not rows.exists()
    take_back(world, by="bob")
    assert [str(row.user_id) for row in rows] == [cast["bob"].id]
    world.do("card.watch", by="bob", id=world.cards["one"])
    assert "Nothing was changed" in why(world, by="bob")
    assert why(world, watched, by="bob") == "This has already been undone."


def test_dates_and_cover_are_taken_back_while_they_are_as_they_were_left(world: World) -> None:
    world.do("card.update", **card(world, "two", startAt="2031-01-02T00:00:00Z"))
    started = world.seq
    world.do("card.update", **card(world, "two", version=2, startAt=None, dueAt="2031-01-01T00:00:00Z"))
    moved = world.seq
    assert why(world, started) == CHANGED
    world.do("card.update", **card(world, "two", version=3, dueAt="2030-01-01T00:00:00Z"))
    assert why(world, moved) == CHANGED


def test_a_start_does_not_come_back_behind_the_due_date(world: World) -> None:
    world.do("card.update", **card(world, "two", startAt="2031-01-02T00:00:00Z"))
    world.do("card.update", **card(world, "two", version=2, startAt=None))
    cleared = world.seq
    world.do("card.update", **card(world, "two", version=3, dueAt="2031-01-01T00:00:00Z"))
    assert "due date is before the start date" in why(world, cleared)


def test_the_log_says_in_words_what_came_back(world: World) -> None:
    world.do("checklist_item.convert", by="bob", **item(world, "second"))
    take_back(world)
    turned = "Bob Marley turned “second” of WEB-4 four into WEB-9 second"
    assert last(world) == f"Ada Lovelace undid: {turned}"
    world.do("comment.delete", by="bob", id=world.comment)
    take_back(world, by="bob")
    assert last(world).startswith("Bob Marley undid: ")
