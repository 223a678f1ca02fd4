"""A command sent again with the same eventId runs once and gets its first response again."""

from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache

from projects.dispatch import result_cache as answers
from projects.models import Event
from projects.registry import commands
from tests.support.examples import EXAMPLES
from tests.support.payloads import card, new_card, person
from tests.support.people import Person
from tests.support.server import Server
from tests.support.transports import ACKED, Answer, RestTransport, SocketTransport, Transport
from tests.support.worlds import Cast, World, build, build_empty, fresh_id

OPEN = sorted(name for name, command in commands.items() if not command.internal)
ONCE = ("token", "url")
"""Keys that only the first response to an invitation holds."""


@pytest.fixture
def transports(server: Server) -> Any:
    sockets = SocketTransport()
    yield [RestTransport(), sockets]
    sockets.close()


@pytest.mark.parametrize("name", OPEN)
@pytest.mark.parametrize(
    "first", [pytest.param(0, id="REST first", marks=pytest.mark.sqlite), pytest.param(1, id="socket first")]
)
def test_a_repeat_gets_the_first_response_over_either_transport(
    name: str, first: int, world: World, transports: list[Transport]
) -> None:
    example, event_id = EXAMPLES[name][0], fresh_id()
    data, by = example.data(world), world.cast[example.by]
    result = transports[first].send(by, name, data, event_id=event_id)
    seq = world.seq
    for transport in (transports[first], transports[1 - first], transports[first]):
        assert as_acked(name, transport.send(by, name, data, event_id=event_id)) == as_acked(name, result)
    assert world.seq == seq
    assert Event.objects.filter(event_id=event_id).count() == 1


def as_acked(name: str, answer: Answer) -> Answer:
    """Reduce an answer to the keys that both transports return for a repeat."""
    kept = ACKED.get(name, tuple(answer.body))
    return Answer(answer.code, {key: answer.body[key] for key in kept if key not in ONCE})


@pytest.mark.sqlite
def test_a_repeat_carries_the_seq_of_the_first_time(world: World, bob: Person, server: Server) -> None:
    event_id = fresh_id()
    with bob.socket() as socket:
        first = socket.ask("card.create", new_card(world), event_id=event_id)
        socket.ask("card.create", new_card(world))
        again = socket.ask("card.create", new_card(world), event_id=event_id)
        assert {**again, "ref": first["ref"]} == first


@pytest.mark.sqlite
def test_a_repeat_is_not_broadcast_again(world: World, bob: Person, cleo: Person, server: Server) -> None:
    event_id, data = fresh_id(), new_card(world)
    with cleo.socket() as watching:
        watching.join(world.id)
        for _ in range(3):
            assert bob.post("/cards", data, key=event_id).status_code == 201
        last = bob.post("/cards", new_card(world)).json()
        news = watching.events_until(world.seq)
        assert [event["eventId"] for event in news][:1] == [event_id]
        assert [event["payload"]["id"] for event in news][1:] == [last["id"]]


@pytest.mark.sqlite
def test_a_secret_is_in_the_first_response_only(world: World, ada: Person) -> None:
    key, path = fresh_id(), f"/projects/{world.id}/invitations"
    first = ada.post(path, {"role": "viewer"}, key=key).json()
    again = ada.post(path, {"role": "viewer"}, key=key).json()
    assert first["token"] in first["url"]
    assert again == {**first, "token": None, "url": None}


@pytest.mark.sqlite
def test_what_was_deleted_since_is_still_answered(world: World, ada: Person) -> None:
    card_key, label_key = fresh_id(), fresh_id()
    made = ada.post("/cards", new_card(world), key=card_key).json()
    label = {"name": "short-lived", "color": "pink"}
    made_label = ada.post(f"/projects/{world.id}/labels", label, key=label_key).json()
    ada.delete(f"/cards/{made['id']}?version=1")
    ada.delete(f"/labels/{made_label['id']}")
    assert ada.post("/cards", new_card(world), key=card_key).json() == made
    assert ada.post(f"/projects/{world.id}/labels", label, key=label_key).json() == made_label


