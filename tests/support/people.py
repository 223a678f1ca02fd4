"""The cast, each with the ways in that a person has: the API with a token, pages with a session, a socket."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from django.conf import settings
from django.db import connection
from django.test import Client

from accounts.auth.tokens import issue
from accounts.models import User
from tests.support.sockets import SocketClient

API = "/api/v1"
CSRF = "c" * 32
NAMES = {
    "ada": "Ada Lovelace",
    "anna": "Anna Achmatova",
    "bob": "Bob Marley",
    "cleo": "Cleo Kyiv",
    "dan": "Dan Brown",
    "eve": "Eve Outside",
}
ROLES = {"ada": "owner", "anna": "admin", "bob": "member", "cleo": "viewer"}
"""In every world of the tests. Eve is in none; dan was in each and left."""


@dataclass
class Place:
    """Where the product answers: a server's process, or this one (then without sockets)."""

    client: httpx.Client
    url: str

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """`body` goes as it is when it is bytes, else as JSON, in which any text can be written."""
        content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        kind = {"content-type": "application/json"} if content is not None else {}
        self.client.cookies.clear()
        return self.client.request(method, self.url + path, content=content, headers={**kind, **headers})


@contextmanager
def no_connection_left() -> Iterator[None]:
    """What a test's own thread holds, nobody else gives back to the pool."""
    try:
        yield
    finally:
        if threading.current_thread() is not threading.main_thread():
            connection.close()


@dataclass
class Person:
    name: str
    user: User | None
    place: Place
    _held: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        assert self.user is not None
        return str(self.user.pk)

    @property
    def token(self) -> str:
        assert self.user is not None
        if "token" not in self._held:
            with no_connection_left():
                self._held["token"] = issue(self.user)["access"]
        return self._held["token"]

    @property
    def session(self) -> str:
        """The key of a session that has just been opened by signing in."""
        assert self.user is not None
        if "session" not in self._held:
            browser = Client()
            with no_connection_left():
                browser.force_login(self.user)
            self._held["session"] = browser.cookies[settings.SESSION_COOKIE_NAME].value
        return self._held["session"]

    @property
    def cookies(self) -> str:
        """As a browser sends them."""
        held = {settings.SESSION_COOKIE_NAME: self.session} if self.user else {}
        return "; ".join(
            f"{name}={value}" for name, value in {settings.CSRF_COOKIE_NAME: CSRF, **held}.items()
        )

    def at(self, place: Place) -> "Person":
        """The same person, with the same sign-in, at another server."""
        return Person(self.name, self.user, place, self._held)

    # ── The API ───────────────────────────────────────────────────────────────────────────────────

    def call(
        self, method: str, path: str, body: Any = None, *, key: str | None = None, **headers: str
    ) -> httpx.Response:
        """`path` is below /api/v1; `key` goes as Idempotency-Key."""
        held = {"authorization": f"Bearer {self.token}"} if self.user else {}
        keyed = {"idempotency-key": key} if key is not None else {}
        return self.place.send(method, API + path, body, **held, **keyed, **headers)

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> httpx.Response:
        return self.call("POST", path, {} if body is None else body, key=key)

    def patch(self, path: str, body: Any, *, key: str | None = None) -> httpx.Response:
        return self.call("PATCH", path, body, key=key)

    def delete(self, path: str, *, key: str | None = None) -> httpx.Response:
        return self.call("DELETE", path, key=key)

    # ── Pages ─────────────────────────────────────────────────────────────────────────────────────

    def browse(
        self, path: str, form: Mapping[str, Any] | None = None, *, method: str = "", **headers: str
    ) -> httpx.Response:
        """A page as a browser asks for it; `form` is posted, with the token that the page would carry."""
        self.place.client.cookies.clear()
        return self.place.client.request(
            method or ("GET" if form is None else "POST"),
            self.place.url + path,
            data=form,
            headers={"cookie": self.cookies, "x-csrftoken": CSRF, **headers},
        )

    # ── Sockets ───────────────────────────────────────────────────────────────────────────────────

    def socket(self, **options: Any) -> SocketClient:
        """An open socket that has shown this person's token in the handshake."""
        held = {"authorization": f"Bearer {self.token}"} if self.user else {}
        return SocketClient(self.place.url, headers=held, **options)

    def browser_socket(self, *, origin: str | None = None) -> SocketClient:
        """An open socket as a page of `origin` opens it, with the session's cookie."""
        headers = {"cookie": self.cookies, "origin": origin or self.place.url}
        return SocketClient(self.place.url, headers=headers)


def introduce() -> dict[str, User]:
    """Makes the cast's people."""
    people = [
        User(email=f"{name}@example.com", display_name=full, password="!") for name, full in NAMES.items()
    ]
    return {user.email.partition("@")[0]: user for user in User.objects.bulk_create(people)}
