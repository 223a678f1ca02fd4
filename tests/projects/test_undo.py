"""Undo and redo: an event can be undone while its inverse still applies."""

import random
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from rest_framework.exceptions import ValidationError

from boards.models import Card, CardWatcher, Checklist, Comment, Label
from boards.wire.cards import cards_wire
from boards.wire.checklists import checklists_wire
from boards.wire.comments import comments_wire
from chat.models import Message
from core.wire import JsonObject
from projects.errors import Forbidden, NotFound, Refusal
from projects.events.log import EventWire
from projects.history.undo import inverses, is_undone, not_undoable
from projects.models import Event, Project
from projects.registry import commands
from tests.boards.test_board_rules import titles
from tests.projects.test_activity import last, log_sentences
from tests.support.examples import EXAMPLES
from tests.support.payloads import card, column, move, new_card, person, undo
from tests.support.people import Person
from tests.support.random_commands import MAKERS, Dice
from tests.support.reducer import apply_all
from tests.support.worlds import Cast, World, build, fresh_id, new_file, rolled_back


def take_back(world: World, seq: int | None = None, *, by: str = "ada") -> JsonObject:
    """Undo the event `seq` (default: the newest); return the resulting event."""
    return world.do("history.undo", by=by, projectId=world.id, seq=seq or world.seq)


def why(world: World, seq: int | None = None, *, by: str = "ada") -> str:
    """Expect the undo of `seq` (default: the newest) to be refused without a change; return the reason."""
    before = world.seq
    with pytest.raises(Refusal) as refused, transaction.atomic():
        take_back(world, seq, by=by)
    assert refused.value.code == "cannot_undo"
    assert world.seq == before
    return str(refused.value.detail)


def state(world: World) -> dict[str, Any]:
    """Content of board, cards and archive, without versions and times."""
    shown = world.snapshot()
    project = Project.objects.get(pk=world.id)
    cards = cards_wire(list(Card.objects.undeleted().filter(project=project).order_by("number")), project)
    checklists = Checklist.objects.filter(project=project, card__deleted_at=None).order_by("card", "position")
    comments = comments_wire(list(Comment.objects.undeleted().filter(project=project).order_by("id")))
    hanging = {
        "checklists": checklists_wire(list(checklists)),
        "comments": [{**each, "editedAt": None} for each in comments],
        "watchers": sorted(map(str, CardWatcher.objects.filter(project=project).values_list("card", "user"))),
    }
    return plain({**shown, **hanging, "cards": cards, "on the board": shown["cards"]})


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if key not in ("version", "updatedAt", "seq")}
    return [plain(item) for item in value] if isinstance(value, list) else value


# ── What has an inverse ───────────────────────────────────────────────────────────────────────────

LEFT = {command.event for command in commands.values()} - {""}


@pytest.mark.parametrize("event", sorted(LEFT))
def test_every_event_has_an_inverse_or_a_reason_why_there_is_none(event: str) -> None:
    assert (event in inverses) != (event in not_undoable), f"register an inverse of {event}, or a reason"


def test_inverses_are_commands_and_leave_events_that_are_known() -> None:
    assert set(inverses) | set(not_undoable) <= LEFT
    named = {way.by for way in inverses.values() if isinstance(way.by, str)}
    assert named <= commands.keys()


@pytest.mark.slow
@pytest.mark.sqlite
@pytest.mark.parametrize("name", sorted(EXAMPLES.keys() - {"project.create", "project.delete"}))
def test_what_a_command_did_is_taken_back_and_done_again(name: str, world: World) -> None:
    for example in EXAMPLES[name]:
        with rolled_back():
            first = state(world)
            world.run(name, example.data(world), by=example.by)
            done, [event] = state(world), world.events(since=world.seq - 1)
            if event["type"] in not_undoable:
                assert why(world) == str(not_undoable[event["type"]]), example.what
                continue
            if changed_nothing(event):
                assert "Nothing was changed" in why(world, by=example.by), example.what
                continue
            back = take_back(world, by=example.by)
            assert (state(world), back["changes"]["undoes"]) == (first, [None, event["seq"]]), example.what
            if back["type"] not in not_undoable:
                take_back(world, by=example.by)
                assert state(world) == done, example.what


def changed_nothing(event: EventWire) -> bool:
    result = event["type"].endswith(("updated", "moved", "archived", "restored", "sorted", "watched"))
    return result and not event["changes"].keys() - {"editedAt", "sortedBy"}


def has_no_way_back(world: World, event: EventWire) -> bool:
    """Whether an event has no exact inverse: a limit below a column's count, or a message with files."""
    held = [each["columnId"] for each in world.snapshot()["cards"]].count(event["payload"].get("id"))
    return held > (event["payload"].get("wipLimit") or held) or bool(event["payload"].get("files"))


