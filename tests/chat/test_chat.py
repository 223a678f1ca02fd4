"""The chat: sending, editing, deleting, replies, mentions, reactions, read markers, search."""

import datetime as dt
from importlib import import_module
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from chat.models import Message, Reaction
from chat.rate_limit import RATE_WINDOW
from core.ids import new_id
from core.wire import JsonObject
from projects.dispatch.execute import Origin, execute
from projects.errors import TooMany
from tests.support.people import Person
from tests.support.server import Server
from tests.support.worlds import World, fresh_id


def said(world: World, text: str, *, by: str = "bob", **more: Any) -> JsonObject:
    return world.do("chat.message", by=by, projectId=world.id, text=text, **more)


def at(world: World, moment: dt.datetime, *, by: str = "bob", event_id: UUID | None = None) -> JsonObject:
    person = world.cast[by].user
    assert person is not None
    data = {"projectId": world.id, "text": "hello"}
    return execute(person, "chat.message", data, event_id=event_id, origin=Origin(at=moment)).answer


# ── Changing and taking back ──────────────────────────────────────────────────────────────────────


def test_its_author_changes_a_message_at_any_time(world: World, bob: Person) -> None:
    answer = bob.patch(f"/messages/{world.message}", {"text": "Hello again"})
    assert answer.status_code == 200
    assert answer.json()["text"] == "Hello again"
    assert answer.json()["editedAt"] is not None
    assert world.events()[-1]["changes"]["text"] == ["Привет!", "Hello again"]


@pytest.mark.parametrize("who", ["ada", "anna"])
def test_nobody_else_changes_it_not_even_an_owner(world: World, who: str) -> None:
    assert world.cast[who].patch(f"/messages/{world.message}", {"text": "x"}).status_code == 403


def test_an_admin_takes_back_anyones_message_a_member_only_the_own(world: World) -> None:
    own = said(world, "mine", by="ada")["id"]
    assert world.cast["bob"].delete(f"/messages/{own}").status_code == 403
    answer = world.cast["anna"].delete(f"/messages/{world.message}")
    assert (answer.status_code, answer.json()["text"]) == (200, "")
    assert answer.json()["deletedAt"] is not None


def test_a_deleted_message_cannot_be_touched_again(world: World, bob: Person) -> None:
    bob.delete(f"/messages/{world.message}")
    assert bob.delete(f"/messages/{world.message}").status_code == 404
    assert bob.patch(f"/messages/{world.message}", {"text": "x"}).status_code == 404
    assert bob.post(f"/messages/{world.message}/reactions", {"emoji": "🎉"}).status_code == 404


@pytest.mark.sqlite
def test_a_deleted_text_appears_nowhere(world: World, bob: Person) -> None:
    key = fresh_id()
    path = f"/projects/{world.id}/messages"
    message = bob.post(path, {"text": "top secret"}, key=key).json()
    bob.patch(f"/messages/{message['id']}", {"text": "still secret"})
    bob.delete(f"/messages/{message['id']}")
    assert bob.post(path, {"text": "top secret"}, key=key).json()["text"] == ""
    for address in (path, f"/projects/{world.id}/events?limit=200", f"/projects/{world.id}/audit?limit=200"):
        assert "secret" not in world.cast["ada"].get(address).text
    result = bob.get(f"/projects/{world.id}/events?limit=200").json()["results"]
    of_message = [event for event in result if event["payload"].get("id") == message["id"]]
    assert [event["redacted"] for event in of_message] == [True] * 3


@pytest.mark.sqlite
def test_a_replay_has_no_deleted_text(server: Server, world: World, ada: Person) -> None:
    message = said(world, "top secret")
    world.do("chat.delete", by="bob", id=message["id"])
    with ada.socket() as line:
        line.join(world.id, since=0)
        assert "secret" not in line.last_text
        assert '"redacted":true' in line.last_text


