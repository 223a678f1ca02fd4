"""Invalid keys, queries, paths and headers: refused in JSON, never a server error."""

import time
from collections.abc import Iterator

import pytest

from tests.support.invalid_values import CURSORS, LIMITS, WHOLE
from tests.support.payloads import NOWHERE, new_card
from tests.support.people import Person
from tests.support.server import Server
from tests.support.worlds import World

pytestmark = [pytest.mark.sqlite, pytest.mark.hostile]


@pytest.fixture(autouse=True)
def served(server: Server) -> None:
    """Run every test against a real server, whose log must stay free of errors."""


@pytest.fixture
def unchanged(world: World) -> Iterator[World]:
    """A world that the test must not change."""
    before = (world.seq, world.snapshot())
    yield world
    assert (world.seq, world.snapshot()) == before


@pytest.mark.parametrize(
    "key", ["x", "", "7", NOWHERE.replace("-", ""), f"{NOWHERE},{NOWHERE}", f'"{NOWHERE}"']
)
def test_a_malformed_idempotency_key_is_refused(key: str, unchanged: World, ada: Person) -> None:
    answer = ada.call("POST", "/cards", new_card(unchanged), key=key)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_odd_limits_are_refused_on_every_list(unchanged: World, ada: Person) -> None:
    for path in lists_of(unchanged):
        for limit in LIMITS:
            assert refused(ada, f"{path}?limit={limit}"), (path, limit)
        assert ada.get(f"{path}?limit=200").status_code == ada.get(f"{path}?limit=1").status_code == 200


def test_an_odd_cursor_is_a_page_or_a_refusal(unchanged: World, ada: Person) -> None:
    for path in lists_of(unchanged):
        for cursor in CURSORS:
            assert ada.get(f"{path}?cursor={cursor}").status_code in (200, 400), (path, cursor)
    for cursor in ("x", "٣"):
        assert refused(ada, f"/projects?cursor={cursor}")


def test_odd_queries_are_refused(unchanged: World, ada: Person) -> None:
    for text in WHOLE:
        assert refused(ada, f"/projects/{unchanged.id}/events?since={text}"), text
    for text in ("x", "", "open", "%00", "Active"):
        assert refused(ada, f"/projects/{unchanged.id}/cards?state={text}"), text
    for text in ("x", "", "Image", "%00", "image,video"):
        assert refused(ada, f"/projects/{unchanged.id}/files?kind={text}"), text
    for text in ("x", "", "%00", "1"):
        assert refused(ada, f"/projects/{unchanged.id}/files?cardId={text}"), text
    for text in ("x", "", "%00", "1"):
        assert ada.get(f"/projects/{unchanged.id}/messages?before={text}").status_code in (400, 404), text


def test_an_odd_id_in_a_path_names_nothing(unchanged: World, ada: Person) -> None:
    for end in ("x", "%00", "%ff", "%ed%a0%80", "'", "0" * 36, NOWHERE + "0", "x" * 3000, "%2e%2e", "%0a"):
        for path in (f"/cards/{end}", f"/projects/{end}/board", f"/projects/{unchanged.id}/{end}"):
            answer = ada.get(path)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), path


@pytest.mark.parametrize(
    "held",
    ["Bearer", "Bearer x", "Bearer x.y.z", "bearer " + "x" * 5000, "Bearer a b"],
)
def test_an_invalid_token_is_refused(held: str, unchanged: World, nobody: Person) -> None:
    answer = nobody.call("GET", f"/projects/{unchanged.id}", authorization=held)
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


def test_an_invalid_session_is_anonymous(unchanged: World, nobody: Person) -> None:
    name = nobody.site.cookie_name("session")
    for cookie in (
        f"{name}=x",
        f"{name}=%00",
        f"{name}=" + "x" * 3000,
        "=;=",
        name,
    ):
        answer = nobody.call("GET", f"/projects/{unchanged.id}", cookie=cookie)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated"), cookie


def test_a_host_that_is_not_ours_is_refused(nobody: Person) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "x" * 300, "a b"):
        answer = nobody.call("GET", "/projects", host=host)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid"), host


SLOW_TO_READ = {
    "escapes in a cookie": {"cookie": 'a="' + "\\" * 60_000 + '"'},
    "semicolons in a quoted parameter": {"content-type": 'multipart/form-data; a="' + ";" * 60_000},
}


@pytest.mark.parametrize("what", SLOW_TO_READ)
def test_headers_that_take_long_to_read_are_not_read(what: str, nobody: Person) -> None:
    began = time.monotonic()
    answer = nobody.call("POST", "/auth/login", b"{}", **SLOW_TO_READ[what])
    assert answer.status_code in (400, 415)
    assert time.monotonic() - began < 1


def test_a_cookie_with_escapes_leaves_the_others(unchanged: World, bob: Person) -> None:
    cookies = rf'a="\101"; {bob.cookies}; b="\\"'
    assert bob.site.client.get(f"{bob.site.url}/projects", headers={"cookie": cookies}).status_code == 200


def test_an_unknown_format_is_refused_in_json(ada: Person) -> None:
    answer = ada.get("/projects", accept="text/csv")
    assert (answer.status_code, answer.json()["code"]) == (406, "invalid")


def lists_of(world: World) -> list[str]:
    ours = ("events", "audit", "members", "invitations", "cards", "labels", "messages", "files")
    return ["/projects", *(f"/projects/{world.id}/{name}" for name in ours)]


def refused(who: Person, path: str) -> bool:
    answer = who.get(path)
    return (answer.status_code, answer.json().get("code")) == (400, "invalid")