@pytest.mark.sqlite
def test_a_deleted_project_answers_the_repeat_of_its_deletion(world: World, ada: Person) -> None:
    key, path = fresh_id(), f"/projects/{world.id}"
    result = ada.delete(path, key=key)
    assert result.status_code == 200
    assert (ada.delete(path, key=key).status_code, ada.delete(path, key=key).json()) == (200, result.json())
    assert ada.delete(path).status_code == 404


@pytest.mark.sqlite
def test_one_key_makes_one_project(cast: Cast, ada: Person) -> None:
    key = fresh_id()
    first = ada.post("/projects", {"name": "Once"}, key=key).json()
    assert ada.post("/projects", {"name": "Once"}, key=key).json() == first
    assert len(ada.get("/projects").json()["results"]) == 1


# ── The same id for something else ────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("card.create", lambda w: new_card(w, title="another")),
        ("card.create", lambda w: new_card(w, "doing")),
        ("card.archive", lambda w: card(w, "one")),
        ("project.create", lambda w: {"name": "new"}),
    ],
    ids=["another title", "another column", "another command", "a new project"],
)
def test_an_event_id_stands_for_one_command_and_input(
    name: str, data: Any, world: World, bob: Person, transports: list[Transport]
) -> None:
    event_id = fresh_id()
    assert transports[0].send(bob, "card.create", new_card(world), event_id=event_id).code == ""
    seq = world.seq
    result = [transport.send(bob, name, data(world), event_id=event_id) for transport in transports]
    assert result == [Answer("event_id_reused", result[0].body)] * 2
    assert world.seq == seq


def test_the_same_input_in_other_words_is_the_same(world: World, bob: Person) -> None:
    key, due = fresh_id(), "2030-01-01T10:00:00.000Z"
    first = bob.post("/cards", new_card(world, title="same", dueAt=due), key=key).json()
    other = {
        "dueAt": "2030-01-01T13:00:00+03:00",
        "title": "  same\t",
        "columnId": world.columns["todo"].upper(),
    }
    assert bob.post("/cards", other, key=key).json() == first


def test_a_project_named_beside_an_id_is_the_same_input(world: World, bob: Person, server: Server) -> None:
    event_id, data = fresh_id(), card(world, "one")
    with bob.socket() as socket:
        first = socket.ask("card.archive", data, event_id=event_id)
        again = socket.ask("card.archive", {**data, "projectId": world.id}, event_id=event_id)
        assert again["payload"] == first["payload"]


def test_ref_and_temp_id_belong_to_the_repeat(world: World, bob: Person, server: Server) -> None:
    event_id, data = fresh_id(), {"projectId": world.id, "text": "hello"}
    with bob.socket() as socket:
        first = socket.ask("chat.message", {**data, "tempId": "t1"}, event_id=event_id)
        again = socket.ask("chat.message", {**data, "tempId": "t2"}, event_id=event_id)
        assert again == {**first, "ref": again["ref"], "payload": {**first["payload"], "tempId": "t2"}}


@pytest.mark.sqlite
def test_another_person_s_event_id_is_another_event_id(world: World, ada: Person, bob: Person) -> None:
    event_id = fresh_id()
    hers = ada.post("/cards", new_card(world, title="hers"), key=event_id).json()
    his = bob.post("/cards", new_card(world, title="his"), key=event_id).json()
    assert (hers["title"], his["title"]) == ("hers", "his")


# ── Access, limits, refusals ──────────────────────────────────────────────────────────────────────


def test_who_was_removed_gets_no_answer_to_a_repeat(world: World, ada: Person, bob: Person) -> None:
    key = fresh_id()
    assert bob.post("/cards", new_card(world), key=key).status_code == 201
    world.do("member.remove", **person(world, "bob"))
    assert bob.post("/cards", new_card(world), key=key).json()["code"] == "not_found"