# ── The limit ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_a_sixth_message_waits_until_ten_seconds_after_the_first(world: World) -> None:
    start = timezone.now() + dt.timedelta(hours=1)
    for second in range(5):
        at(world, start + dt.timedelta(seconds=second))
    with pytest.raises(TooMany) as refused:
        at(world, start + dt.timedelta(seconds=9, milliseconds=999))
    assert refused.value.body["retryAfter"] == 1
    at(world, start + dt.timedelta(seconds=10))
    with pytest.raises(TooMany):
        at(world, start + dt.timedelta(seconds=10, milliseconds=1))


def test_the_limit_is_each_persons_own_and_repeats_are_free(world: World) -> None:
    start = timezone.now() + dt.timedelta(hours=1)
    key = new_id()
    first = at(world, start, event_id=key)
    for _ in range(4):
        at(world, start)
    assert at(world, start, event_id=key) == first
    at(world, start, by="ada")


@pytest.mark.sqlite
def test_both_transports_share_the_limit(server: Server, world: World, bob: Person) -> None:
    answers = []
    with bob.socket() as line:
        for _ in range(5):
            answers.append(bob.post(f"/projects/{world.id}/messages", {"text": "x"}).json())
            reply = line.ask("chat.message", {"projectId": world.id, "text": "x", "tempId": "t"})
            answers.append(reply.get("payload") or reply["error"])
    said_at = list(
        Message.objects.filter(project_id=world.id)
        .order_by("created_at")
        .values_list("created_at", flat=True)
    )
    assert all(sixth - first >= RATE_WINDOW for first, sixth in zip(said_at, said_at[5:], strict=False))
    refused = [answer for answer in answers if "id" not in answer]
    assert len(said_at) == 1 + len(answers) - len(refused)
    assert {answer["code"] for answer in refused} <= {"rate_limited"}
    assert all(1 <= answer["retryAfter"] <= 10 for answer in refused)


@pytest.mark.sqlite
def test_the_ack_of_a_message_has_its_id_and_time(server: Server, world: World, ada: Person) -> None:
    with ada.socket() as line:
        result = line.ack_payload("chat.message", {"projectId": world.id, "text": "x", "tempId": "t7"})
    assert set(result) == {"id", "tempId", "createdAt"}
    assert result["tempId"] == "t7"


# ── Mentions, reactions, replies ──────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@Bob Marley, look", ["bob"]),
        ("@bob marley and @Anna Achmatova!", ["bob", "anna"]),
        ("@Bob Marleyish", []),
        ("@Eve Outside", []),
        ("mail me at x@Bob", []),
        ("@ @@ @", []),
    ],
)
def test_members_are_called_by_their_names(world: World, text: str, called: list[str]) -> None:
    assert said(world, text, by="ada")["mentionIds"] == [world.cast[who].id for who in called]


def test_an_edit_updates_the_mentions(world: World) -> None:
    message = said(world, "@Anna Achmatova")
    changed = world.do("chat.update", by="bob", id=message["id"], text="@Ada Lovelace")
    assert changed["mentionIds"] == [world.cast["ada"].id]


@pytest.mark.sqlite
def test_reactions_are_grouped_and_each_counts_once(world: World) -> None:
    for who in ("ada", "anna", "ada"):
        answer = world.cast[who].post(f"/messages/{world.message}/reactions", {"emoji": "👍🏽"})
        assert answer.status_code == 200
    assert answer.json()["reactions"] == [
        {"emoji": "👍🏽", "userIds": [world.cast[who].id for who in ("ada", "anna")]}
    ]
    taken = world.do("chat.unreact", by="ada", id=world.message, emoji="👍🏽")
    assert taken["reactions"] == [{"emoji": "👍🏽", "userIds": [world.cast["anna"].id]}]


