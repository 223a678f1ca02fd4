"""Every URL, command and frame, tried with every role. One that is missing in the matrix fails."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from kanban.consumers import BrowserConsumer
from projects.registry import commands
from tests.support.access_matrix import (
    COMMAND_ROWS,
    ENDPOINTS,
    FORMS,
    OK,
    PEOPLE,
    SIGNAL_PAYLOADS,
    SIGNAL_ROWS,
    UNANSWERED,
    Endpoint,
    Row,
)
from tests.support.examples import EXAMPLES
from tests.support.people import Person
from tests.support.server import Server
from tests.support.transports import SocketTransport
from tests.support.worlds import Cast, World, build, rolled_back

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
STATUS = {"invalid": 400, "unauthenticated": 401, "forbidden": 403, "not_found": 404, "duplicate": 409}


@pytest.fixture
def everyone(cast: Cast, nobody: Person, settings: Any) -> Cast:
    """All seven people, signed in before the first rollback, with rate limits too high to matter."""
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, (10_000, 300))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for person in cast.values():
        assert person.token
        assert person.session
    return {"nobody": nobody, **cast}


def routes() -> dict[str, URLPattern]:
    """Every pattern of the URLconf by its full route."""
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


def pass_through(endpoint: Endpoint, person: Person, world: World) -> int:
    path = endpoint.path(world)
    if endpoint.form is not None or not path.startswith("/api/"):
        return person.browse(path, endpoint.form, method=endpoint.method).status_code
    sent = person.call(
        endpoint.method, path.removeprefix("/api/v1"), endpoint.body(world), **endpoint.headers
    )
    return sent.status_code


# ── URLs ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_each_role_uses_its_endpoints_and_no_other(endpoint: Endpoint, everyone: Cast, world: World) -> None:
    answers = {}
    for name in PEOPLE:
        with rolled_back():
            answers[name] = pass_through(endpoint, everyone[name], world)
    assert answers == endpoint.expected(), endpoint.path(world)


@pytest.mark.slow
@pytest.mark.parametrize("route", OURS)
def test_a_url_has_no_method_that_is_not_in_the_matrix(route: str, everyone: Cast, world: World) -> None:
    listed = {
        endpoint.method: endpoint.path(world)
        for endpoint in ENDPOINTS
        if leads_to(endpoint.path(world), route)
    }
    assert listed, f"no endpoint of {route} is in the table"
    path = next(iter(listed.values()))
    for method in set(METHODS) - set(listed):
        with rolled_back():
            endpoint = Endpoint("", method, lambda w: path, (), form=form_of(path, method))
            assert pass_through(endpoint, everyone["ada"], world) == 405, method


def leads_to(path: str, route: str) -> bool:
    return resolve(path.partition("?")[0]).route == route


def form_of(path: str, method: str) -> dict[str, str] | None:
    return {} if not path.startswith("/api/") and method != "GET" else None


@pytest.mark.slow
@pytest.mark.parametrize("route", ADMIN)
def test_the_admin_asks_everyone_but_operators_to_sign_in(route: str, everyone: Cast) -> None:
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
        with rolled_back():
            before = world.seq
            everyone[name].browse(path.format(**names), filled)
            assert world.seq - before == (1 if status == OK else 0), name


# ── The socket ────────────────────────────────────────────────────────────────────────────────────


def test_every_frame_is_in_the_matrix() -> None:
    assert {name for name, command in commands.items() if not command.internal} == set(COMMAND_ROWS)
    assert set(BrowserConsumer().frame_handlers()) == set(SIGNAL_ROWS) | UNANSWERED


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(COMMAND_ROWS))
def test_each_role_runs_its_commands_and_no_other(
    name: str, server: Server, everyone: Cast, cast: Cast
) -> None:
    example, shared, answers = EXAMPLES[name][0], build(cast), {}
    endpoint = SocketTransport()
    for person, status in zip(PEOPLE, COMMAND_ROWS[name], strict=True):
        world = build(cast) if status == OK else shared
        before = world.seq
        answer = endpoint.send(everyone[person], name, example.data(world))
        answers[person] = STATUS.get(answer.code, OK)
        assert world.seq == before + (answer.code == "" and name != "project.create")
    endpoint.close()
    assert answers == row(COMMAND_ROWS[name])


@pytest.mark.parametrize("name", sorted(SIGNAL_ROWS))
def test_each_role_sends_its_frames_and_no_other(
    name: str, server: Server, everyone: Cast, world: World
) -> None:
    endpoint, answers = SocketTransport(), {}
    for person in PEOPLE:
        payload = SIGNAL_PAYLOADS[name](world) if name in SIGNAL_PAYLOADS else token_of(everyone[person])
        answers[person] = STATUS.get(endpoint.send(everyone[person], name, payload).code, OK)
    endpoint.close()
    assert answers == row(SIGNAL_ROWS[name])


def token_of(person: Person) -> dict[str, str]:
    return {"token": person.token} if person.user else {}


def row(expected: Row) -> dict[str, int]:
    return dict(zip(PEOPLE, expected, strict=True))
