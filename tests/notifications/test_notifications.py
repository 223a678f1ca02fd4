"""Notifications: each person gets each relevant event once, none is left out, and preferences apply."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.deletion import delete_account
from core.wire import JsonObject
from notifications import generate
from notifications.generate import catch_up
from notifications.models import Choice, Cursor, Kind, Notification
from projects.dispatch.execute import Origin, execute
from projects.models import Membership
from tests.support.payloads import card, comment, item, lines, many, move, new_item, say
from tests.support.people import Person
from tests.support.processes import ROOT
from tests.support.server import Server, environment
from tests.support.worlds import Cast, World, build, build_empty

pytestmark = pytest.mark.sqlite


def do(world: World, name: str, /, *, by: str = "ada", **data: Any) -> JsonObject:
    """Run a command as a person does. An import would notify no one."""
    person = world.cast[by].user
    assert person is not None
    return execute(person, name, data, origin=Origin()).answer


@pytest.fixture
def quiet(cast: Cast) -> World:
    """A project whose log has been processed to its end."""
    world = build(cast)
    catch_up(UUID(world.id))
    return world


def new_notifications(world: World) -> list[tuple[str, str]]:
    """Process the log; return (person, kind) of the new notifications in the order of the log."""
    catch_up(UUID(world.id))
    names = {person.id: name for name, person in world.cast.items()}
    rows = Notification.objects.filter(project=UUID(world.id)).order_by("event__seq", "pk")
    return [(names[str(row.user_id)], row.kind) for row in rows]


def choose(world: World, who: str, level: str) -> None:
    membership = Membership.objects.get(project=UUID(world.id), user=world.cast[who].user)
    Choice.objects.update_or_create(membership=membership, defaults={"level": level})


def texts(person: Person) -> str:
    return person.browse("/notifications").text


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def count(person: Person) -> int:
    return person.browse("/notifications/unread").json()["unread"]


# ── Recipients ──────────────────────────────────────────────────────────────────────────────────────


def test_a_mention_notifies_once_per_message(quiet: World) -> None:
    said = do(quiet, "chat.message", **say(quiet, text="@Bob Marley, @Cleo Kyiv and @Ada Lovelace"))
    do(quiet, "chat.update", id=said["id"], text="@Bob Marley and @Anna Achmatova")
    do(quiet, "chat.react", id=said["id"], emoji="🎉")
    assert new_notifications(quiet) == [("bob", "mentioned"), ("cleo", "mentioned"), ("anna", "mentioned")]


def test_a_mention_in_a_comment_notifies_once(quiet: World, bob: Person) -> None:
    said = do(quiet, "comment.create", **comment(quiet, "one", text="@Bob Marley and @Ada Lovelace"))
    do(quiet, "comment.update", id=said["id"], text="@Bob Marley, @Cleo Kyiv")
    assert new_notifications(quiet) == [("bob", "mentioned"), ("cleo", "mentioned")]
    shown = texts(bob)
    assert "mentioned you in a comment on" in shown
    assert f'href="/projects/{quiet.id}/cards/1#comment-{said["id"]}"' in shown


def test_a_new_assignee_is_notified_and_an_old_one_is_not(quiet: World, cast: Cast) -> None:
    people = [cast[name].id for name in ("ada", "bob", "cleo")]
    do(quiet, "card.update", **card(quiet, "one", assigneeIds=people))
    do(quiet, "card.create", columnId=quiet.columns["todo"], title="new", assigneeIds=[cast["anna"].id])
    assert new_notifications(quiet) == [("cleo", "assigned"), ("anna", "assigned")]


def test_a_new_assignee_of_an_item_is_notified_and_an_old_one_is_not(quiet: World, cast: Cast) -> None:
    cleo, bob = cast["cleo"].id, cast["bob"].id
    do(quiet, "checklist_item.update", **item(quiet, "first", assigneeId=bob, text="1"))
    do(quiet, "checklist_item.update", **item(quiet, "second", assigneeId=cleo))
    do(quiet, "checklist_item.create", **new_item(quiet, "later", text="soon", assigneeId=cast["anna"].id))
    do(quiet, "checklist_item.convert", **item(quiet, "second"))
    assert new_notifications(quiet) == [("cleo", "assigned"), ("anna", "assigned")]
    assert "assigned you to “soon” on" in texts(cast["anna"])


def test_a_converted_item_notifies_those_who_want_every_new_card(quiet: World, cast: Cast) -> None:
    choose(quiet, "anna", "all")
    do(quiet, "checklist_item.convert", **item(quiet, "second"))
    assert new_notifications(quiet) == [("anna", "card")]
    assert "second</bdi></a>" in texts(cast["anna"])


def test_a_bulk_move_notifies_a_watcher_once(quiet: World, cast: Cast) -> None:
    do(quiet, "card.watch", by="cleo", id=quiet.cards["one"])
    do(quiet, "cards.update", **many(quiet, "one", "two", columnId=quiet.columns["spare"]))
    for name in ("one", "two"):
        alone = many(quiet, name, columnId=quiet.columns["doing"])
        alone["cards"][0]["version"] = 2
        do(quiet, "cards.update", **alone)
    assert new_notifications(quiet) == [("cleo", "moved"), ("cleo", "moved")]
    assert "moved 2 cards in" in texts(cast["cleo"])
    assert 'one</bdi></a> to <b dir="auto">In Progress</b>' in texts(cast["cleo"])


def test_a_bulk_assignment_notifies_each_person_of_newly_assigned_cards(quiet: World, cast: Cast) -> None:
    choose(quiet, "anna", "all")
    ids = [cast[name].id for name in ("bob", "cleo")]
    do(quiet, "cards.update", **many(quiet, "one", "two", "four", addAssigneeIds=ids))
    do(quiet, "cards.update", **many(quiet, "three", addAssigneeIds=[cast["cleo"].id]))
    do(quiet, "cards.create", **lines(quiet, "todo", "a", "b"))
    assert new_notifications(quiet) == [
        *[("cleo", "assigned"), ("bob", "assigned")],
        ("cleo", "assigned"),
        ("anna", "card"),
    ]
    # The first card was assigned to bob before.
    assert "assigned you to 2 cards in" in texts(cast["bob"])
    assert "assigned you to 3 cards in" in texts(cast["cleo"])
    assert f'cards/3">{quiet.card()["key"].split("-")[0]}-3 <bdi>three</bdi></a>' in texts(cast["cleo"])
    assert "added 2 cards in" in texts(cast["anna"])


def test_role_changes_and_removals_notify_the_person_concerned(quiet: World, cast: Cast) -> None:
    do(quiet, "member.update", projectId=quiet.id, userId=cast["cleo"].id, role="member")
    do(quiet, "member.update", projectId=quiet.id, userId=cast["cleo"].id, role="member")
    do(quiet, "member.remove", projectId=quiet.id, userId=cast["bob"].id)
    do(quiet, "member.remove", by="anna", projectId=quiet.id, userId=cast["anna"].id)
    assert new_notifications(quiet) == [("cleo", "role"), ("bob", "removed")]


def test_an_invited_account_is_notified_and_no_one_learns_that_it_exists(quiet: World, cast: Cast) -> None:
    invite = {"projectId": quiet.id, "role": "member"}
    known = do(quiet, "invitation.create", email="Eve@example.com", **invite)
    unknown = do(quiet, "invitation.create", email="nobody@example.com", **invite)
    do(quiet, "invitation.create", **invite)
    assert new_notifications(quiet) == [("eve", "invited")]
    assert set(known) == set(unknown)
    assert 'invited you to <b dir="auto">Website</b>' in texts(cast["eve"])
    assert [count(cast[name]) for name in ("ada", "anna", "bob")] == [0, 0, 0]
    do(quiet, "invitation.revoke", id=known["id"])
    assert new_notifications(quiet) == []


def test_own_actions_and_imports_do_not_notify(quiet: World, cast: Cast) -> None:
    do(quiet, "chat.message", by="bob", **say(quiet, text="I am @Bob Marley"))
    quiet.do("chat.message", **say(quiet, text="@Bob Marley"))
    assert new_notifications(quiet) == []


def test_each_gets_as_much_as_they_chose(quiet: World, cast: Cast) -> None:
    choose(quiet, "anna", "all")
    choose(quiet, "cleo", "none")
    do(quiet, "chat.message", **say(quiet, text="@Cleo Kyiv @Anna Achmatova"))
    do(quiet, "chat.message", **say(quiet, text="hello"))
    do(quiet, "comment.create", **comment(quiet, "one"))
    do(quiet, "card.create", columnId=quiet.columns["todo"], title="new", assigneeIds=[cast["cleo"].id])
    new_notifications(quiet)
    do(quiet, "member.remove", projectId=quiet.id, userId=cast["cleo"].id)
    kinds = [kind for who, kind in new_notifications(quiet) if who == "anna"]
    assert kinds == ["mentioned", "message", "comment", "card"]
    assert [kind for who, kind in new_notifications(quiet) if who == "cleo"] == ["removed"]
    assert "commented on" in texts(cast["anna"])


# ── Once, and nothing left out ────────────────────────────────────────────────────────────────────


def test_processing_the_log_again_notifies_no_one(quiet: World) -> None:
    do(quiet, "chat.message", **say(quiet, text="@Bob Marley"))
    first = new_notifications(quiet)
    assert new_notifications(quiet) == first
    Cursor.objects.filter(project=UUID(quiet.id)).update(seq=0)
    assert new_notifications(quiet) == first


def test_a_crash_between_rows_and_cursor_leaves_both_to_the_next_run(
    quiet: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    do(quiet, "chat.message", **say(quiet, text="@Bob Marley"))
    before = Cursor.objects.get(pk=UUID(quiet.id)).seq
    monkeypatch.setattr(generate, "_withdraw_invitations", dies)
    with pytest.raises(RuntimeError):
        catch_up(UUID(quiet.id))
    assert not Notification.objects.exists()
    assert Cursor.objects.get(pk=UUID(quiet.id)).seq == before
    monkeypatch.undo()
    assert new_notifications(quiet) == [("bob", "mentioned")]


def dies(*args: Any) -> set[Any]:
    raise RuntimeError("the process ends here")


def test_a_long_absence_is_read_in_batches_to_the_end(quiet: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate, "BATCH_SIZE", 3)
    for _ in range(10):
        do(quiet, "card.create", columnId=quiet.columns["todo"], title="new")
        quiet.do("chat.message", **say(quiet))
    do(quiet, "card.update", **card(quiet, "two", assigneeIds=[quiet.cast["bob"].id]))
    assert new_notifications(quiet) == [("bob", "assigned")]
    assert Cursor.objects.get(pk=UUID(quiet.id)).seq == quiet.seq


def test_the_command_catches_up_with_every_project(cast: Cast) -> None:
    worlds = [build(cast), build(cast)]
    for world in worlds:
        do(world, "chat.message", **say(world, text="@Bob Marley"))
    call_command("catch_up")
    assert Notification.objects.filter(kind=Kind.MENTIONED).count() == 2
    assert {cursor.seq for cursor in Cursor.objects.all()} == {world.seq for world in worlds}


READ = """import sys, django
django.setup()
from notifications.generate import catch_up
for _ in range(40): catch_up(sys.argv[1])"""


@pytest.mark.slow
def test_processes_that_read_one_log_at_once_notify_once(
    cast: Cast, committed: None, tmp_path: Path, redis_url: str
) -> None:
    world = build_empty(cast)
    ids = [do(world, "card.create", columnId=world.columns["todo"], title=f"{n}")["id"] for n in range(30)]
    readers = [reader(world, tmp_path / str(number), redis_url) for number in range(4)]
    for turn, card_id in enumerate(ids):
        who = [cast[name].id for name in ("bob", "cleo")][: 1 + turn % 2]
        do(world, "card.update", id=card_id, version=1, assigneeIds=who)
    assert [process.wait(60) for process in readers] == [0] * 4
    rows = new_notifications(world)
    assert len(rows) == len(set(Notification.objects.values_list("user", "event", "kind"))) == 45
    assert {kind for _, kind in rows} == {"assigned"}


def reader(world: World, folder: Path, redis_url: str) -> subprocess.Popen[bytes]:
    """Start a process that generates notifications from this log repeatedly."""
    folder.mkdir()
    settings = {"DJANGO_SETTINGS_MODULE": "kanban.settings", "LOG_LEVEL": "ERROR"}
    return subprocess.Popen(
        [sys.executable, "-c", READ, world.id],
        cwd=ROOT,
        env=environment(folder, redis_url=redis_url, **settings),
    )


# ── What one sees ─────────────────────────────────────────────────────────────────────────────────


def test_a_removed_member_sees_that_and_nothing_else_of_the_project(quiet: World, bob: Person) -> None:
    do(quiet, "chat.message", **say(quiet, text="the secret plan, @Bob Marley"))
    new_notifications(quiet)
    assert "the secret plan" in texts(bob)
    do(quiet, "member.remove", projectId=quiet.id, userId=bob.id)
    new_notifications(quiet)
    do(quiet, "project.update", id=quiet.id, name="Renamed since")
    new_notifications(quiet)
    assert "secret" not in texts(bob)
    assert 'removed you from <b dir="auto">Website</b>' in texts(bob)
    assert "Renamed" not in texts(bob)
    assert count(bob) == 1


def test_a_deleted_message_is_in_no_notification(quiet: World, bob: Person) -> None:
    said = do(quiet, "chat.message", **say(quiet, text="a secret, @Bob Marley"))["id"]
    new_notifications(quiet)
    do(quiet, "chat.delete", id=said)
    assert "secret" not in texts(bob)


def test_a_deleted_comment_is_in_no_notification(quiet: World, bob: Person) -> None:
    said = do(quiet, "comment.create", **comment(quiet, "one", text="a secret, @Bob Marley"))["id"]
    new_notifications(quiet)
    do(quiet, "comment.delete", id=said)
    assert "secret" not in texts(bob)
    assert "now deleted" in texts(bob)


def test_they_are_read_one_by_one_or_all_that_were_seen(quiet: World, bob: Person, anna: Person) -> None:
    for number in range(4):
        do(quiet, "chat.message", **say(quiet, text=f"{number} @Bob Marley"))
        new_notifications(quiet)
    oldest, _, third, _ = Notification.objects.filter(user=bob.user).order_by("pk")
    assert count(bob) == 4
    bob.browse("/notifications", {"action": "read", "id": str(oldest.pk)})
    assert count(bob) == 3
    bob.browse("/notifications", {"action": "all", "up_to": str(third.pk)})
    assert count(bob) == 1
    anna.browse("/notifications", {"action": "all", "up_to": str(Notification.objects.latest("pk").pk)})
    assert count(bob) == 1


def test_nobody_reads_what_is_anothers(quiet: World, bob: Person, anna: Person) -> None:
    do(quiet, "chat.message", **say(quiet, text="@Bob Marley"))
    new_notifications(quiet)
    row = Notification.objects.get()
    assert anna.browse("/notifications", {"action": "read", "id": str(row.pk)}).status_code == 302
    assert count(bob) == 1
    assert anna.browse("/notifications", {"action": "read", "id": "none"}).status_code == 404


def test_the_choice_is_made_per_project_and_goes_with_the_membership(
    quiet: World, bob: Person, eve: Person
) -> None:
    wish = {"project": quiet.id, "level": "all"}
    assert bob.browse("/notifications/settings", wish).status_code == 302
    assert 'value="all" selected' in bob.browse("/notifications/settings").text
    assert bob.browse("/notifications/settings", {**wish, "level": "loud"}).status_code == 404
    assert eve.browse("/notifications/settings", wish).status_code == 404
    do(quiet, "member.remove", projectId=quiet.id, userId=bob.id)
    assert not Choice.objects.exists()


def test_they_go_with_the_account(quiet: World, bob: Person) -> None:
    do(quiet, "chat.message", **say(quiet, text="@Bob Marley"))
    new_notifications(quiet)
    assert bob.user
    delete_account(bob.user, address=None)
    assert not Notification.objects.exists()


def test_a_page_of_many_needs_as_few_queries_as_one_of_few(cast: Cast, bob: Person) -> None:
    counts = []
    for times in (1, 12):
        for world in [build(cast) for _ in range(times)]:
            do(world, "chat.message", **say(world, text="@Bob Marley"))
            do(world, "comment.create", **comment(world, "two", text="@Bob Marley"))
            do(world, "card.update", **card(world, "two", assigneeIds=[bob.id]))
            do(world, "card.watch", by="bob", id=world.cards["four"])
            do(world, "card.move", **move(world, "four", "todo"))
            do(world, "card.update", **card(world, "four", version=2, dueAt="2031-01-01T00:00:00Z"))
            new_notifications(world)
        texts(bob)
        with CaptureQueriesContext(connection) as seen:
            texts(bob)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 16


# ── As it happens ─────────────────────────────────────────────────────────────────────────────────


def test_a_notification_reaches_every_socket_of_its_person_and_no_other(
    cast: Cast, connected_servers: list[Server], ada: Person, bob: Person, cleo: Person
) -> None:
    world = build_empty(cast)
    with bob.socket() as here, bob.at(connected_servers[-1]).socket() as there, cleo.socket() as other:
        for socket in (here, there, other):
            assert socket.is_alive()
        ada.post(f"/projects/{world.id}/messages", {"text": "@Bob Marley, look"})
        for socket in (here, there):
            assert socket.event("notifications.changed")["payload"] == {"unread": 1}
        row = Notification.objects.get()
        bob.browse("/notifications", {"action": "read", "id": str(row.pk)})
        for socket in (here, there):
            assert socket.event("notifications.changed")["payload"] == {"unread": 0}
        assert not [heard for heard in other.heard if heard["type"] == "notifications.changed"]


def test_a_move_of_a_watched_card_notifies_at_once(
    cast: Cast, connected_servers: list[Server], ada: Person, bob: Person
) -> None:
    world = build_empty(cast)
    made = world.card()
    assert bob.post(f"/cards/{made['id']}/watch").status_code == 200
    with bob.at(connected_servers[-1]).socket() as socket:
        assert socket.is_alive()
        path, aim = f"/cards/{made['id']}/move", {"columnId": world.columns["doing"], "version": 1}
        assert ada.post(path, aim).status_code == 200
        assert socket.event("notifications.changed")["payload"] == {"unread": 1}


def test_a_room_finds_events_of_a_process_that_does_not_publish(
    cast: Cast, server: Server, bob: Person
) -> None:
    world = build_empty(cast)
    with bob.socket() as socket:
        socket.join(world.id)
        do(world, "chat.message", **say(world, text="@Bob Marley"))
        assert socket.event("notifications.changed")["payload"] == {"unread": 1}