@pytest.mark.parametrize("emoji", ["", "a", "👍👍", "<b>", "👍" * 40, "\u0000"])
def test_a_reaction_is_one_emoji(world: World, emoji: str) -> None:
    answer = world.cast["ada"].post(f"/messages/{world.message}/reactions", {"emoji": emoji})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_a_reply_answers_a_message_of_the_same_project(world: World, bob: Person) -> None:
    other = bob.post("/projects", {"name": "Other"}).json()["id"]
    foreign = bob.post(f"/projects/{other}/messages", {"text": "there"}).json()["id"]
    answer = bob.post(f"/projects/{world.id}/messages", {"text": "here", "replyToId": foreign})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["replyToId"])
    assert said(world, "da", replyToId=world.message)["replyToId"] == world.message


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\r\nb", "a\nb"),
        ("\u202egnp.exe", "gnp.exe"),
        ("a\u0007b\u200d", "ab\u200d"),
        ("👩‍👩‍👧‍👦" * 500, "👩‍👩‍👧‍👦" * 500),
    ],
)
def test_disguises_are_taken_off_and_the_rest_is_kept(world: World, text: str, kept: str) -> None:
    assert said(world, text)["text"] == kept


@pytest.mark.parametrize("text", ["", " \n\t ", "x" * 4001, "\u202e\u2066", None, 5, ["x"]])
def test_a_message_has_text_and_at_most_4000_characters(world: World, bob: Person, text: Any) -> None:
    answer = bob.post(f"/projects/{world.id}/messages", {"text": text})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["text"])


# ── Read markers ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_unread_counts_what_others_said_since(server: Server, world: World, cleo: Person) -> None:
    first, second = said(world, "one")["id"], said(world, "@Cleo Kyiv two")["id"]
    with cleo.socket() as line, cleo.socket() as other:
        for each in (line, other):
            each.join(world.id)

        def read(message: str) -> tuple[int, int]:
            state = line.ack_payload("chat.read", {"projectId": world.id, "messageId": message})
            assert state == cleo.get(f"/projects/{world.id}/messages/read").json()
            assert (state["messageId"], state["seq"]) == (message, world.seq)
            return state["unread"], state["mentions"]

        assert read(first) == (1, 1)
        assert other.event("chat.read.changed")["payload"] == line.ack_payload(
            "chat.unread", {"projectId": world.id}
        )
        assert read(second) == (0, 0)
        assert read(world.message) == (2, 1)
        assert not [heard for heard in line.heard if heard["type"] == "chat.read.changed"]


def test_nobody_reads_in_a_foreign_project(server: Server, world: World, eve: Person, bob: Person) -> None:
    other = bob.post("/projects", {"name": "Other"}).json()["id"]
    with eve.socket() as line:
        reply = line.ask("chat.read", {"projectId": world.id, "messageId": world.message})
        assert reply["error"]["code"] == "not_found"
        assert line.ask("chat.unread", {"projectId": world.id})["error"]["code"] == "not_found"
    with bob.socket() as line:
        reply = line.ask("chat.read", {"projectId": other, "messageId": world.message})
        assert reply["error"]["code"] == "not_found"


# ── Typing ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_typing_names_the_sockets_own_person(server: Server, world: World, ada: Person, bob: Person) -> None:
    with ada.socket() as writer, bob.socket() as reader:
        writer.join(world.id)
        reader.join(world.id)
        seq = world.seq
        for _ in range(3):
            writer.send({"type": "chat.typing", "payload": {"projectId": world.id, "userId": bob.id}})
        assert reader.event("chat.typing")["payload"] == {"userId": ada.id}
        assert not [heard for heard in reader.hears_nothing(0.3) if heard["type"] == "chat.typing"]
        assert not [heard for heard in writer.hears_nothing(0.1) if heard["type"] == "chat.typing"]
        assert world.seq == seq


def test_typing_is_refused_outside_of_ones_projects(server: Server, world: World, eve: Person) -> None:
    with eve.socket() as line:
        line.send({"type": "chat.typing", "ref": "t", "payload": {"projectId": world.id}})
        assert line.expect(lambda message: message.get("ref") == "t")["error"]["code"] == "not_found"


@pytest.mark.sqlite
def test_typing_reaches_another_process(
    server: Server, second_server: Server, redis_url: str, world: World, cast: Any
) -> None:
    with cast["ada"].socket() as writer, cast["bob"].at(second_server).socket() as reader:
        writer.join(world.id)
        reader.join(world.id)
        writer.send({"type": "chat.typing", "payload": {"projectId": world.id}})
        if redis_url:
            assert reader.event("chat.typing")["payload"] == {"userId": cast["ada"].id}


