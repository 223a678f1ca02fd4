"""Comments on cards: writing, editing, deleting for good; counted on the card without a new version."""

from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from boards.models import Card, Comment, CommentMention
from core.ids import new_id
from projects.events.log import EventWire
from projects.models import Project
from projects.realtime.fragments import with_html
from tests.support.payloads import card, comment
from tests.support.people import Person
from tests.support.worlds import Cast, World, build, fresh_id

FIRST = "Done by Friday?"


def comments_of(world: World, name: str) -> str:
    return f"/cards/{world.cards[name]}/comments"


def count_of(world: World, name: str) -> int:
    return world.do("card.update", **card(world, name, version=version_of(world, name)))["commentCount"]


def version_of(world: World, name: str) -> int:
    return Card.objects.get(pk=world.cards[name]).version


def newest(world: World) -> EventWire:
    return world.events()[-1]


def texts(answer: Any) -> list[str]:
    return [each["text"] for each in answer.json()["results"]]


# ── Written ───────────────────────────────────────────────────────────────────────────────────────


def test_a_comment_has_its_author_and_mentions(world: World, cast: Cast, bob: Person) -> None:
    answer = bob.post(comments_of(world, "one"), {"text": "  @Cleo Kyiv, *look*\r\nhere "})
    result = answer.json()
    assert answer.status_code == 201
    assert result["text"] == "@Cleo Kyiv, *look*\nhere"
    assert (result["cardId"], result["authorId"]) == (world.cards["one"], bob.id)
    assert result["mentionIds"] == [cast["cleo"].id]
    assert (result["editedAt"], result["deletedAt"]) == (None, None)
    [listed] = bob.get(comments_of(world, "one")).json()["results"]
    assert listed == {key: result[key] for key in listed}


def test_answer_and_event_carry_it_and_the_new_counts_of_its_card(world: World, bob: Person) -> None:
    result = bob.post(comments_of(world, "four"), {"text": "And now?"}).json()
    assert newest(world)["payload"] == result
    assert (result["number"], result["card"]["id"], result["card"]["key"]) == (
        4,
        world.cards["four"],
        "WEB-4",
    )
    assert result["card"]["commentCount"] == 2
    assert next(each for each in world.snapshot()["cards"] if each["number"] == 4)["commentCount"] == 2


def test_who_is_changing_the_card_is_not_disturbed(world: World, bob: Person) -> None:
    before = Card.objects.get(pk=world.cards["four"])
    said = bob.post(comments_of(world, "four"), {"text": "Wait"}).json()
    bob.patch(f"/comments/{said['id']}", {"text": "Never mind"})
    bob.delete(f"/comments/{said['id']}")
    after = Card.objects.get(pk=world.cards["four"])
    assert (after.version, after.updated_at) == (before.version, before.updated_at)
    assert bob.patch(f"/cards/{world.cards['four']}", {"version": 1, "title": "4"}).status_code == 200


@pytest.mark.sqlite
def test_they_are_listed_newest_first_from_page_to_page(world: World, cleo: Person) -> None:
    for number in range(7):
        world.do("comment.create", **comment(world, "four", text=f"{number}"))
    seen, path = [], f"{comments_of(world, 'four')}?limit=3"
    while path:
        answer = cleo.get(path)
        seen += texts(answer)
        path = (answer.json()["next"] or "").partition("/api/v1")[2]
    assert seen == [*map(str, range(6, -1, -1)), FIRST]


def test_a_text_is_as_long_as_a_message_may_be_and_disguises_nothing(world: World, bob: Person) -> None:
    path = comments_of(world, "one")
    assert bob.post(path, {"text": "ё" * 4000}).status_code == 201
    assert list(bob.post(path, {"text": "ё" * 4001}).json()["fields"]) == ["text"]
    assert bob.post(path, {"text": "a\u202eb\u0007c"}).json()["text"] == "abc"


# ── Changed ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_its_author_changes_it_and_the_log_has_both_texts(world: World, bob: Person) -> None:
    result = bob.patch(f"/comments/{world.comment}", {"text": "Monday, @Bob Marley"}).json()
    assert (result["text"], result["mentionIds"]) == ("Monday, @Bob Marley", [bob.id])
    changes = newest(world)["changes"]
    assert changes["text"] == [FIRST, "Monday, @Bob Marley"]
    assert changes["mentionIds"] == [[], [bob.id]]
    assert changes["editedAt"] == [None, result["editedAt"]]
    assert newest(world)["payload"]["card"]["commentCount"] == 1


