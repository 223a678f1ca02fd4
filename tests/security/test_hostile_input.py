"""Invalid input: the same refusal over both transports, nothing changed, the socket stays open."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from projects.registry import commands
from tests.support.examples import EXAMPLES
from tests.support.invalid_values import BODIES, FRAMES, SURROGATE, WHOLE, invalid_values
from tests.support.payloads import (
    NOWHERE,
    card,
    checklist,
    column,
    comment,
    item,
    move,
    new_card,
    new_checklist,
    new_column,
    new_item,
    person,
)
from tests.support.people import Person
from tests.support.server import Server
from tests.support.transports import PARAMETER, ROUTES, Answer, RestTransport, SocketTransport, Transport
from tests.support.worlds import Cast, World, build, fresh_id

pytestmark = pytest.mark.hostile

OPEN = sorted(name for name, command in commands.items() if not command.internal)


@pytest.fixture
def sockets(server: Server) -> Iterator[SocketTransport]:
    transport = SocketTransport()
    yield transport
    transport.close()


@pytest.fixture
def unchanged(world: World) -> Iterator[World]:
    """A world that the test must not change."""
    before = (world.seq, world.snapshot())
    yield world
    assert (world.seq, world.snapshot()) == before


# ── Fields ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", OPEN)
def test_an_odd_value_is_refused_by_the_name_of_its_field(
    name: str, unchanged: World, sockets: SocketTransport
) -> None:
    example = EXAMPLES[name][0]
    data, by = example.data(unchanged), unchanged.cast[example.by]
    in_path = in_path_of(name)
    for key, field in commands[name].input().fields.items():
        for value in invalid_values(field):
            transports: list[Transport] = [sockets] if key in in_path else [RestTransport(), sockets]
            answers = [transport.send(by, name, {**data, key: value}) for transport in transports]
            shown = f"{key}: {str(value)[:50]!r}"
            assert [answer.code for answer in answers] == ["invalid"] * len(transports), shown
            assert all(key in answer.body["fields"] for answer in answers), shown
            assert answers[0] == answers[-1], shown


def in_path_of(name: str) -> set[str]:
    """Keys that REST takes from path and query. A project that an id implies is not sent at all."""
    named = set(PARAMETER.findall(ROUTES[name].path))
    return named | set(ROUTES[name].query) | ({"projectId"} if named else set())


def test_a_version_in_a_query_is_read_as_strictly(unchanged: World) -> None:
    for path in (f"/cards/{unchanged.cards['one']}", f"/columns/{unchanged.columns['spare']}"):
        for text in (*WHOLE, "0", "true", "1&version=x"):
            assert unchanged.cast["ada"].delete(f"{path}?version={text}").json()["code"] == "invalid", text


def test_what_the_path_says_is_not_said_again_in_the_body(unchanged: World, ada: Person) -> None:
    for key in ("id", "projectId"):
        answer = ada.patch(f"/cards/{unchanged.cards['one']}", {"version": 1, key: NOWHERE})
        assert (answer.status_code, list(answer.json()["fields"])) == (400, [key])


def test_what_goes_back_untouched_may_not_break_the_answer(
    unchanged: World, sockets: SocketTransport
) -> None:
    data = {"projectId": unchanged.id, "text": "hello", "tempId": SURROGATE}
    assert sockets.send(unchanged.cast["bob"], "chat.message", data).code == "invalid"


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("text", "stored"),
    [
        *(
            (text, text)
            for text in ("😀 до свидания", "<script>alert(1)</script>", "'; DROP--", "👩‍👩‍👧 می‌خواهم")
        ),
        ("\u202eevil", "evil"),
        ("é e\u0301", "é é"),
    ],
)
def test_a_title_comes_back_as_it_was_but_for_what_nobody_sees(
    text: str, stored: str, world: World, sockets: SocketTransport
) -> None:
    for transport in (RestTransport(), sockets):
        answer = transport.send(world.cast["bob"], "card.create", new_card(world, title=text))
        assert answer.body["title"] == stored


# ── Frames and bodies ─────────────────────────────────────────────────────────────────────────────


def test_an_odd_frame_is_refused_and_the_socket_lives(unchanged: World, ada: Person, server: Server) -> None:
    with ada.socket() as socket:
        for what, (frame, ref) in FRAMES.items():
            reply = socket.reply_to(frame)
            assert (reply["type"], reply["ref"]) == ("error", ref), what
            assert reply["error"]["code"] == "invalid", what
            assert reply["error"]["detail"], what
            assert socket.is_alive(), what


def test_invalid_frames_of_anonymous_sockets_are_refused_too(nobody: Person, server: Server) -> None:
    with nobody.socket() as socket:
        for what, (frame, ref) in FRAMES.items():
            reply = socket.reply_to(frame)
            assert (reply["type"], reply["ref"]) == ("error", ref), what
            assert reply["error"]["code"] in ("invalid", "unauthenticated"), what


def test_a_frame_over_256_kib_ends_its_socket_with_1009_and_no_other(
    world: World, ada: Person, bob: Person, server: Server
) -> None:
    frame = json.dumps({"type": "ping", "ref": "1", "payload": {"x": "y" * 256 * 1024}})
    with ada.socket() as socket, bob.socket() as other:
        other.join(world.id)
        socket.send(frame)
        assert socket.close_code() == 1009
        assert other.is_alive()


@pytest.mark.parametrize("name", ["card.create", "project.update", "card.archive"])
@pytest.mark.parametrize("what", sorted(BODIES))
def test_an_odd_body_is_refused(what: str, name: str, unchanged: World, ada: Person) -> None:
    body, kind, status = BODIES[what]
    path, _ = ROUTES[name].fill(EXAMPLES[name][0].data(unchanged))
    if what == "nothing" and name == "project.update":
        return  # an empty change is valid
    answer = ada.call(ROUTES[name].method, path, body, **{"content-type": kind})
    assert (answer.status_code, answer.json()["code"]) == (status, CODES[status])


CODES = {400: "invalid", 413: "too_large", 415: "unsupported_media_type"}


# ── Ids of elsewhere, and things that are gone ────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_what_another_project_has_cannot_be_used_here(
    cast: Cast, unchanged: World, sockets: SocketTransport
) -> None:
    here, there = unchanged, build(cast)
    before = (there.seq, there.snapshot())
    foreign = [
        ("card.move", "not_found", card(here, "one", columnId=there.columns["todo"])),
        ("card.move", "not_found", {**move(here, "one", "todo"), "id": there.cards["one"]}),
        ("card.move", "invalid", move(here, "one", "todo", after=there.cards["one"])),
        ("card.move", "invalid", move(here, "one", "todo", before=there.cards["one"])),
        ("card.create", "invalid", new_card(here, after=there.cards["one"])),
        ("card.create", "invalid", new_card(here, labelIds=[there.labels["bug"]])),
        ("card.create", "not_found", new_card(here, projectId=there.id)),
        ("card.create", "duplicate", new_card(here, id=there.cards["one"])),
        ("card.update", "invalid", card(here, "one", labelIds=[here.labels["bug"], there.labels["bug"]])),
        ("comment.create", "duplicate", comment(here, "one", id=there.comment)),
        ("checklist.create", "duplicate", new_checklist(here, "one", id=there.checklists["steps"])),
        ("checklist.create", "invalid", new_checklist(here, "four", after=there.checklists["steps"])),
        ("checklist_item.create", "invalid", new_item(here, "steps", after=there.items["first"])),
        ("checklist_item.move", "invalid", item(here, "first", checklistId=there.checklists["later"])),
        ("checklist_item.convert", "not_found", item(here, "first", columnId=there.columns["todo"])),
        ("column.create", "duplicate", new_column(here, id=there.columns["todo"])),
        ("column.create", "invalid", new_column(here, after=there.columns["todo"])),
        ("column.move", "invalid", column(here, "todo", after=there.columns["todo"])),
        (
            "label.create",
            "duplicate",
            {"projectId": here.id, "name": "x", "color": "red", "id": there.labels["bug"]},
        ),
        ("invitation.revoke", "not_found", {"projectId": here.id, "id": there.invitation["id"]}),
        ("chat.message", "invalid", {"projectId": here.id, "text": "x", "replyToId": there.message}),
    ]
    for name, code, data in foreign:
        answers = [transport.send(cast["ada"], name, data) for transport in (RestTransport(), sockets)]
        assert answers == [Answer(code, answers[0].body)] * 2, (name, data)
    assert (there.seq, there.snapshot()) == before


def test_a_wrong_project_beside_a_right_id_is_refused_over_the_socket(
    cast: Cast, unchanged: World, sockets: SocketTransport
) -> None:
    there = build(cast)
    for name, data in (
        ("card.archive", card(unchanged, "one", projectId=there.id)),
        ("column.update", column(unchanged, "todo", projectId=there.id)),
        ("label.delete", {"id": unchanged.labels["bug"], "projectId": there.id}),
        ("comment.create", comment(unchanged, "one", projectId=there.id)),
        ("comment.delete", {"id": unchanged.comment, "projectId": there.id}),
        ("checklist.delete", checklist(unchanged, "steps", projectId=there.id)),
        ("checklist_item.create", new_item(unchanged, "steps", projectId=there.id)),
        ("checklist_item.delete", item(unchanged, "first", projectId=there.id)),
        ("card.archive", card(unchanged, "one", projectId=NOWHERE)),
    ):
        assert sockets.send(cast["ada"], name, data).code == "not_found", name


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("card.delete", lambda w: card(w, "one")),
        ("column.delete", lambda w: {"id": w.columns["spare"]}),
        ("label.delete", lambda w: {"id": w.labels["bug"]}),
        ("comment.delete", lambda w: {"id": w.comment}),
        ("checklist.delete", lambda w: {"id": w.checklists["steps"]}),
        ("checklist_item.delete", lambda w: {"id": w.items["first"]}),
        ("checklist_item.convert", lambda w: {"id": w.items["first"]}),
        ("member.remove", lambda w: person(w, "bob")),
        ("invitation.revoke", lambda w: {"projectId": w.id, "id": w.invitation["id"]}),
        ("project.delete", lambda w: {"id": w.id}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_deleted_cannot_be_deleted_again(
    name: str, data: Any, world: World, sockets: SocketTransport
) -> None:
    ada, sent = world.cast["ada"], data(world)
    assert RestTransport().send(ada, name, sent).code == ""
    seq = world.seq
    assert [transport.send(ada, name, sent).code for transport in (RestTransport(), sockets)] == [
        "not_found"
    ] * 2
    assert world.seq == seq


@pytest.mark.sqlite
def test_ids_that_clients_make_up_are_kept(world: World, ada: Person) -> None:
    an_id = fresh_id()
    assert ada.post("/cards", new_card(world, id=an_id.upper())).json()["id"] == an_id
