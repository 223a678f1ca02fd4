"""Fixtures of the browser tests: a server, browser windows, and people.

ada is an owner, bob a member, cleo a viewer, eve an outsider.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page

from tests.browser.support.browser_errors import BrowserErrors
from tests.browser.support.people import newcomer, sign_in
from tests.browser.support.projects import Project
from tests.support.people import Person
from tests.support.server import Server

# Playwright runs an event loop in this thread; without this Django forbids the ORM there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# The shell draws no window around a page, so that opening one costs a fifth. Playwright uses it by default.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]

Newcomer = Callable[..., Person]
Window = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    named = os.environ.get("KR_CHROMIUM")
    found = next(filter(None, map(shutil.which, [named] if named else CHROMIUM)), None)
    if not found:
        raise pytest.UsageError("Chromium is not here; install it or set KR_CHROMIUM.")
    return {"executable_path": found, "args": FLAGS}


# ── Server ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def mails(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder that the product writes its mail to."""
    return tmp_path_factory.mktemp("mails")


@pytest.fixture(scope="session")
def server(
    django_db_setup: None,
    django_db_blocker: Any,
    redis_url: str,
    http: httpx.Client,
    tmp_path_factory: pytest.TempPathFactory,
    mails: Path,
) -> Iterator[Server]:
    """The server. Its tables are not emptied between tests: each test creates its own people."""
    call_command("compile_translations", verbosity=0)
    assets = os.environ.get("ASSETS", "source")
    with django_db_blocker.unblock():
        folder = tmp_path_factory.mktemp("product")
        result = {"ASSETS": assets, "EMAIL_URL": f"file://{mails}"}
        server = Server(folder, client=http, redis_url=redis_url, **result)
        with server:
            yield server


@pytest.fixture
def db() -> None:
    """Tell pytest-django, by this name, to set up a database. Rows stay after a test."""


@pytest.fixture(autouse=True)
def no_server_errors(db: None, server: Server) -> Iterator[None]:
    """Fail the test if it caused a traceback in the server's log."""
    server.new_log()
    yield
    assert server.broken() == []


# ── People ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def person(server: Server) -> Newcomer:
    return partial(newcomer, server)


@pytest.fixture
def ada(person: Newcomer) -> Person:
    return person("Ada Lovelace")


@pytest.fixture
def bob(person: Newcomer) -> Person:
    return person("Bob Marley")


@pytest.fixture
def cleo(person: Newcomer) -> Person:
    return person("Cleo Kyiv")


@pytest.fixture
def eve(person: Newcomer) -> Person:
    return person("Eve Outside")


@pytest.fixture
def project(ada: Person, bob: Person) -> Project:
    """Ada's project with bob as a member: three cards to do, one in progress, none done."""
    project = Project(ada)
    project.add("Paint the door", "Sweep the stairs", "Oil the lamp")
    project.add("Call the boat", column=1)
    project.welcome(bob)
    return project


# ── Windows ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def browser_errors() -> Iterator[BrowserErrors]:
    browser_errors = BrowserErrors()
    yield browser_errors
    assert browser_errors.unexpected == []


@pytest.fixture
def window(browser: Browser, server: Server, browser_errors: BrowserErrors) -> Iterator[Window]:
    """Function that opens a page in a fresh browser context, signed in as `who`, or as no one."""
    contexts = []

    def open_window(who: Person | None = None, **options: Any) -> Page:
        usual = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", "locale": "en-GB"}
        context = browser.new_context(base_url=server.url, **{**usual, **options})
        context.set_default_timeout(10_000)
        browser_errors.watch(context)
        if who:
            sign_in(context, who)
        contexts.append(context)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()