def test_nobody_else_does_whatever_their_role(world: World, ada: Person, anna: Person) -> None:
    for person in (ada, anna):
        assert person.patch(f"/comments/{world.comment}", {"text": "x"}).json()["code"] == "forbidden"


def test_an_author_who_only_reads_now_changes_nothing(world: World, bob: Person) -> None:
    world.do("member.update", projectId=world.id, userId=bob.id, role="viewer")
    assert bob.patch(f"/comments/{world.comment}", {"text": "x"}).json()["code"] == "forbidden"
    assert bob.delete(f"/comments/{world.comment}").json()["code"] == "forbidden"


# ── Taken back ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", ["bob", "anna", "ada"])
def test_its_author_and_admins_take_it_back(who: str, world: World, cast: Cast) -> None:
    cast["bob"].patch(f"/comments/{world.comment}", {"text": "@Ada Lovelace"})
    result = cast[who].delete(f"/comments/{world.comment}").json()
    assert (result["text"], result["mentionIds"]) == ("", [])
    assert result["deletedAt"]
    assert texts(cast["cleo"].get(comments_of(world, "four"))) == []
    assert newest(world)["payload"]["card"]["commentCount"] == count_of(world, "four") == 0
    assert not CommentMention.objects.filter(comment_id=world.comment).exists()


def test_another_member_does_not(world: World, bob: Person) -> None:
    hers = world.do("comment.create", **comment(world, "one"))["id"]
    assert bob.delete(f"/comments/{hers}").json()["code"] == "forbidden"


def test_what_is_gone_cannot_be_changed_or_taken_back_again(world: World, bob: Person) -> None:
    bob.delete(f"/comments/{world.comment}")
    assert bob.patch(f"/comments/{world.comment}", {"text": "x"}).json()["code"] == "not_found"
    assert bob.delete(f"/comments/{world.comment}").json()["code"] == "not_found"
    assert count_of(world, "four") == 0


@pytest.mark.sqlite
def test_its_words_are_in_no_answer_any_more(world: World, bob: Person, anna: Person) -> None:
    key = fresh_id()
    said = bob.post(comments_of(world, "one"), {"text": "a secret"}, key=key).json()
    bob.patch(f"/comments/{said['id']}", {"text": "another secret"})
    assert "another secret" in anna.browse(f"/projects/{world.id}/activity").text
    bob.delete(f"/comments/{said['id']}")
    again = bob.post(comments_of(world, "one"), {"text": "a secret"}, key=key)
    assert (again.status_code, again.json()) == (201, {**said, "text": ""})
    for answer in (
        anna.get(f"/projects/{world.id}/events?limit=200"),
        anna.get(f"/projects/{world.id}/audit?limit=200"),
        anna.browse(f"/projects/{world.id}/activity"),
        anna.browse(f"/projects/{world.id}/cards/1/history"),
    ):
        assert answer.status_code == 200
        assert "secret" not in answer.text
    result = anna.get(f"/projects/{world.id}/events?since={world.seq - 3}").json()["results"]
    assert [event["redacted"] for event in result] == [True, True, True]
    assert result[1]["changes"]["text"] == ["", ""]


# ── Its card is put away ──────────────────────────────────────────────────────────────────────────


def test_the_trash_holds_a_card_with_its_comments(world: World, bob: Person) -> None:
    world.do("card.delete", **card(world, "four"))
    assert bob.get(comments_of(world, "four")).status_code == 404
    assert bob.post(comments_of(world, "four"), {"text": "x"}).status_code == 404
    assert bob.patch(f"/comments/{world.comment}", {"text": "x"}).status_code == 404
    assert world.do("card.restore", **card(world, "four", version=2))["commentCount"] == 1
    assert texts(bob.get(comments_of(world, "four"))) == [FIRST]