def test_who_may_no_longer_write_still_gets_the_answer(world: World, bob: Person) -> None:
    """Membership is checked before the repeat is looked up, the role after it."""
    key = fresh_id()
    first = bob.post("/cards", new_card(world), key=key).json()
    world.do("member.update", **person(world, "bob", role="viewer"))
    assert bob.post("/cards", new_card(world), key=key).json() == first
    assert bob.post("/cards", new_card(world), key=fresh_id()).json()["code"] == "forbidden"


def test_an_outsider_cannot_tell_which_event_ids_were_used(world: World, eve: Person) -> None:
    used = world.events()[-1]["eventId"]
    answers = [eve.post("/cards", new_card(world), key=key).json() for key in (used, fresh_id())]
    assert answers[0] == answers[1]
    assert answers[0]["code"] == "not_found"


@pytest.mark.sqlite
def test_a_refused_command_does_not_use_up_its_event_id(
    world: World, bob: Person, transports: list[Transport]
) -> None:
    event_id, full = fresh_id(), new_card(world, "done")
    for transport in transports:
        assert transport.send(bob, "card.create", full, event_id=event_id).code == "wip_limit_reached"
    world.do("column.update", id=world.columns["done"], version=2, wipLimit=None)
    assert transports[0].send(bob, "card.create", full, event_id=event_id).code == ""


def test_a_repeated_message_is_never_limited(cast: Cast, bob: Person) -> None:
    world, path = build_empty(cast), "/projects/{}/messages"
    keys = [fresh_id() for _ in range(5)]
    for number, key in enumerate(keys):
        assert bob.post(path.format(world.id), {"text": str(number)}, key=key).status_code == 201
    assert bob.post(path.format(world.id), {"text": "5"}).json()["code"] == "rate_limited"
    for number, key in enumerate(keys):
        assert bob.post(path.format(world.id), {"text": str(number)}, key=key).json()["text"] == str(number)


def test_a_stale_version_does_not_spoil_a_repeat(world: World, bob: Person) -> None:
    key, path = fresh_id(), f"/cards/{world.cards['one']}"
    first = bob.patch(path, {"version": 1, "title": "mine"}, key=key).json()
    world.do("card.update", id=world.cards["one"], version=2, title="hers")
    assert bob.patch(path, {"version": 1, "title": "mine"}, key=key).json() == first
    assert bob.get(path).json()["title"] == "hers"


# ── The cache is a hint ───────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_a_committed_answer_is_remembered_without_its_secrets(
    world: World, ada: Person, committed: None
) -> None:
    key = fresh_id()
    result = ada.post(f"/projects/{world.id}/invitations", {"role": "viewer"}, key=key).json()
    [kept] = answers.read_results([(UUID(ada.id), UUID(key))])
    assert kept is not None
    assert kept["answer"] == {**result, "token": None, "url": None}


@pytest.mark.sqlite
def test_a_forgotten_answer_is_read_from_the_log(world: World, bob: Person, committed: None) -> None:
    key = fresh_id()
    first = bob.post("/cards", new_card(world), key=key)
    cache.clear()
    again = bob.post("/cards", new_card(world), key=key)
    assert (again.status_code, again.json()) == (first.status_code, first.json())


@pytest.mark.sqlite
def test_a_remembered_answer_is_not_for_who_was_removed(world: World, bob: Person, committed: None) -> None:
    key = fresh_id()
    bob.post("/cards", new_card(world), key=key)
    world.do("member.remove", **person(world, "bob"))
    assert bob.post("/cards", new_card(world), key=key).status_code == 404


@pytest.mark.sqlite
def test_a_remembered_answer_is_for_the_same_input(world: World, bob: Person, committed: None) -> None:
    key = fresh_id()
    bob.post("/cards", new_card(world), key=key)
    assert bob.post("/cards", new_card(world, title="x"), key=key).json()["code"] == "event_id_reused"


@pytest.mark.sqlite
def test_two_worlds_do_not_meet_in_one_event_id(cast: Cast, bob: Person) -> None:
    here, there, key = build(cast), build(cast), fresh_id()
    assert bob.post("/cards", new_card(here), key=key).status_code == 201
    assert bob.post("/cards", new_card(there), key=key).json()["code"] == "event_id_reused"
