"""Security headers of every page, API response and error, in both languages; and behind TLS."""

import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kanban.api import ApiRoot
from tests.support.access_matrix import ENDPOINTS, Endpoint
from tests.support.people import Person
from tests.support.processes import BARE, answer, free_port, serving, tried
from tests.support.server import COMMAND, Server
from tests.support.worlds import World
from tests.tooling.test_production import SOUND as PRODUCTION

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


# ── Static files ──────────────────────────────────────────────────────────────────────────────────

STATIC = (
    *("js/board.js", "css/app.css", "icons.svg", "img/favicon.svg", "admin/css/base.css"),
    *("vendor/inter/inter-latin-wght-normal.woff2", "nowhere.js", "../kanban/settings.py"),
)


def assert_static_is_guarded(answer: Any) -> None:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    assert HEADERS.items() <= headers.items(), headers
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "permissions-policy" in headers
    assert headers.get("access-control-allow-origin") is None


@pytest.mark.sqlite
def test_static_files_are_guarded_too(db: None, server: Server) -> None:
    """WhiteNoise answers before most of Django: an icon of ours could be a page of its own."""
    for path in STATIC:
        for headers in (
            {},
            {"range": "bytes=0-9"},
            {"accept-encoding": "br, gzip"},
            {"origin": "https://a.b"},
        ):
            assert_static_is_guarded(server.send("GET", f"/static/{path}", **headers))
        assert_static_is_guarded(server.send("HEAD", f"/static/{path}"))
    tag = server.send("GET", "/static/icons.svg").headers["last-modified"]
    unchanged = server.send("GET", "/static/icons.svg", **{"if-modified-since": tag})
    assert unchanged.status_code == 304
    assert_static_is_guarded(unchanged)


@pytest.mark.slow
@pytest.mark.sqlite
def test_static_files_are_guarded_in_production_and_with_debug_pages(tmp_path: Path) -> None:
    ours = {**BARE, "VAR_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'board.sqlite3'}"}
    production = {**PRODUCTION, **ours, "REDIS_URL": "redis://127.0.0.1:1/0", "TRUSTED_PROXIES": "1"}
    assert tried([sys.executable, "manage.py", "collectstatic", "--noinput"], production).returncode == 0
    debug = [sys.executable, "manage.py", "runserver", "--noreload"]
    for command, environment in (([*COMMAND, "--port"], production), (debug, {**ours, "DEBUG": "1"})):
        port = free_port()
        with serving([*command, str(port)], environment, port):
            for path in ("/static/icons.svg", "/static/admin/css/base.css", "/static/nowhere"):
                host = "board.example.com" if environment is production else None
                assert_static_is_guarded(answer(port, path, host=host, scheme="https"))
