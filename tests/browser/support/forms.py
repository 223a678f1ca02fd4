"""Filling in forms and sending them off."""

from playwright.sync_api import Locator, Page


def fill(page: Page, **fields: str) -> None:
    """By their labels; an underscore stands for a blank."""
    for label, text in fields.items():
        page.get_by_label(label.replace("_", " "), exact=True).fill(text)


def press(page: Page, name: str, within: Locator | None = None) -> None:
    """A button that leads to another page, or to this one anew; scripts and styles are there afterwards."""
    with page.expect_navigation():
        (within or page).get_by_role("button", name=name).first.click()
