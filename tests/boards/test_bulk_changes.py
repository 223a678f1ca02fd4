"""Bulk changes: one command, one event, one undo for many cards; pasting lines; sorting a column."""

from typing import Any

import pytest

from boards.inputs.bulk import MAX_CARDS, MAX_TITLES
from boards.models import Card
from projects.history.activity import ActivityFilter, read_activity
from projects.models import Project
from projects.realtime.fragments import newest_with_html, with_html
from tests.boards.test_board_rules import titles
from tests.projects.test_activity import last
from tests.support.payloads import card, lines, many, move
from tests.support.people import Person
from tests.support.worlds import Cast, World, build, build_empty

pytestmark = pytest.mark.sqlite


def bulk(world: World, who: Person, *names: str, **change: Any) -> Any:
    data = many(world, *names, **change)
    return who.post(f"/projects/{data.pop('projectId')}/cards/bulk", data)


# ── Changing many ─────────────────────────────────────────────────────────────────────────────────


def test_many_cards_move_to_the_end_of_a_column_in_the_order_given(world: World, bob: Person) -> None:
    before = world.seq
    answer = bulk(world, bob, "three", "four", "one", columnId=world.columns["doing"])
    assert answer.status_code == 200
    # "four" was there and stays.
    assert titles(world, "doing") == ["four", "filed", "three", "one"]
    [event] = world.events(since=before)
    assert (event["type"], event["payload"]) == ("cards.updated", answer.json())
    assert [each["version"] for each in answer.json()["cards"]] == [2, 2, 2]
    old, new = event["changes"]["cards"]
    assert [each["id"] for each in new] == [world.cards["three"], world.cards["one"]]
    assert {each["columnId"] for each in old} == {world.columns["todo"]}


def test_one_stale_version_leaves_all_as_they_are(world: World, bob: Person) -> None:
    world.do("card.update", **card(world, "two", title="second"))
    before = world.snapshot()
    answer = bulk(world, bob, "one", "two", "three", archived=True)
    assert (answer.status_code, answer.json()["code"]) == (409, "version_conflict")
    assert [each["title"] for each in answer.json()["current"]["cards"]] == ["second"]
    assert world.snapshot() == before


def test_a_limit_counts_all_of_them_together(world: World, bob: Person) -> None:
    world.do("column.update", id=world.columns["spare"], version=1, wipLimit=2)
    three = ("one", "two", "three")
    assert bulk(world, bob, *three, columnId=world.columns["spare"]).json()["code"] == "wip_limit_reached"
    assert bulk(world, bob, *three[:2], columnId=world.columns["spare"]).status_code == 200
    assert titles(world, "spare") == ["one", "two"]
    # A card that is already in the column does not count against its limit.
    assert bulk(world, bob, "full", columnId=world.columns["done"]).status_code == 200


def test_archived_cards_need_no_room_and_keep_their_place(world: World, bob: Person) -> None:
    answer = bulk(world, bob, "one", "archived", columnId=world.columns["done"], archived=True)
    assert answer.status_code == 200
    assert titles(world, "done") == ["full"]
    assert [each["columnId"] for each in answer.json()["cards"]] == [world.columns["done"]] * 2


def test_out_of_the_archive_they_come_to_their_places(world: World, bob: Person) -> None:
    world.do("cards.update", **many(world, "one", "two", archived=True))
    world.do("card.move", **move(world, "four", "todo", after=None))
    position = Card.objects.get(pk=world.cards["one"]).position
    Card.objects.filter(pk=world.cards["four"]).update(position=position)
    data = many(world, "one", "two", archived=False)
    data["cards"] = [{**each, "version": 2} for each in data["cards"]]
    world.do("cards.update", **data)
    assert titles(world, "todo") == ["four", "one", "two", "three"]


def test_out_of_the_archive_they_come_to_the_first_column_where_theirs_is_gone(
    world: World, bob: Person
) -> None:
    world.do("card.move", **move(world, "archived", "spare", version=2))
    world.do("column.delete", id=world.columns["spare"])
    data = many(world, "archived", archived=False)
    data["cards"][0]["version"] = 3
    world.do("cards.update", **data)
    assert titles(world, "todo")[-1] == "archived"


def test_labels_and_people_are_taken_off_and_put_on_each_card(world: World, cast: Cast, bob: Person) -> None:
    bug, idea = world.labels["bug"], world.labels["idea"]
    change = {"addLabelIds": [bug], "removeLabelIds": [bug], "addAssigneeIds": [cast["anna"].id]}
    answer = bulk(world, bob, "one", "two", **change, removeAssigneeIds=[cast["bob"].id])
    first, second = answer.json()["cards"]
    assert (first["labelIds"], first["assigneeIds"]) == ([idea, bug], [cast["ada"].id, cast["anna"].id])
    assert (second["labelIds"], second["assigneeIds"]) == ([bug], [cast["anna"].id])


