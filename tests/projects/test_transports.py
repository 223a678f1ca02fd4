"""Every command has the same effects and the same refusals over REST and over WebSocket."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from projects.registry import commands
from tests.support.examples import EXAMPLES, Example
from tests.support.people import Person
from tests.support.refusals import REFUSALS
from tests.support.server import Server
from tests.support.transports import ACKED, ROUTES, Answer, RestTransport, SocketTransport, Transport
from tests.support.worlds import Cast, World, build, fresh_id

OPEN = sorted(name for name, command in commands.items() if not command.internal)
INTERNAL = sorted(set(commands) - set(OPEN))
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@pytest.fixture
def sockets(server: Server) -> Iterator[SocketTransport]:
    transport = SocketTransport()
    yield transport
    transport.close()


@pytest.mark.sqlite
def test_every_command_has_a_path_and_is_tried_below() -> None:
    assert set(ROUTES) == set(EXAMPLES) == set(REFUSALS) == set(OPEN)


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("name", "example"),
    [
        pytest.param(name, example, id=f"{name}: {example.what}")
        for name in OPEN
        for example in EXAMPLES.get(name, [])
    ],
)
def test_a_command_has_the_same_effects_over_both_transports(
    name: str, example: Example, cast: Cast, sockets: SocketTransport
) -> None:
    over_rest = consequences(RestTransport(), name, example, build(cast))
    over_socket = consequences(sockets, name, example, build(cast))
    kept = ACKED.get(name)
    over_rest["response"] = (
        {key: over_rest["response"][key] for key in kept} if kept else over_rest["response"]
    )
    assert over_socket == over_rest


def consequences(transport: Transport, name: str, example: Example, world: World) -> dict[str, Any]:
    """Response, events and board after a command, with ids and times replaced by names, to compare worlds."""
    before, event_id = world.seq, fresh_id()
    names = names_of(world)
    answer = transport.send(world.cast[example.by], name, example.data(world), event_id=event_id)
    assert answer.code == "", answer.body
    result = answer.body
    if commands[name].makes_project:
        world = World(world.cast, result["id"])
    alive = name != "project.delete"
    events = [event for event in world.events() if event["eventId"] == event_id]
    assert [event["seq"] for event in events] == [1 if commands[name].makes_project else before + 1]
    return renamed(
        {"response": result, "events": events, "board": world.snapshot() if alive else None},
        {**names, result.get("token"): "token", result.get("url"): "url"},
    )


@pytest.mark.parametrize("name", OPEN)
def test_a_command_is_refused_alike_over_both_transports(
    name: str, world: World, nobody: Person, sockets: SocketTransport
) -> None:
    example = EXAMPLES[name][0]
    data, by = example.data(world), world.cast[example.by]
    before = (world.seq, world.snapshot())
    for refusal in REFUSALS[name]:
        answer = both(sockets, world.cast[refusal.by], name, refusal.data(world))
        assert answer.code == refusal.code, refusal.what
    assert list(both(sockets, by, name, {**data, "snake_case": 1}).body["fields"]) == ["snake_case"]
    assert both(sockets, nobody, name, data).code == "unauthenticated"
    assert (world.seq, world.snapshot()) == before


def both(sockets: SocketTransport, person: Person, name: str, data: dict[str, Any]) -> Answer:
    over_rest, over_socket = (transport.send(person, name, data) for transport in (RestTransport(), sockets))
    assert over_rest == over_socket
    return over_rest


@pytest.mark.parametrize("name", INTERNAL)
def test_no_transport_runs_an_internal_command(name: str, world: World, sockets: SocketTransport) -> None:
    reply = sockets.socket(world.cast["ada"]).ask(name, {"projectId": world.id})
    assert reply["error"]["code"] == "invalid"
    assert "type" in reply["error"]["fields"]


# ── Names for ids and times ───────────────────────────────────────────────────────────────────────


def names_of(world: World) -> dict[Any, str]:
    named = {
        world.id: "the project",
        world.message: "the message",
        world.invitation["id"]: "the invitation",
        world.snapshot()["board"]["id"]: "the board",
    }
    for kind, ids in (
        ("column", world.columns),
        ("card", world.cards),
        ("label", world.labels),
        ("file", world.files),
    ):
        named |= {an_id: f"{kind} {name}" for name, an_id in ids.items()}
    return {**named, **{person.id: name for name, person in world.cast.items()}}


def renamed(value: Any, names: dict[Any, str]) -> Any:
    """Return `value` with known ids replaced by names, other ids by "new", times by "time"."""
    if isinstance(value, dict):
        return {key: renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [renamed(item, names) for item in value]
    if not isinstance(value, str):
        return value
    known = names.get(value)
    return known or TIME.sub("time", UUID.sub("new", value))
