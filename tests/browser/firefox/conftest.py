"""Runs the tests of this folder in Firefox as Debian ships it, the extended-support release.

Playwright speaks WebDriver BiDi to it, which Firefox understands without a driver program.
"""

import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

from tests.browser.support import firefox_bridge

FIREFOX = ("firefox-esr", "firefox")


@pytest.fixture(scope="session")
def browser(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    named = os.environ.get("KR_FIREFOX")
    found = next(filter(None, map(shutil.which, [named] if named else FIREFOX)), None)
    if not found:
        pytest.skip("Firefox is not here; install firefox-esr or set KR_FIREFOX.")
    program = tmp_path_factory.mktemp("firefox") / "firefox"
    _write_program(program, sys.executable, firefox_bridge.__file__, found)
    browser = playwright.firefox.launch(channel="moz-firefox", executable_path=program)
    yield browser
    browser.close()


def _write_program(path: Path, *command: str) -> None:
    path.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n')
    path.chmod(0o755)