# ── Twenty commands, twenty undos ─────────────────────────────────────────────────────────────────

ACTORS = ("ada", "ada", "anna", "bob", "cleo")


def some(world: World, dice: Dice) -> bool:
    """Run a random command; return whether it changed something and can be undone."""
    name = dice.choice(sorted(MAKERS))
    if commands[name].event in not_undoable:
        return False
    try:
        with transaction.atomic():
            world.run(name, MAKERS[name](world, dice), by=dice.choice(ACTORS))
            [event] = world.events(since=world.seq - 1)
            if changed_nothing(event) or has_no_way_back(world, event):
                raise IndexError
    except (IndexError, Refusal, ValidationError):
        return False
    return True


def undo_as_may(world: World, event: EventWire) -> JsonObject:
    """Undo an event as its actor where only the actor may, else as an owner."""
    actor = next(name for name, each in world.cast.items() if each.id == event["actorId"])
    owners = [each["userId"] for each in world.snapshot()["members"] if each["role"] == "owner"]
    owner = next(name for name, each in world.cast.items() if each.id == owners[0])
    own = event["type"].startswith(("chat.", "file.", "comment.", "card.watched", "card.unwatched"))
    return take_back(world, event["seq"], by=actor if own else owner)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [pytest.param(0, marks=pytest.mark.sqlite), *range(1, 8)])
def test_twenty_random_commands_and_twenty_undos_end_at_the_first_snapshot(seed: int, cast: Cast) -> None:
    world, dice = build(cast), random.Random(seed)
    first, board = state(world), world.snapshot()
    begin, done = world.seq, 0
    while done < 20:
        done += some(world, dice)
    between = state(world)
    for event in reversed(world.events(since=begin)):
        undo_as_may(world, event)
    assert state(world) == first
    assert between != first
    # A client that applied all events has the same state.
    assert apply_all(board, world.events(since=begin)) == world.snapshot()
    for event in reversed(world.events(since=begin + 20)):
        if event["type"] not in not_undoable:
            undo_as_may(world, event)
    assert state(world) == between


# ── When it no longer applies ─────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_what_was_taken_back_is_not_taken_back_again_but_done_again(world: World) -> None:
    world.do("card.update", **card(world, "two", title="second"))
    done = world.seq
    back = take_back(world, done)
    assert (back["type"], back["payload"]["title"]) == ("card.updated", "two")
    world.do("card.update", **card(world, "two", version=3, title="second"))
    assert why(world, done) == "This has already been undone."
    take_back(world)
    assert take_back(world, back["seq"])["payload"]["title"] == "second"


@pytest.mark.sqlite
def test_the_database_knows_no_event_that_was_taken_back_twice(world: World) -> None:
    world.do("card.archive", **card(world, "one"))
    take_back(world)
    row = Event.objects.get(project_id=world.id, seq=world.seq)
    assert is_undone(Event.objects.get(project_id=world.id, seq=world.seq - 1))
    row.pk, row.seq, row.event_id = fresh_id(), row.seq + 1, fresh_id()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.sqlite
def test_other_fields_may_have_changed_since(world: World, cast: Cast) -> None:
    world.do("card.update", **card(world, "two", title="second", dueAt="2031-01-01T00:00:00Z"))
    done = world.seq
    world.do("card.update", **card(world, "two", version=2, description="Words", labelIds=[]))
    back = take_back(world, done, by="bob")
    now = world.cast["bob"].get(f"/cards/{world.cards['two']}").json()
    assert (now["title"], now["dueAt"], now["description"]) == ("two", None, "Words")
    assert back["changes"] == {
        "title": ["second", "two"],
        "dueAt": ["2031-01-01T00:00:00.000Z", None],
        "undoes": [None, done],
    }


def test_one_field_that_changed_since_keeps_all_of_them(world: World) -> None:
    world.do("card.update", **card(world, "two", title="second", description="Words"))
    done = world.seq
    world.do("card.update", **card(world, "two", version=2, title="zwei"))
    assert why(world, done) == "This can’t be undone: it has been changed since."


def test_a_move_is_not_undone_after_a_newer_move(world: World) -> None:
    world.do("card.move", **move(world, "one", "doing"))
    done = world.seq
    world.do("card.move", by="bob", **move(world, "one", "spare", version=2))
    assert "changed since" in why(world, done)


def test_what_is_in_the_trash_is_gone(world: World) -> None:
    world.do("card.move", **move(world, "one", "doing"))
    done = world.seq
    world.do("card.delete", **card(world, "one", version=2))
    assert why(world, done) == "It no longer exists."


