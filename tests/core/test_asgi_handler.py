"""The ASGI handler uses internals of Django: these tests fail first where a new version changes them."""

import io
from typing import Any

import django
import pytest
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.base import BaseHandler
from django.core.signals import request_finished, request_started

from kanban.asgi_handler import ThreadedHandler

COVERED_DJANGO = (5, 2)
SCOPE = {
    "type": "http",
    "method": "GET",
    "path": "/",
    "root_path": "",
    "scheme": "http",
    "query_string": b"",
    "headers": [(b"host", b"127.0.0.1")],
    "client": ("127.0.0.1", 1),
    "server": ("127.0.0.1", 80),
}


@pytest.fixture
def handler() -> ThreadedHandler:
    return ThreadedHandler()


def test_django_has_the_version_whose_internals_these_tests_cover() -> None:
    """Before a new version, read its changes to ASGIHandler, BaseHandler and HttpResponse.close."""
    assert django.VERSION[:2] == COVERED_DJANGO


def test_middleware_is_loaded_once_and_synchronous(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = []
    load = BaseHandler.load_middleware

    def noting(self: Any, is_async: bool = False) -> None:
        loaded.append(is_async)
        load(self, is_async)

    monkeypatch.setattr(BaseHandler, "load_middleware", noting)
    ThreadedHandler()
    ASGIHandler()
    assert loaded == [False, True]


def test_a_request_has_one_start_and_one_end(handler: ThreadedHandler, db: None) -> None:
    seen: list[tuple[str, Any]] = []

    def started(sender: Any, **_: Any) -> None:
        seen.append(("started", sender))

    def finished(sender: Any, **_: Any) -> None:
        seen.append(("finished", sender))

    request_started.connect(started)
    request_finished.connect(finished)
    try:
        response = handler.respond(SCOPE, io.BytesIO())
    finally:
        request_started.disconnect(started)
        request_finished.disconnect(finished)
    assert (response.status_code, response["Location"]) == (302, "/login")
    assert seen == [("started", ThreadedHandler), ("finished", ThreadedHandler)]