def test_a_label_that_is_gone_can_still_be_taken_off(world: World, bob: Person) -> None:
    bug = world.labels["bug"]
    world.do("label.delete", id=bug)
    assert bulk(world, bob, "one", removeLabelIds=[bug]).status_code == 200
    assert bulk(world, bob, "two", addLabelIds=[bug]).json()["code"] == "invalid"


def test_a_card_does_not_get_too_many_labels(world: World, bob: Person) -> None:
    made = [
        world.do("label.create", projectId=world.id, name=f"label {n}", color="red")["id"] for n in range(99)
    ]
    assert bulk(world, bob, "one", addLabelIds=made).json()["code"] == "invalid"
    assert bulk(world, bob, "two", addLabelIds=made).status_code == 200


def test_a_command_on_many_cards_counts_for_each_even_if_it_changes_nothing(
    world: World, bob: Person
) -> None:
    answer = bulk(world, bob, "one", "two", columnId=world.columns["todo"])
    assert [each["version"] for each in answer.json()["cards"]] == [2, 2]
    assert world.events(since=world.seq - 1)[0]["changes"] == {}


def test_cards_of_another_project_cannot_be_among_them(world: World, cast: Cast, bob: Person) -> None:
    other = build(cast)
    mixed = many(world, "one", archived=True)
    mixed["cards"] += many(other, "two", archived=True)["cards"]
    assert bob.post(f"/projects/{world.id}/cards/bulk", {**mixed, "projectId": world.id}).status_code == 400
    del mixed["projectId"]
    assert bob.post(f"/projects/{world.id}/cards/bulk", mixed).json()["code"] == "not_found"
    foreign = bulk(world, bob, "one", columnId=other.columns["todo"])
    assert foreign.json()["code"] == "not_found"
    assert bulk(world, bob, "one", addLabelIds=[other.labels["bug"]]).json()["code"] == "invalid"


# ── A paste of lines ──────────────────────────────────────────────────────────────────────────────


def test_each_line_becomes_a_card_below_the_last(world: World, bob: Person) -> None:
    before = world.seq
    answer = bob.post(f"/columns/{world.columns['doing']}/cards", {"titles": ["first", " second "]})
    assert answer.status_code == 201
    assert titles(world, "doing") == ["four", "filed", "first", "second"]
    assert [each["number"] for each in answer.json()["cards"]] == [9, 10]
    [event] = world.events(since=before)
    assert (event["type"], event["payload"], event["changes"]) == ("cards.created", answer.json(), {})
    assert world.card()["number"] == 11


def test_lines_come_where_they_are_asked_to(world: World) -> None:
    world.do("cards.create", **lines(world, "todo", "a", "b"), after=None)
    world.do("cards.create", **lines(world, "todo", "c", "d"), after=world.cards["one"])
    world.do("cards.create", **lines(world, "todo", "e", "f"), before=world.cards["three"])
    assert titles(world, "todo") == ["a", "b", "one", "c", "d", "two", "e", "f", "three"]


def test_a_column_takes_all_lines_or_none(world: World, bob: Person) -> None:
    world.do("column.update", id=world.columns["spare"], version=1, wipLimit=2)
    path = f"/columns/{world.columns['spare']}/cards"
    assert bob.post(path, {"titles": ["a", "b", "c"]}).json()["code"] == "wip_limit_reached"
    assert bob.post(path, {"titles": ["a", "b"]}).status_code == 201
    assert Project.objects.get(pk=world.id).last_card == 10


def test_two_hundred_lines_are_one_command_and_a_thousand_are_refused(world: World, bob: Person) -> None:
    path = f"/columns/{world.columns['spare']}/cards"
    before = world.seq
    for count in (MAX_TITLES + 1, 1000):
        refused = bob.post(path, {"titles": ["x"] * count}).json()
        assert (refused["code"], refused["fields"]) == (
            "invalid",
            {"titles": ["At most 200 lines at a time."]},
        )
    assert world.seq == before
    made = bob.post(path, {"titles": [f"line {n}" for n in range(MAX_TITLES)]}).json()["cards"]
    assert (len(made), world.seq) == (MAX_TITLES, before + 1)
    world.do("history.undo", projectId=world.id, seq=world.seq)
    assert titles(world, "spare") == []