def test_a_full_column_takes_nothing_back(world: World) -> None:
    world.do("card.move", **move(world, "full", "todo"))
    done = world.seq
    world.do("card.move", **move(world, "one", "done"))
    assert why(world, done) == "“Done” is full (limit: 1)."


def test_a_column_that_is_gone_takes_nothing_back(world: World) -> None:
    world.do("card.move", **move(world, "one", "spare"))
    world.do("card.move", **move(world, "one", "todo", version=2))
    done = world.seq
    world.do("column.delete", id=world.columns["spare"])
    assert why(world, done) == "This column no longer exists."


def test_who_has_left_is_not_assigned_again(world: World, cast: Cast) -> None:
    world.do("card.update", **card(world, "one", assigneeIds=[cast["ada"].id]))
    done = world.seq
    world.do("member.remove", **person(world, "bob"))
    assert why(world, done) == "An assignee is not a member of this project."


def test_the_role_of_who_has_left_is_not_given_back(world: World) -> None:
    world.do("member.update", **person(world, "bob", role="viewer"))
    done = world.seq
    world.do("member.remove", **person(world, "bob"))
    assert why(world, done) == "This person is no longer in the project."


def test_a_card_that_others_have_worked_on_is_not_taken_back(world: World, cast: Cast) -> None:
    made = world.do("card.create", by="bob", **new_card(world))
    done = world.seq
    world.do("card.update", by="anna", id=made["id"], version=1, description="More")
    assert "changed since" in why(world, done, by="bob")


def test_a_new_key_of_the_project_is_no_change_of_its_cards(world: World) -> None:
    world.do("card.create", **new_card(world))
    done = world.seq
    world.do("project.update", id=world.id, key="NEW")
    assert take_back(world, done)["type"] == "card.deleted"


@pytest.mark.sqlite
def test_a_label_whose_name_is_taken_up_by_a_new_one_with_its_id_stays_deleted(world: World) -> None:
    world.do("label.delete", id=world.labels["bug"])
    done = world.seq
    world.do("label.create", projectId=world.id, id=world.labels["bug"], name="new", color="red")
    assert why(world, done) == "This can no longer be undone."


@pytest.mark.sqlite
def test_a_file_that_hangs_somewhere_is_not_taken_back(world: World, cast: Cast) -> None:
    loose = new_file(world, "fresh")
    row = Event.objects.get(project_id=world.id, seq=1)
    row.pk, row.seq, row.event_id = fresh_id(), world.seq + 1, fresh_id()
    row.type, row.actor_id, row.payload = "file.uploaded", cast["bob"].id, {"id": loose, "name": "fresh"}
    row.save(force_insert=True)
    Project.objects.filter(pk=world.id).update(last_seq=row.seq)
    world.do("card.attach", id=world.cards["one"], fileId=loose)
    assert (
        why(world, row.seq, by="bob") == "This can’t be undone: the file is attached to a card or a message."
    )
    take_back(world)
    with pytest.raises(Forbidden):
        take_back(world, row.seq, by="ada")
    assert take_back(world, row.seq, by="bob")["type"] == "file.deleted"


# ── What comes back ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_a_deleted_card_comes_back_to_its_place_with_all_that_hung_on_it(world: World, cast: Cast) -> None:
    before = state(world)
    for name, version in (("filed", 3), ("one", 1)):
        world.do("card.delete", **card(world, name, version=version))
    # Another person's card takes its place.
    world.do("card.create", **new_card(world, after=None))
    for seq in range(world.seq - 2, world.seq):
        take_back(world, seq)
    now = {each["id"]: each for each in state(world)["cards"]}
    for old in before["cards"]:
        assert {**now[old["id"]], "position": 0} == {**old, "position": 0}
    assert Card.objects.get(pk=world.cards["filed"]).files.count() == 1
    assert titles(world, "todo") == ["new", "one", "two", "three"]


@pytest.mark.sqlite
def test_an_archived_card_that_was_deleted_comes_back_to_the_archive(world: World) -> None:
    world.do("card.delete", **card(world, "archived", version=2))
    assert take_back(world)["payload"]["archivedAt"] is not None
    assert Card.objects.archived().filter(pk=world.cards["archived"]).exists()


@pytest.mark.sqlite
def test_a_deleted_label_comes_back_to_its_place_on_each_card(world: World) -> None:
    world.do("label.delete", id=world.labels["bug"])
    world.do("card.update", **card(world, "two", labelIds=[world.labels["idea"]]))
    back = take_back(world, world.seq - 1)
    assert (back["type"], back["changes"]["cardIds"]) == ("label.restored", [[], [world.cards["one"]]])
    shown = {each["id"]: each["labelIds"] for each in world.snapshot()["cards"]}
    assert shown[world.cards["one"]] == [world.labels["bug"], world.labels["idea"]]
    assert [label.name for label in Label.objects.filter(project_id=world.id)] == ["bug", "idea"]


