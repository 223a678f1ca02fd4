"""What a browser complains of: errors on the console, uncaught ones, violations of the CSP."""

import re

from playwright.sync_api import BrowserContext, ConsoleMessage

REPORT = """addEventListener('securitypolicyviolation', (it) =>
  console.error(`CSP: ${it.violatedDirective} ${it.blockedURI} ${it.sample}`))"""


class Complaints:
    """A test fails on each of them, except on those that it foretold."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.expected: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        context.add_init_script(REPORT)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.heard.append(f"uncaught: {error.error}"))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "assert"):
            self.heard.append(f"{message.text} ({message.location.get('url', '')})")

    def expect(self, *patterns: str) -> None:
        self.expected += patterns

    @property
    def surprising(self) -> list[str]:
        return [text for text in self.heard if not any(re.search(known, text) for known in self.expected)]