def test_what_should_be_gone_goes_in_the_trash_too(world: World, bob: Person) -> None:
    world.do("card.delete", **card(world, "four"))
    assert bob.delete(f"/comments/{world.comment}").status_code == 200
    assert world.do("card.restore", **card(world, "four", version=2))["commentCount"] == 0


def test_an_archived_card_is_still_spoken_of(world: World, bob: Person) -> None:
    assert bob.post(comments_of(world, "archived"), {"text": "x"}).status_code == 201
    assert texts(bob.get(comments_of(world, "archived"))) == ["x"]


# ── Rows ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "odd",
    [{"text": ""}, {"text": "x" * 4001}, {"deleted_at": "2030-01-01T00:00:00Z"}],
    ids=["no text", "too long", "a tombstone with a text"],
)
def test_the_database_holds_no_other(odd: dict[str, Any], world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=world.comment).update(**odd)


@pytest.mark.sqlite
def test_the_count_of_a_card_is_the_number_of_its_comments(world: World) -> None:
    for _ in range(3):
        said = world.do("comment.create", **comment(world, "four"))["id"]
    world.do("comment.delete", id=said)
    kept = Card.objects.get(pk=world.cards["four"]).comment_count
    assert kept == Comment.objects.undeleted().filter(card_id=world.cards["four"]).count() == 3


# ── In pages ──────────────────────────────────────────────────────────────────────────────────────


def test_pages_get_it_rendered_with_the_face_of_its_card(world: World, cast: Cast) -> None:
    text = "**TableScan**, @Bob Marley: WEB-2 <script>alert(1)</script>"
    world.do("comment.create", **comment(world, "four", text=text))
    html = with_html(newest(world), "en")["html"]
    assert f'id="comment-{newest(world)["payload"]["id"]}"' in html
    assert "<strong>TableScan</strong>" in html
    assert f'class="mention" data-user="{cast["bob"].id}"' in html
    assert f'data-card="{world.cards["two"]}"' in html
    assert "<script" not in html
    assert f'id="card-{world.cards["four"]}"' in html
    assert 'aria-label="2 comments"' in html


def test_pages_get_nothing_of_what_is_gone(world: World) -> None:
    said = world.do("comment.create", **comment(world, "four", text="a secret"))["id"]
    created = newest(world)
    world.do("comment.delete", id=said)
    for event in (created, newest(world)):
        html = with_html(event, "ru")["html"]
        assert "secret" not in html
        assert f'id="card-{world.cards["four"]}"' in html


def test_a_card_that_is_put_away_has_no_face(world: World) -> None:
    world.do("comment.create", **comment(world, "archived"))
    assert 'id="card-' not in with_html(newest(world), "en")["html"]


# ── What it costs ─────────────────────────────────────────────────────────────────────────────────


def filled(cast: Cast, count: int) -> World:
    """Build a world with `count` comments that each mention bob and name a card."""
    world = build(cast)
    project, bob = Project.objects.get(pk=world.id), cast["bob"].user
    rows = [
        Comment(project=project, card_id=UUID(world.cards["four"]), author=bob, text=f"@Bob Marley WEB-{n}")
        for n in range(1, count + 1)
    ]
    Comment.objects.bulk_create(rows)
    CommentMention.objects.bulk_create(
        CommentMention(pk=new_id(), project=project, comment=row, user=bob, name="Bob Marley") for row in rows
    )
    return world


def test_a_page_of_many_needs_as_few_queries_as_one_of_few(cast: Cast, ada: Person) -> None:
    counts = []
    for world in (filled(cast, 2), filled(cast, 60)):
        ada.get(comments_of(world, "four"))
        with CaptureQueriesContext(connection) as seen:
            assert len(ada.get(comments_of(world, "four")).json()["results"]) > 2
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 6


@pytest.mark.parametrize(("name", "most"), [("comment.create", 16), ("comment.delete", 16)])
def test_a_command_needs_no_more_queries_on_a_card_of_many(name: str, most: int, cast: Cast) -> None:
    counts = []
    for world in (filled(cast, 2), filled(cast, 60)):
        more = {"comment.create": comment(world, "four"), "comment.delete": {"id": world.comment}}
        with CaptureQueriesContext(connection) as seen:
            world.do(name, **more[name])
        counts.append(len(seen))
    assert counts[0] == counts[1] <= most
