"""Chromium by Playwright: a new window for each visit, signed in, on a machine as slow as one likes."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]
# "Fast 4G" of Chromium's own tools: megabits a second, of which nine tenths arrive; and milliseconds.
DOWN, UP, LATENCY = 9.0, 1.5, 165
PATIENCE = 30


def chromium() -> str | None:
    """Where it is."""
    named = os.environ.get("KR_CHROMIUM")
    return next(filter(None, map(shutil.which, [named] if named else NAMES)), None)


@contextmanager
def browsing(path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def window(browser: Browser, url: str, cookie: dict[str, str]) -> Iterator[Page]:
    context = browser.new_context(base_url=url, viewport={"width": 1280, "height": 800}, locale="en-GB")
    context.set_default_timeout(30_000)
    context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": url}])
    yield context.new_page()
    context.close()


def slow_down(page: Page, times: int) -> None:
    """The processor, and the line to that of a phone."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": times})
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": DOWN * 1e6 / 8 * 0.9,
            "uploadThroughput": UP * 1e6 / 8 * 0.9,
        },
    )


def expect_live(page: Page) -> None:
    """In the room: only it can tell who is here."""
    expect(page.locator("kr-presence .av")).not_to_have_count(0, timeout=30_000)


def until(page: Page, true: str) -> None:
    """Playwright's own way of waiting is an eval, which the pages' policy forbids. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE
    while not page.evaluate(true):
        if time.monotonic() > deadline:
            raise TimeoutError(true)
        page.wait_for_timeout(20)
