"""Fill in and submit forms."""

from playwright.sync_api import Locator, Page


def fill(page: Page, **fields: str) -> None:
    """Fill fields by label; an underscore stands for a space."""
    for label, text in fields.items():
        page.get_by_label(label.replace("_", " "), exact=True).fill(text)


def press(page: Page, name: str, within: Locator | None = None) -> None:
    """Click a button that navigates, and wait for the new page to load."""
    with page.expect_navigation():
        (within or page).get_by_role("button", name=name).first.click()
