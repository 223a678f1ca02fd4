"""Errors in the browser: console errors, uncaught exceptions, violations of the CSP."""

import re

from playwright.sync_api import BrowserContext, ConsoleMessage

REPORT = """addEventListener('securitypolicyviolation', (it) =>
  console.error(`CSP: ${it.violatedDirective} ${it.blockedURI} ${it.sample}`))"""


class BrowserErrors:
    """Errors of all pages of a test. Each one fails the test unless the test expects it."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.expected: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        context.add_init_script(REPORT)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.seen.append(f"uncaught: {error.error}"))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "assert"):
            self.seen.append(f"{message.text} ({message.location.get('url', '')})")

    def expect(self, *patterns: str) -> None:
        self.expected += patterns

    @property
    def unexpected(self) -> list[str]:
        return [text for text in self.seen if not any(re.search(known, text) for known in self.expected)]
