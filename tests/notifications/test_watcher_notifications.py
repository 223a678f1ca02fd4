"""Notifications for watchers of a card: comments, another column, another due date."""

import pytest

from tests.notifications.test_notifications import choose, do, new_notifications, plain, quiet, texts
from tests.support.payloads import card, comment, item, move
from tests.support.people import Person
from tests.support.worlds import Cast, World

__all__ = ["quiet"]
pytestmark = pytest.mark.sqlite


def test_watchers_are_notified_of_comments_moves_and_due_dates(
    quiet: World, cast: Cast, cleo: Person
) -> None:
    do(quiet, "comment.create", **comment(quiet, "four", text="look"))
    do(quiet, "card.move", **move(quiet, "four", "todo"))
    do(quiet, "card.update", **card(quiet, "four", version=2, dueAt="2031-05-06T07:08:09Z"))
    do(quiet, "card.update", **card(quiet, "four", version=3, dueAt=None))
    assert new_notifications(quiet) == [
        ("cleo", "comment"),
        ("cleo", "moved"),
        ("cleo", "due"),
        ("cleo", "due"),
    ]
    shown = plain(texts(cleo))
    for words in (
        "Ada Lovelace commented on WEB-4 four: “look”",
        "Ada Lovelace moved WEB-4 four to Todo",
        "Ada Lovelace set the due date of WEB-4 four to 6 May 2031, 07:08",
        "Ada Lovelace removed the due date from WEB-4 four",
    ):
        assert words in shown


def test_nothing_else_notifies_watchers(quiet: World, cast: Cast) -> None:
    do(quiet, "card.move", **move(quiet, "four", "doing", after=None))
    do(quiet, "card.update", **card(quiet, "four", version=2, title="4", startAt="2031-01-01T00:00:00Z"))
    do(quiet, "checklist_item.update", **item(quiet, "second", done=True))
    do(quiet, "comment.create", **comment(quiet, "one"))
    do(quiet, "card.move", **move(quiet, "one", "doing"))
    do(quiet, "comment.delete", id=quiet.comment)
    assert new_notifications(quiet) == []


def test_one_event_notifies_a_person_once(quiet: World, cast: Cast) -> None:
    choose(quiet, "cleo", "all")
    do(quiet, "comment.create", **comment(quiet, "four", text="@Cleo Kyiv"))
    do(
        quiet,
        "card.update",
        **card(quiet, "four", assigneeIds=[cast["cleo"].id], dueAt="2031-01-01T00:00:00Z"),
    )
    assert new_notifications(quiet) == [("cleo", "mentioned"), ("cleo", "assigned")]


def test_watchers_are_notified_as_much_as_they_chose(quiet: World) -> None:
    choose(quiet, "cleo", "none")
    do(quiet, "comment.create", **comment(quiet, "four"))
    assert new_notifications(quiet) == []


def test_notifications_last_as_long_as_watching(quiet: World, cast: Cast) -> None:
    do(quiet, "comment.create", **comment(quiet, "four", text="before"))
    do(quiet, "card.watch", by="bob", id=quiet.cards["four"])
    do(quiet, "comment.create", **comment(quiet, "four", text="while"))
    assert new_notifications(quiet) == [("cleo", "comment"), ("cleo", "comment"), ("bob", "comment")]
    do(quiet, "card.unwatch", by="bob", id=quiet.cards["four"])
    do(quiet, "card.unwatch", by="cleo", id=quiet.cards["four"])
    do(quiet, "comment.create", **comment(quiet, "four", text="after"))
    assert len(new_notifications(quiet)) == 3


def test_who_leaves_and_comes_back_watches_nothing(quiet: World, cast: Cast) -> None:
    do(quiet, "member.remove", by="cleo", projectId=quiet.id, userId=cast["cleo"].id)
    invited = do(quiet, "invitation.create", projectId=quiet.id, role="viewer")
    do(quiet, "invitation.accept", by="cleo", token=invited["token"])
    do(quiet, "comment.create", **comment(quiet, "four"))
    assert new_notifications(quiet) == []
