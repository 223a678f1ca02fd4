"""Page object of an open card over the board."""

import re
from typing import Self

from playwright.sync_api import Locator, Page, expect

from tests.browser.support.board import Board
from tests.browser.support.projects import Project


class OpenCard:
    def __init__(self, page: Page, project: Project) -> None:
        self.page = page
        self.project = project
        self.board = Board(page, project)

    def open(self, title: str) -> Self:
        self.board.open()
        return self.reopen(title)

    def reopen(self, title: str) -> Self:
        self.board.link(title).click()
        expect(self.dialog.get_by_role("heading", name=title)).to_be_visible()
        return self

    def close(self) -> None:
        # Esc would close an open form in it first.
        self.button("Close").click()
        expect(self.dialog).to_have_count(0)
        expect(self.page).not_to_have_url(re.compile("/cards/"))

    @property
    def dialog(self) -> Locator:
        return self.page.locator("#card-dialog[open]")

    @property
    def description(self) -> Locator:
        return self.dialog.get_by_label("Description", exact=True)

    @property
    def shown(self) -> Locator:
        return self.dialog.locator(".sheet__read .prose")

    @property
    def comments(self) -> Locator:
        return self.dialog.locator(".comment:not([hidden]) .comment__body")

    @property
    def toast(self) -> Locator:
        return self.page.locator(".toast").last

    def button(self, name: str) -> Locator:
        return self.dialog.get_by_role("button", name=name, exact=True)

    def edit(self, text: str) -> None:
        self.dialog.locator("details[data-edit] > summary").click()
        self.description.fill(text)

    def save(self) -> None:
        self.dialog.locator("details[data-edit]").get_by_role("button", name="Save").click()

    def say(self, text: str) -> None:
        self.dialog.get_by_label("Comment", exact=True).last.fill(text)
        self.button("Send the comment").click()

    # ── Checklists ────────────────────────────────────────────────────────────────────────────────

    def add_list(self, name: str, *items: str) -> None:
        self.dialog.get_by_text("Add a checklist").click()
        self.dialog.get_by_label("Name of the checklist").last.fill(name)
        self.page.keyboard.press("Enter")
        for item in items:
            expect(self.dialog.get_by_label(f"New item in {name}")).to_be_visible()
            self.dialog.get_by_label(f"New item in {name}").fill(item)
            self.page.keyboard.press("Enter")
            expect(self.item(item)).to_be_visible()

    def items(self) -> Locator:
        return self.dialog.locator(".item:not([hidden]) [data-text]")

    def item(self, text: str) -> Locator:
        return self.dialog.locator(".item:not([hidden])").filter(has_text=text)

    def tick(self, text: str) -> Locator:
        return self.item(text).get_by_role("checkbox")

    def count(self) -> Locator:
        return self.dialog.locator("[data-count]")