# ── Finding ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("words", "found"), [("ПРИВЕТ", 1), ("nowhere", 0), ("hero banner", 1), ("hero привет", 0)]
)
def test_words_are_found_whatever_their_case(world: World, bob: Person, words: str, found: int) -> None:
    said(world, "The hero has a new banner")
    answer = bob.call("GET", f"/projects/{world.id}/messages?q={words}")
    assert len(answer.json()["results"]) == found


@pytest.mark.sqlite
def test_history_goes_back_page_by_page(world: World, bob: Person) -> None:
    ids = [said(world, f"message {number}")["id"] for number in range(5)]
    seen, path = [], f"/projects/{world.id}/messages?limit=2"
    while path:
        page = bob.get(path).json()
        seen += [message["id"] for message in page["results"]]
        path = (page["next"] or "").partition("/api/v1")[2]
    assert seen == [*ids[::-1], world.message]


def test_the_page_of_messages_is_for_members(world: World, eve: Person, bob: Person) -> None:
    path = f"/projects/{world.id}/messages"
    assert eve.browse(path).status_code == 404
    assert f"message-{world.message}" in bob.browse(path).text
    assert f"message-{world.message}" in bob.browse(f"{path}?around={world.message}").text
    assert bob.browse(f"{path}?before={world.message}").headers["X-More-Before"] == "0"
    assert bob.browse(f"{path}?before=nonsense").status_code == 404
    assert world.message in bob.browse(f"{path}/search?q=привет").text
    assert world.message not in bob.browse(f"{path}/search?q=привет&author={eve.id}").text
    assert world.message not in bob.browse(f"{path}/search?to=2001-01-01").text


@pytest.mark.parametrize(
    ("given", "again"), [("❤", "❤️"), ("❤️", "❤"), ("❤\ufe0e", "❤️"), ("1⃣", "1️⃣"), ("🏳‍🌈", "🏳️‍🌈")]
)
def test_one_emoji_is_one_reaction_in_each_form(world: World, given: str, again: str) -> None:
    world.do("chat.react", by="ada", id=world.message, emoji=given)
    both = world.do("chat.react", by="anna", id=world.message, emoji=again)
    [reaction] = both["reactions"]
    assert reaction["userIds"] == [world.cast[who].id for who in ("ada", "anna")]
    assert reaction["emoji"] in (given, again)
    assert "\ufe0f" in reaction["emoji"]
    world.do("chat.react", by="ada", id=world.message, emoji=again)
    assert (
        len(world.do("chat.unreact", by="ada", id=world.message, emoji=again)["reactions"][0]["userIds"]) == 1
    )


@pytest.mark.sqlite
def test_reactions_of_before_are_merged(world: World) -> None:
    rows = [("ada", "❤"), ("ada", "❤️"), ("anna", "❤"), ("bob", "👍")]
    Reaction.objects.bulk_create(
        Reaction(project_id=world.id, message_id=world.message, user=world.cast[who].user, emoji=emoji)
        for who, emoji in rows
    )
    import_module("chat.migrations.0006_one_form_of_emoji").merge(
        apps, SimpleNamespace(connection=connection)
    )
    left = Reaction.objects.filter(message_id=world.message).values_list("user__display_name", "emoji")
    assert sorted(left) == [("Ada Lovelace", "❤️"), ("Anna Achmatova", "❤️"), ("Bob Marley", "👍")]


@pytest.mark.parametrize("text", ["\u200b", "\u2060\u3164", "\u2800 \n\u115f"])
def test_a_text_that_shows_nothing_is_no_message(world: World, text: str) -> None:
    bob = world.cast["bob"]
    assert bob.post(f"/projects/{world.id}/messages", {"text": text}).status_code == 400
    assert bob.post(f"/cards/{world.cards['one']}/comments", {"text": text}).status_code == 400
    shown = bob.post(f"/projects/{world.id}/messages", {"text": text, "fileIds": [world.files["loose"]]})
    assert (shown.status_code, shown.json()["text"]) == (201, "")
