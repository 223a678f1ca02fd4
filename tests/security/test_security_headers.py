"""Security headers of every page, API response and error, in both languages; and behind TLS."""

from typing import Any

import pytest
from django.test import Client

from kanban.api import ApiRoot
from tests.support.access_matrix import ENDPOINTS, Endpoint
from tests.support.people import Person
from tests.support.worlds import World

HEADERS = {"x-content-type-options": "nosniff", "referrer-policy": "same-origin"}
# The bytes of files have headers of their own: tests/files/test_download.py.
LOOKS = [endpoint for endpoint in ENDPOINTS if endpoint.method == "GET" and "/files/{}" not in endpoint.name]
LANGUAGES = ("en", "ru")


def assert_guarded(answer: Any, *, tls: bool = False) -> None:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    assert HEADERS.items() <= headers.items(), headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "no-store" in headers["cache-control"]
    assert ("strict-transport-security" in headers) is tls


@pytest.mark.sqlite
@pytest.mark.parametrize("endpoint", LOOKS, ids=lambda endpoint: endpoint.name)
def test_every_page_and_answer_is_guarded(
    endpoint: Endpoint, world: World, ada: Person, nobody: Person
) -> None:
    for who in (ada, nobody):
        for language in LANGUAGES:
            path, held = endpoint.path(world), {"accept-language": language}
            if path.startswith("/api/"):
                answer = who.get(path.removeprefix("/api/v1"), **held)
            else:
                answer = who.browse(path, None, **held)
                if "<html" in answer.text and not path.startswith("/docs"):
                    assert f'<html lang="{language}"' in answer.text
            assert_guarded(answer)


def boom(*args: Any, **kwargs: Any) -> Any:
    raise RuntimeError("boom")


@pytest.fixture
def tls(settings: Any) -> Client:
    """Client and settings for TLS, with two views that raise an error."""
    settings.SECURE_HSTS_SECONDS, settings.SECURE_SSL_REDIRECT = 3600, True
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


ERRORS = {
    400: ("GET", {"host": "evil.example"}, "/login"),
    403: ("POST", {}, "/login"),
    404: ("GET", {}, "/nowhere"),
    405: ("GET", {}, "/logout"),
    500: ("GET", {}, "/"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", sorted(ERRORS))
def test_every_error_page_is_guarded(
    status: int, language: str, db: None, tls: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kanban.urls.redirect", boom)
    method, headers, path = ERRORS[status]
    answer = tls.generic(method, path, secure=True, headers={**headers, "accept-language": language})
    assert answer.status_code == status
    assert_guarded(answer, tls=True)
    if status != 405:
        assert f'<html lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_of_the_api_is_guarded(
    language: str, db: None, tls: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ApiRoot, "get", boom)
    for status, method, headers, path in (
        (400, "GET", {"host": "evil.example"}, "/api/v1/me"),
        (401, "GET", {}, "/api/v1/me"),
        (404, "GET", {}, "/api/v1/nowhere"),
        (405, "PUT", {}, "/api/v1/auth/login"),
        (500, "GET", {}, "/api/v1/"),
    ):
        answer = tls.generic(method, path, secure=True, headers={**headers, "accept-language": language})
        assert (answer.status_code, set(answer.json()) >= {"code", "detail"}) == (status, True)
        assert_guarded(answer, tls=True)


def test_a_foreign_host_is_guarded_before_it_is_sent_to_tls(db: None, tls: Client) -> None:
    answer = tls.get("/login", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert_guarded(answer)


def test_the_many_tries_page_is_guarded_in_both_languages(db: None, settings: Any, tls: Client) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "register_address": (0, 300)}
    for language in LANGUAGES:
        browser = Client(headers={"accept-language": language})
        sent = {"display_name": "Fay", "email": "fay@example.com", "password": "a long walk to the harbour"}
        answer = browser.post("/register", sent, secure=True)
        assert answer.status_code == 429
        assert f'<html lang="{language}"' in answer.content.decode()
        assert_guarded(answer, tls=True)


def test_a_plain_address_is_sent_to_tls(db: None, tls: Client) -> None:
    answer = tls.get("/login")
    assert (answer.status_code, answer["location"]) == (301, "https://testserver/login")
    assert_guarded(answer)
