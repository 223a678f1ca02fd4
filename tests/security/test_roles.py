"""Every URL and every frame × everybody. A door that is not in the table fails."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from kanban.consumers import BrowserConsumer
from projects.registry import COMMANDS
from tests.support.doors import SocketDoor
from tests.support.examples import EXAMPLES
from tests.support.matrix import (
    COMMAND_ROWS,
    DOORS,
    FORMS,
    OK,
    PEOPLE,
    SIGNAL_PAYLOADS,
    SIGNAL_ROWS,
    UNANSWERED,
    Door,
    Row,
)
from tests.support.people import Person
from tests.support.server import Server
from tests.support.worlds import Cast, World, build, undone

pytestmark = pytest.mark.sqlite

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
STATUS = {"invalid": 400, "unauthenticated": 401, "forbidden": 403, "not_found": 404, "duplicate": 409}


@pytest.fixture
def everyone(cast: Cast, nobody: Person, settings: Any) -> Cast:
    """Signed in before anything is undone; and so many of them that they would run into the doors' limits."""
    settings.DOOR_LIMITS = dict.fromkeys(settings.DOOR_LIMITS, (10_000, 300))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for person in cast.values():
        assert person.token
        assert person.session
    return {"nobody": nobody, **cast}


def routes() -> dict[str, URLPattern]:
    """Every pattern of the URLconf by its whole route."""
    return dict(_walk(get_resolver().url_patterns))


def _walk(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield route, pattern


OURS = sorted(route for route in routes() if not route.startswith("admin/"))
ADMIN = sorted(set(routes()) - set(OURS))


def pass_through(door: Door, person: Person, world: World) -> int:
    path = door.path(world)
    if door.form is not None or not path.startswith("/api/"):
        return person.browse(path, door.form, method=door.method).status_code
    sent = person.call(door.method, path.removeprefix("/api/v1"), door.body(world), **door.headers)
    return sent.status_code


# ── URLs ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_everybody_passes_the_doors_that_are_theirs_and_no_other(
    door: Door, everyone: Cast, world: World
) -> None:
    answers = {}
    for name in PEOPLE:
        with undone():
            answers[name] = pass_through(door, everyone[name], world)
    assert answers == door.expected(), door.path(world)


@pytest.mark.parametrize("route", OURS)
def test_a_url_has_no_door_that_is_not_in_the_table(route: str, everyone: Cast, world: World) -> None:
    listed = {door.method: door.path(world) for door in DOORS if leads_to(door.path(world), route)}
    assert listed, f"no door of {route} is in the table"
    path = next(iter(listed.values()))
    for method in set(METHODS) - set(listed):
        with undone():
            door = Door("", method, lambda w: path, (), form=form_of(path, method))
            assert pass_through(door, everyone["ada"], world) == 405, method


def leads_to(path: str, route: str) -> bool:
    return resolve(path.partition("?")[0]).route == route


def form_of(path: str, method: str) -> dict[str, str] | None:
    return {} if not path.startswith("/api/") and method != "GET" else None


@pytest.mark.parametrize("route", ADMIN)
def test_the_admin_asks_whoever_is_no_operator_to_sign_in(route: str, everyone: Cast) -> None:
    pattern = routes()[route]
    path = "/" + route.replace("<path:object_id>", "1").replace(
        "<path:content_type_id>/<path:object_id>", "1/1"
    )
    if "<" in path or "(" in path or pattern.name in ("login", "logout"):
        return
    for person in everyone.values():
        answer = person.browse(path)
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (302, "/admin/login/")


@pytest.mark.parametrize(("path", "form", "command"), FORMS, ids=[command for *_, command in FORMS])
def test_a_form_of_a_page_does_no_more_than_the_role_may(
    path: str, form: dict[str, str], command: str, everyone: Cast, world: World
) -> None:
    names = {"w": world, "bob": everyone["bob"]}
    filled = {key: value.format(**names) for key, value in form.items()}
    for name, status in zip(PEOPLE, COMMAND_ROWS[command], strict=True):
        with undone():
            before = world.seq
            everyone[name].browse(path.format(**names), filled)
            assert world.seq - before == (1 if status == OK else 0), name


# ── The socket ────────────────────────────────────────────────────────────────────────────────────


def test_every_frame_is_in_the_table() -> None:
    assert {name for name, command in COMMANDS.items() if not command.internal} == set(COMMAND_ROWS)
    assert set(BrowserConsumer().signals()) == set(SIGNAL_ROWS) | UNANSWERED


@pytest.mark.parametrize("name", sorted(COMMAND_ROWS))
def test_everybody_gives_the_commands_that_are_theirs_and_no_other(
    name: str, server: Server, everyone: Cast, cast: Cast
) -> None:
    example, shared, answers = EXAMPLES[name][0], build(cast), {}
    door = SocketDoor()
    for person, status in zip(PEOPLE, COMMAND_ROWS[name], strict=True):
        world = build(cast) if status == OK else shared
        before = world.seq
        answer = door.send(everyone[person], name, example.data(world))
        answers[person] = STATUS.get(answer.code, OK)
        assert world.seq == before + (answer.code == "" and name != "project.create")
    door.close()
    assert answers == row(COMMAND_ROWS[name])


@pytest.mark.parametrize("name", sorted(SIGNAL_ROWS))
def test_everybody_sends_the_frames_that_are_theirs_and_no_other(
    name: str, server: Server, everyone: Cast, world: World
) -> None:
    door, answers = SocketDoor(), {}
    for person in PEOPLE:
        payload = SIGNAL_PAYLOADS[name](world) if name in SIGNAL_PAYLOADS else token_of(everyone[person])
        answers[person] = STATUS.get(door.send(everyone[person], name, payload).code, OK)
    door.close()
    assert answers == row(SIGNAL_ROWS[name])


def token_of(person: Person) -> dict[str, str]:
    return {"token": person.token} if person.user else {}


def row(expected: Row) -> dict[str, int]:
    return dict(zip(PEOPLE, expected, strict=True))
