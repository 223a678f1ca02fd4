"""A hand that counts its clicks and keys. The pointer moves for free; a typed text costs its letters."""

from playwright.sync_api import Locator, Page


class Hand:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = self.keys = 0

    def point(self, at: Locator) -> None:
        at.hover()

    def click(self, at: Locator, button: str = "left", **options: object) -> None:
        self.clicks += 1
        at.click(button=button, **options)  # type: ignore[arg-type]

    def press(self, *keys: str) -> None:
        """Press keys, one after another; a combination such as Control+Z is one."""
        for key in keys:
            self.keys += 1
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.keys += len(text)
        self.page.keyboard.type(text)
