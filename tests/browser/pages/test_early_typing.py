"""What people type and press before the scripts of a page have arrived is kept, and goes on from there."""

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Window
from tests.browser.support.board import Board
from tests.browser.support.chat import Chat
from tests.browser.support.projects import Project
from tests.support.people import Person

MODULES = re.compile(r"/static/(js|dist|vendor)/(?!early).*\.m?js")
EARLY = "() => performance.getEntriesByName(document.querySelector('[src*=early]').src).length"
PALETTE = re.compile(r"/static/(js/palette/palette|dist/palette-).*\.js")
CHAT = re.compile(r"/static/(js/chat/chat|dist/chat-).*\.js")


class HeldScripts:
    """Scripts that the network keeps back until `arrive`."""

    def __init__(self, page: Page, which: re.Pattern[str] = MODULES) -> None:
        self.page = page
        self._held: list[Route] | None = []
        page.route(which, self._hold)

    def _hold(self, route: Route) -> None:
        if self._held is None:
            route.continue_()
        else:
            self._held.append(route)

    def open(self, path: str) -> None:
        self.page.goto(path, wait_until="commit")
        expect(self.page.locator("main")).to_be_visible()

    def arrive(self) -> None:
        held, self._held = self._held or [], None
        for route in held:
            route.continue_()


def test_a_message_stays_in_the_composer_above_no_draft_and_below_one(
    window: Window, bob: Person, project: Project
) -> None:
    chat = Chat(window(bob), project).open()
    chat.field.fill("kept from before")
    scripts = HeldScripts(chat.page)
    scripts.open(project.path)
    chat.field.fill("")
    chat.field.press_sequentially("typed early")
    chat.field.press("Home")
    chat.panel.get_by_role("button", name="Send").click()
    chat.field.focus()
    expect(chat.field).to_have_value("typed early")
    scripts.arrive()
    chat.expect_ready()
    expect(chat.field).to_have_value("kept from before\ntyped early")
    expect(chat.field).to_be_focused()
    assert chat.page.url.endswith(project.path)
    assert chat.field.evaluate("(field) => field.selectionStart") == len("kept from before\n")
    chat.board.expect_live()
    chat.page.reload()
    chat.expect_ready()
    expect(chat.field).to_have_value("kept from before\ntyped early")


def test_enter_before_the_chat_has_arrived_sends_when_it_has(
    window: Window, bob: Person, project: Project
) -> None:
    chat = Chat(window(bob), project)
    scripts = HeldScripts(chat.page, CHAT)
    scripts.open(project.path)
    chat.board.expect_live()
    chat.field.press_sequentially("sent early")
    chat.field.press("Enter")
    scripts.arrive()
    chat.expect_sent("sent early")
    expect(chat.field).to_have_value("")


def test_a_card_is_written_before_the_board_starts(window: Window, bob: Person, project: Project) -> None:
    board = Board(window(bob), project)
    scripts = HeldScripts(board.page)
    scripts.open(project.path)
    board.page.wait_for_function(
        "() => performance.getEntriesByName(document.querySelector('[src*=early]').src).length"
    )
    board.column("Done").locator(".column__foot button").click()
    board.page.keyboard.type("Wind the clock")
    board.page.keyboard.press("Enter")
    board.page.keyboard.type("Trim")
    scripts.arrive()
    board.expect_column("Done", "Wind the clock")
    expect(board.page.locator("[data-composer] textarea")).to_have_value("Trim")


def test_the_palette_takes_what_is_typed_before_any_script(
    window: Window, bob: Person, project: Project
) -> None:
    page = window(bob)
    scripts = HeldScripts(page)
    scripts.open("/projects")
    page.wait_for_function(EARLY)
    page.keyboard.press("Control+k")
    page.keyboard.type("lamp")
    scripts.arrive()
    expect(page.get_by_role("combobox", name="Search or jump to")).to_have_value("lamp")
    expect(page.get_by_role("option", name=re.compile("Oil the lamp"))).to_be_visible()


def test_the_palette_names_commands_by_what_was_typed_before_its_code(
    window: Window, bob: Person, project: Project
) -> None:
    page = window(bob)
    page.route("**/search/items?*", lambda route: None)
    scripts = HeldScripts(page, PALETTE)
    scripts.open(project.path)
    Board(page, project).expect_live()
    page.keyboard.press("Control+k")
    page.keyboard.type("lamp")
    scripts.arrive()
    expect(page.get_by_role("option", name="New card “lamp”")).to_be_visible()
    expect(page.get_by_role("option", name="All projects")).to_be_hidden()


def test_a_filter_takes_what_is_typed_until_it_is_there(
    window: Window, bob: Person, project: Project
) -> None:
    board = Board(window(bob), project)
    scripts = HeldScripts(board.page, re.compile(r"/static/(js/board/filter/filter|dist/filter-).*\.js"))
    board.open()
    board.page.keyboard.press("f")
    board.page.keyboard.type("lamp")
    scripts.arrive()
    expect(board.page.get_by_label("Search the cards")).to_have_value("lamp")
    expect(board.page.locator("#sifted [data-text]")).to_have_text("1 of 4 cards")


def test_a_project_gets_the_key_of_a_name_that_was_typed_early(window: Window, ada: Person) -> None:
    page = window(ada)
    scripts = HeldScripts(page)
    scripts.open("/projects/new")
    page.get_by_label("Name").fill("Harbour festival")
    scripts.arrive()
    expect(page.get_by_label("Key")).to_have_value("HF")


def test_a_comment_on_a_cards_page_outlives_its_draft(window: Window, bob: Person, project: Project) -> None:
    page = window(bob)
    page.goto(f"{project.path}/cards/1")
    comment = page.locator("textarea[data-draft]").last
    comment.fill("kept from before")
    scripts = HeldScripts(page)
    scripts.open(f"{project.path}/cards/1")
    comment.fill("typed early")
    scripts.arrive()
    page.wait_for_load_state("load")
    expect(page.locator("#user-menu")).to_have_count(1)
    expect(comment).to_have_attribute("data-typed", "")
    expect(comment).to_have_value("typed early")


def test_an_invitation_typed_early_outlives_a_change_by_others(
    window: Window, ada: Person, eve: Person, project: Project
) -> None:
    page = window(ada)
    scripts = HeldScripts(page)
    scripts.open(f"{project.path}/members")
    page.locator("input[name=email]").first.fill("grace@example.com")
    page.locator("body").click(position={"x": 2, "y": 2})
    scripts.arrive()
    page.wait_for_load_state("load")
    project.welcome(eve)
    expect(page.get_by_text("Eve Outside").first).to_be_visible()
    expect(page.locator("input[name=email]").first).to_have_value("grace@example.com")
