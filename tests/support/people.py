"""The people of the tests. Each can call the API (token), pages (session) and open sockets."""

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

from accounts.auth.tokens import issue_tokens
from accounts.models import User
from kanban.cookies import cookie_name
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
"""Roles in every test project. Eve is in none; dan was a member of each and left."""


@dataclass
class Site:
    """Address of the product: a server process, or this process (then without sockets).

    `public_url` is its PUBLIC_URL, if that is another one.
    """

    client: httpx.Client
    url: str
    public_url: str = ""

    def cookie_name(self, kind: str) -> str:
        """Return the name of the product's cookie `kind` there."""
        return cookie_name(kind, public_url=self.public_url or self.url)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Send a request. `body` is sent as it is if it is bytes, else as JSON."""
        content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        kind = {"content-type": "application/json"} if content is not None else {}
        self.client.cookies.clear()
        return self.client.request(method, self.url + path, content=content, headers={**kind, **headers})


@contextmanager
def no_connection_left() -> Iterator[None]:
    """Close the database connection of a test's own thread, which no pool would close."""
    try:
        yield
    finally:
        if threading.current_thread() is not threading.main_thread():
            connection.close()


@dataclass
class Person:
    name: str
    user: User | None
    site: Site
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
                self._held["token"] = issue_tokens(self.user)["access"]
        return self._held["token"]

    @property
    def session(self) -> str:
        """Session key, from a sign-in at first use."""
        assert self.user is not None
        if "session" not in self._held:
            browser = Client()
            with no_connection_left():
                browser.force_login(self.user)
            self._held["session"] = browser.cookies[settings.SESSION_COOKIE_NAME].value
        return self._held["session"]

    @property
    def cookies(self) -> str:
        """Cookie header as a browser sends it."""
        name = self.site.cookie_name
        held = {name("session"): self.session} if self.user else {}
        return "; ".join(f"{name}={value}" for name, value in {name("csrf"): CSRF, **held}.items())

    def at(self, site: Site) -> "Person":
        """Return the same person with the same tokens and session at another server."""
        return Person(self.name, self.user, site, self._held)

    # ── The API ───────────────────────────────────────────────────────────────────────────────────

    def call(
        self, method: str, path: str, body: Any = None, *, key: str | None = None, **headers: str
    ) -> httpx.Response:
        """Call the API. `path` is relative to /api/v1; `key` is sent as Idempotency-Key."""
        held = {"authorization": f"Bearer {self.token}"} if self.user else {}
        keyed = {"idempotency-key": key} if key is not None else {}
        return self.site.send(method, API + path, body, **held, **keyed, **headers)

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
        """Request a page as a browser does; `form` is posted with a CSRF token."""
        self.site.client.cookies.clear()
        return self.site.client.request(
            method or ("GET" if form is None else "POST"),
            self.site.url + path,
            data=form,
            headers={"cookie": self.cookies, "x-csrftoken": CSRF, **headers},
        )

    # ── Sockets ───────────────────────────────────────────────────────────────────────────────────

    def socket(self, **options: Any) -> SocketClient:
        """Open a socket, authenticated by this person's token in the handshake."""
        held = {"authorization": f"Bearer {self.token}"} if self.user else {}
        return SocketClient(self.site.url, headers=held, **options)

    def browser_socket(self, *, origin: str | None = None) -> SocketClient:
        """Open a socket as a page of `origin` does, authenticated by the session cookie."""
        headers = {"cookie": self.cookies, "origin": origin or self.site.url}
        return SocketClient(self.site.url, headers=headers)


def introduce() -> dict[str, User]:
    """Create the users, by their short names."""
    people = [
        User(email=f"{name}@example.com", display_name=full, password="!") for name, full in NAMES.items()
    ]
    return {user.email.partition("@")[0]: user for user in User.objects.bulk_create(people)}
