"""Chromium under Playwright: a new signed-in window for each visit, optionally slowed down."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]
# "Fast 4G" as in Chromium's developer tools: Mbit/s, of which nine tenths arrive, and milliseconds.
DOWN, UP, LATENCY = 9.0, 1.5, 165
TIMEOUT_SECONDS = 30


def chromium() -> str | None:
    """Return the path of Chromium, or None if it is not installed."""
    configured = os.environ.get("KR_CHROMIUM")
    return next(filter(None, map(shutil.which, [configured] if configured else NAMES)), None)


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
    """Slow the processor down by `times`, and the network to that of a phone."""
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
    """Wait until the page has joined the room: only then it shows who is present."""
    expect(page.locator("kr-presence .av")).not_to_have_count(0, timeout=30_000)


def until(page: Page, condition: str) -> None:
    """Wait until a JavaScript expression is true. Raises TimeoutError.

    Playwright's own `wait_for_function` uses eval, which the Content-Security-Policy of the pages forbids.
    """
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while not page.evaluate(condition):
        if time.monotonic() > deadline:
            raise TimeoutError(condition)
        page.wait_for_timeout(20)
