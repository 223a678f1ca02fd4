"""Notifications say what is there now: after edits, deletions, other names, and what is brought back."""

from typing import Any
from uuid import UUID

import pytest

from core.wire import JsonObject
from notifications.generate import catch_up
from notifications.models import Notification
from notifications.outdated import people_to_tell
from projects.dispatch.execute import Origin, execute
from projects.models import Event, Project
from tests.support.payloads import card, comment, many, say
from tests.support.people import Person
from tests.support.worlds import Cast, World, build

pytestmark = pytest.mark.sqlite


def do(world: World, name: str, /, *, by: str = "ada", **data: Any) -> JsonObject:
    person = world.cast[by].user
    assert person is not None
    answer = execute(person, name, data, origin=Origin()).answer
    catch_up(UUID(world.id))
    return answer


@pytest.fixture
def quiet(cast: Cast) -> World:
    world = build(cast)
    catch_up(UUID(world.id))
    return world


def texts(person: Person) -> str:
    return person.browse("/notifications").text


def unread(person: Person) -> int:
    """The count of the bell, which is the number of unread rows on the page."""
    count: int = person.browse("/notifications/unread").json()["unread"]
    assert texts(person).count("is-unread") == count
    return count


def told(world: World) -> list[str]:
    """The people whose pages are told of the last event."""
    last = Event.objects.filter(project_id=world.id).order_by("-seq")[:1]
    batch = Event.objects.filter(pk__in=[row.pk for row in last])
    people = people_to_tell(batch, Project.objects.get(pk=world.id))
    return sorted(name for name, person in world.cast.items() if UUID(person.id) in people)


def test_the_words_of_a_message_follow_its_edits(quiet: World, bob: Person) -> None:
    said = do(quiet, "chat.message", **say(quiet, text="@Bob Marley come at nine"))
    do(quiet, "chat.update", id=said["id"], text="@Bob Marley come at ten")
    assert told(quiet) == ["bob"]
    assert "come at ten" in texts(bob)
    assert "come at nine" not in texts(bob)
    assert unread(bob) == 1


def test_a_deleted_message_says_so_and_stops_counting(quiet: World, bob: Person) -> None:
    said = do(quiet, "chat.message", **say(quiet, text="@Bob Marley come at nine"))
    assert unread(bob) == 1
    do(quiet, "chat.delete", id=said["id"])
    assert told(quiet) == ["bob"]
    assert "wrote a message, now deleted" in texts(bob)
    assert unread(bob) == 0


def test_a_comment_that_is_brought_back_counts_again(quiet: World, bob: Person) -> None:
    said = do(quiet, "comment.create", **comment(quiet, "one", text="@Bob Marley look"))
    do(quiet, "comment.update", id=said["id"], text="@Bob Marley look again")
    assert "look again" in texts(bob)
    do(quiet, "comment.delete", id=said["id"])
    assert (unread(bob), told(quiet)) == (0, ["bob"])
    assert "now deleted" in texts(bob)
    do(quiet, "history.undo", projectId=quiet.id, seq=quiet.seq)
    assert (unread(bob), told(quiet)) == (1, ["bob"])
    assert "look again" in texts(bob)


def test_a_card_is_named_as_it_is_called_and_says_where_it_is(quiet: World, cast: Cast) -> None:
    cleo, one = cast["cleo"], quiet.cards["one"]
    people = [cast[name].id for name in ("ada", "bob", "cleo")]
    do(quiet, "card.update", **card(quiet, "one", assigneeIds=people))
    do(quiet, "comment.create", **comment(quiet, "one", text="@Cleo Kyiv look"))
    do(quiet, "card.update", id=one, version=2, title="first of all")
    assert told(quiet) == ["cleo"]
    assert texts(cleo).count("first of all</bdi></a>") == 2
    do(quiet, "card.archive", id=one, version=3)
    assert texts(cleo).count("(archived)") == 2
    assert unread(cleo) == 2
    do(quiet, "card.delete", id=one, version=4)
    assert texts(cleo).count("(in the trash)") == 2
    assert (unread(cleo), told(quiet)) == (0, ["cleo"])
    do(quiet, "card.restore", id=one, version=5)
    assert unread(cleo) == 2


def test_a_bulk_change_tells_as_well(quiet: World, cast: Cast) -> None:
    do(quiet, "card.update", **card(quiet, "one", assigneeIds=[cast["cleo"].id]))
    archived = many(quiet, "one", "two", archived=True)
    archived["cards"][0]["version"] = 2
    do(quiet, "cards.update", **archived)
    assert told(quiet) == ["cleo"]
    assert "(archived)" in texts(cast["cleo"])


def test_a_deleted_item_is_no_longer_assigned(quiet: World, cast: Cast) -> None:
    anna, later = cast["anna"], quiet.checklists["later"]
    item = do(quiet, "checklist_item.create", checklistId=later, text="paint", assigneeId=anna.id)
    do(quiet, "checklist_item.update", id=item["id"], text="paint it blue")
    assert "“paint it blue”" in texts(anna)
    do(quiet, "checklist_item.delete", id=item["id"])
    assert (unread(anna), told(quiet)) == (0, ["anna"])
    assert "assigned you to an item on" in texts(anna)
    do(quiet, "history.undo", projectId=quiet.id, seq=quiet.seq)
    assert (unread(anna), told(quiet)) == (1, ["anna"])
    do(quiet, "checklist.delete", id=later)
    assert (unread(anna), told(quiet)) == (0, ["anna"])


def test_a_file_that_was_all_of_a_message_is_not_named(quiet: World, bob: Person) -> None:
    do(quiet, "chat.message", **say(quiet, text="@Bob Marley"))
    notes = quiet.files["notes"]
    message = do(quiet, "chat.message", by="bob", projectId=quiet.id, text="@Ada Lovelace", fileIds=[notes])
    do(quiet, "chat.update", by="bob", id=message["id"], text="")
    assert "notes.txt" in texts(quiet.cast["ada"])
    do(quiet, "file.delete", by="bob", id=notes)
    assert "ada" in told(quiet)
    assert "notes.txt" not in texts(quiet.cast["ada"])
    assert ">a message</a>" in texts(quiet.cast["ada"])


def test_members_read_the_projects_name_of_today(quiet: World, bob: Person, cast: Cast) -> None:
    do(quiet, "chat.message", **say(quiet, text="@Bob Marley, @Cleo Kyiv"))
    do(quiet, "member.remove", projectId=quiet.id, userId=cast["cleo"].id)
    do(quiet, "project.update", projectId=quiet.id, name="Web shop")
    assert told(quiet) == ["bob", "cleo"]
    assert "<bdi>Web shop</bdi>" in texts(bob)
    assert "Web shop" not in texts(cast["cleo"])
    do(quiet, "member.update", projectId=quiet.id, userId=bob.id, role="viewer")
    assert told(quiet) == ["bob"]


def test_an_event_that_rewords_nothing_tells_nobody(quiet: World) -> None:
    do(quiet, "chat.message", **say(quiet, text="@Bob Marley"))
    said = Notification.objects.latest("pk").about
    do(quiet, "chat.react", id=str(said), emoji="🎉")
    assert told(quiet) == []
    do(quiet, "card.update", **card(quiet, "one", description="Other words."))
    assert told(quiet) == []


def test_a_bulk_change_that_changes_nothing_tells_nobody(
    quiet: World, caplog: pytest.LogCaptureFixture
) -> None:
    do(quiet, "cards.update", **many(quiet, "one", "two", archived=False))
    assert told(quiet) == []
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