@pytest.mark.sqlite
def test_a_place_that_is_taken_by_now_is_the_one_below(world: World) -> None:
    world.do("card.move", **move(world, "one", "doing"))
    done = world.seq
    below = Card.objects.get(pk=world.cards["three"]).position
    first = Event.objects.get(project_id=world.id, seq=done).changes["position"][0]
    Card.objects.filter(pk=world.cards["two"]).update(position=first)
    assert first < take_back(world, done)["payload"]["position"] < below


# ── Who ───────────────────────────────────────────────────────────────────────────────────────────


def test_anyone_takes_back_what_they_could_have_done_by_hand(world: World) -> None:
    world.do("card.archive", by="anna", **card(world, "one"))
    with pytest.raises(Forbidden):
        take_back(world, by="cleo")
    assert take_back(world, by="bob")["actorId"] == world.cast["bob"].id
    world.do("member.update", **person(world, "cleo", role="member"))
    with pytest.raises(Forbidden):
        take_back(world, by="bob")
    take_back(world, by="anna")
    world.do("member.update", **person(world, "bob", role="owner"))
    with pytest.raises(Forbidden):
        take_back(world, by="anna")


def test_what_somebody_said_only_they_take_back(world: World) -> None:
    said = undo(world, "chat.message.created")["seq"]
    world.do("chat.react", by="anna", id=world.message, emoji="🎉")
    for seq, others in ((said, ("ada", "anna")), (world.seq, ("ada", "bob"))):
        for name in others:
            with pytest.raises(Forbidden):
                take_back(world, seq, by=name)
    assert take_back(world, by="anna")["payload"]["reactions"] == []
    take_back(world, said, by="bob")
    assert Message.objects.get(pk=world.message).deleted_at


@pytest.mark.sqlite
def test_an_event_of_another_project_cannot_be_undone(world: World, cast: Cast) -> None:
    other = build(cast)
    other.do("card.archive", **card(other, "one"))
    with pytest.raises(NotFound):
        world.do("history.undo", projectId=world.id, seq=other.seq)


# ── Response, event and sentence ────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_an_undo_is_answered_with_its_event_and_done_once(world: World, bob: Person) -> None:
    world.do("column.update", **column(world, "todo", name="Backlog"))
    key, path, done = fresh_id(), f"/projects/{world.id}/undo", world.seq
    first = bob.post(path, {"seq": done}, key=key)
    assert first.status_code == 200
    assert first.json() == world.events(since=done)[0]
    assert bob.post(path, {"seq": done}, key=key).json() == first.json()
    assert bob.post(path, {"seq": done - 1}, key=key).json()["code"] == "event_id_reused"
    again = bob.post(path, {"seq": done})
    assert (again.status_code, again.json()["code"]) == (409, "cannot_undo")


@pytest.mark.sqlite
def test_a_repeated_undo_does_not_tell_what_has_been_deleted_since(world: World, bob: Person) -> None:
    world.do("chat.update", by="bob", id=world.message, text="Secret")
    key, path = fresh_id(), f"/projects/{world.id}/undo"
    data = {"seq": world.seq}
    assert bob.post(path, data, key=key).json()["payload"]["text"] == "Привет!"
    world.do("chat.delete", by="bob", id=world.message)
    for _cached in range(2):
        result = bob.post(path, data, key=key)
        assert "Secret" not in result.text
        assert result.json()["redacted"]
        cache.clear()


def test_the_log_says_what_was_taken_back(world: World) -> None:
    world.do("card.move", by="bob", **move(world, "one", "doing"))
    take_back(world)
    assert last(world) == "Ada Lovelace undid: Bob Marley moved WEB-1 one from Todo to In Progress"
    russian = "Bob Marley перемещает карточку WEB-1 one из колонки Todo в колонку In Progress"
    assert last(world, "ru") == f"Ada Lovelace отменяет: {russian}"
    take_back(world, by="bob")
    assert last(world) == "Bob Marley undid: Ada Lovelace moved WEB-1 one from In Progress to Todo"


@pytest.mark.sqlite
def test_a_page_of_undone_events_needs_no_more_queries(world: World) -> None:
    counts = []
    for _more in range(2):
        for version in (1, 3, 5):
            world.do("card.archive", **card(world, "one", version=version + 6 * _more))
            take_back(world)
        with CaptureQueriesContext(connection) as seen:
            log_sentences(world, since=0)
        counts.append(len(seen))
    assert counts[0] == counts[1]