def test_all_cards_of_a_long_column_go_in_one_command(world: World, bob: Person) -> None:
    """500 cards are moved, then archived; each command is undone by itself."""
    path = f"/columns/{world.columns['spare']}/cards"
    made = [card for _ in range(3) for card in bob.post(path, {"titles": ["x"] * 167}).json()["cards"]]
    cards = [{"id": card["id"], "version": 1} for card in made]
    bulk_path, todo = f"/projects/{world.id}/cards/bulk", world.columns["todo"]
    much = bob.post(bulk_path, {"cards": cards, "change": {"columnId": todo}})
    assert (len(cards), much.status_code, list(much.json()["fields"])) == (MAX_CARDS + 1, 400, ["cards"])
    answer = bob.post(bulk_path, {"cards": cards[1:], "change": {"columnId": todo}})
    assert answer.status_code == 200
    assert titles(world, "spare") == ["x"]
    [event] = world.events(since=world.seq - 1)
    assert (event["type"], len(event["payload"]["cards"])) == ("cards.updated", MAX_CARDS)
    assert "description" not in event["payload"]["cards"][0]
    archive = [{**card, "version": 2} for card in cards[1:]]
    assert bob.post(bulk_path, {"cards": archive, "change": {"archived": True}}).status_code == 200
    assert titles(world, "todo") == ["one", "two", "three"]
    for taken in (0, 2):
        world.do("history.undo", projectId=world.id, seq=world.seq - taken)
    assert titles(world, "spare") == ["x"] * (MAX_CARDS + 1)


# ── Sorting ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def dated(cast: Cast) -> World:
    world = build_empty(cast)
    for title, day in (("none", None), ("late", 9), ("early", 1), ("none either", None), ("early too", 1)):
        due = {"dueAt": f"2031-01-0{day}T00:00:00Z"} if day else {}
        world.cards[title] = world.card("todo", title, **due)["id"]
    return world


def test_a_column_is_sorted_by_due_date_and_by_number(dated: World, bob: Person) -> None:
    path = f"/columns/{dated.columns['todo']}/sort"
    answer = bob.post(path, {"by": "dueAt"})
    assert titles(dated, "todo") == ["early", "early too", "late", "none", "none either"]
    event = dated.events(since=dated.seq - 1)[0]
    assert (event["type"], event["payload"]) == ("column.sorted", answer.json())
    assert event["changes"]["sortedBy"] == [None, "dueAt"]
    assert answer.json()["version"] == 2
    assert {each["version"] for each in answer.json()["cards"]} == {2}
    bob.post(path, {"by": "number"})
    assert titles(dated, "todo") == ["none", "late", "early", "none either", "early too"]
    assert bob.post(path, {"by": "number"}).json()["cards"] == []


def test_a_sorting_is_taken_back_while_nothing_has_moved(dated: World, bob: Person) -> None:
    order = titles(dated, "todo")
    dated.run("column.sort", {"id": dated.columns["todo"], "by": "dueAt"})
    sorted_at = dated.seq
    dated.card("todo", "new")
    bob.post(f"/projects/{dated.id}/undo", {"seq": sorted_at})
    assert titles(dated, "todo") == [*order, "new"]
    dated.run("column.sort", {"id": dated.columns["todo"], "by": "dueAt"})
    sorted_at = dated.seq
    late = Card.objects.get(pk=dated.cards["late"])
    dated.do("card.move", id=str(late.pk), version=late.version, columnId=dated.columns["todo"])
    answer = bob.post(f"/projects/{dated.id}/undo", {"seq": sorted_at})
    assert answer.json()["code"] == "cannot_undo"


def test_archived_cards_are_not_sorted(dated: World) -> None:
    dated.do("card.archive", id=dated.cards["late"], version=1)
    dated.run("column.sort", {"id": dated.columns["todo"], "by": "dueAt"})
    assert Card.objects.get(pk=dated.cards["late"]).version == 2
    assert "late" not in titles(dated, "todo")


def test_a_very_long_column_is_not_sorted(dated: World, bob: Person, monkeypatch: Any) -> None:
    monkeypatch.setattr("boards.commands.column_sort.MAX_SORTED", 4)
    answer = bob.post(f"/columns/{dated.columns['todo']}/sort", {"by": "dueAt"})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


# ── Undo ──────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_done_to_many_is_taken_back_at_once_or_not_at_all(world: World, bob: Person) -> None:
    before = world.snapshot()
    bulk(world, bob, "one", "two", columnId=world.columns["spare"], addLabelIds=[world.labels["bug"]])
    done = world.seq
    world.do("card.move", **move(world, "two", "spare", version=2, after=None))
    assert bob.post(f"/projects/{world.id}/undo", {"seq": done}).json()["code"] == "cannot_undo"
    bob.post(f"/projects/{world.id}/undo", {"seq": world.seq})
    assert bob.post(f"/projects/{world.id}/undo", {"seq": done}).json()["type"] == "cards.updated"
    shown = {each["id"]: each for each in world.snapshot()["cards"]}
    for old in before["cards"]:
        assert {**shown[old["id"]], "version": 0, "updatedAt": ""} == {**old, "version": 0, "updatedAt": ""}


def test_one_in_the_trash_keeps_all_from_coming_back(world: World, bob: Person) -> None:
    bulk(world, bob, "one", "two", columnId=world.columns["spare"])
    done = world.seq
    world.do("card.delete", **card(world, "two", version=2))
    answer = bob.post(f"/projects/{world.id}/undo", {"seq": done})
    assert answer.json()["detail"] == "It no longer exists."


def test_a_label_that_is_gone_does_not_come_back_by_an_undo(world: World, bob: Person) -> None:
    bulk(world, bob, "one", "two", removeLabelIds=[world.labels["bug"]])
    done = world.seq
    world.do("label.delete", id=world.labels["bug"])
    answer = bob.post(f"/projects/{world.id}/undo", {"seq": done})
    assert answer.json()["detail"] == "A label does not belong to this project."


def test_pasted_cards_are_undone_together_while_unchanged(world: World, bob: Person) -> None:
    made = world.do("cards.create", **lines(world, "todo", "a", "b"))["cards"]
    done = world.seq
    world.do("card.update", id=made[0]["id"], version=1, title="A")
    assert bob.post(f"/projects/{world.id}/undo", {"seq": done}).json()["code"] == "cannot_undo"
    bob.post(f"/projects/{world.id}/undo", {"seq": world.seq})
    assert bob.post(f"/projects/{world.id}/undo", {"seq": done}).json()["type"] == "cards.deleted"
    assert titles(world, "todo") == ["one", "two", "three"]
    again = bob.post(f"/projects/{world.id}/undo", {"seq": world.seq}).json()
    assert again["type"] == "cards.restored"
    assert titles(world, "todo") == ["one", "two", "three", "a", "b"]


# ── Sentences and fragments ─────────────────────────────────────────────────────────────────────────


def test_the_log_says_what_happened_to_how_many(world: World, bob: Person) -> None:
    bulk(world, bob, "one", "two", columnId=world.columns["spare"])
    assert last(world) == "Bob Marley moved 2 cards to Spare: WEB-1 one, WEB-2 two"
    assert last(world, "ru") == "Bob Marley перемещает 2 карточки в колонку Spare: WEB-1 one, WEB-2 two"
    bulk(world, bob, "three", archived=True)
    assert last(world) == "Bob Marley archived 1 card: WEB-3 three"
    world.do("history.undo", projectId=world.id, seq=world.seq)
    assert last(world) == "Ada Lovelace undid: Bob Marley archived 1 card: WEB-3 three"
    bulk(world, bob, "four", addLabelIds=[world.labels["bug"]])
    assert last(world) == "Bob Marley changed the labels of 1 card: WEB-4 four"
    world.do("cards.create", **lines(world, "doing", *["x"] * 11))
    assert last(world).startswith("Ada Lovelace added 11 cards to In Progress: WEB-9 x, ")
    assert last(world).endswith("WEB-18 x, …")


def test_a_sorting_says_by_what(dated: World) -> None:
    dated.run("column.sort", {"id": dated.columns["todo"], "by": "dueAt"})
    assert last(dated) == "Ada Lovelace sorted Todo by due date"
    assert last(dated, "ru") == "Ada Lovelace сортирует колонку Todo по сроку"


def test_a_card_knows_what_happened_to_it_among_others(world: World, bob: Person) -> None:
    bulk(world, bob, "one", "two", archived=True)
    project = Project.objects.get(pk=world.id)
    for number, there in ((1, True), (2, True), (3, False), (12, False)):
        deeds, _more = read_activity(project, ActivityFilter(card=number))
        assert (world.seq in [deed["seq"] for deed in deeds]) is there, number


def test_an_event_carries_the_faces_of_cards_that_look_different(world: World, bob: Person) -> None:
    bulk(world, bob, "one", "two", columnId=world.columns["spare"])
    bulk_moved = world.events(since=world.seq - 1)
    assert with_html(bulk_moved[0], "en")["html"] == ""
    world.do("cards.create", **lines(world, "todo", "a", "b"))
    world.do("cards.create", **lines(world, "todo", "c"))
    made = newest_with_html(world.events(since=world.seq - 2), "en")
    assert [event["html"].count('<li class="card"') for event in made] == [2, 1]
