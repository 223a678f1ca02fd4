"""Searching in the browser: completion of operators, and a board filtered by what the server answers."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.support.board import Board
from tests.browser.support.people import json_of
from tests.browser.support.projects import Project
from tests.support.people import Person


def options(page: Page) -> list[str]:
    expect(page.locator(".completion").first).to_be_visible()
    return page.locator(".completion__name").all_text_contents()


def test_a_field_completes_an_operator_and_its_value_by_keyboard(
    window: Window, ada: Person, project: Project
) -> None:
    project.label("Needs paint", "red")
    page = window(ada)
    page.goto("/search")
    field = page.get_by_label("Words or a card number")
    expect(field).to_have_attribute("role", "combobox")
    page.keyboard.type("lab")
    assert options(page) == ["label:"]
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(field).to_have_value("label:")
    expect(page.get_by_role("option", name="Needs paint")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(field).to_have_value('label:"Needs paint" ')
    expect(page.locator(".completion")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=label"))


def test_escape_and_clicks_on_suggestions_leave_the_filter_open(
    window: Window, ada: Person, project: Project
) -> None:
    board = Board(window(ada), project).open()
    page = board.page
    page.keyboard.press("f")
    panel = page.get_by_role("dialog", name="Filter the cards")
    expect(page.get_by_label("Search the cards")).to_have_attribute("role", "combobox")
    page.keyboard.type("is:")
    assert options(page)[:2] == ["done", "open"]
    page.keyboard.press("Escape")
    expect(page.locator(".completion:visible")).to_have_count(0)
    expect(panel).to_be_visible()
    page.keyboard.type("un")
    page.get_by_role("option", name="unassigned").click()
    expect(page.get_by_label("Search the cards")).to_have_value("is:unassigned ")
    expect(panel).to_be_visible()
    page.get_by_role("button", name="Done", exact=True).click()
    expect(panel).to_be_hidden()


def test_a_board_is_filtered_by_what_is_written_inside_its_cards(
    window: Window, ada: Person, bob: Person, project: Project
) -> None:
    project.change("Oil the lamp", description="The zeppelin needs light.")
    board = Board(window(ada), project)
    board.page.goto(f"{project.path}?q=zeppelins")
    board.expect_live()
    expect(board.page.locator(".card:visible .card__link")).to_have_text(["Oil the lamp"])
    project.change("Call the boat", by=bob, description="Or a zeppelin?")
    expect(board.page.locator(".card:visible .card__link")).to_have_count(2)
    project.change("Oil the lamp", by=bob, description="It needs oil.")
    expect(board.page.locator(".card:visible .card__link")).to_have_text(["Call the boat"])


def test_the_palette_completes_and_still_opens_the_best_hit(
    window: Window, ada: Person, project: Project
) -> None:
    page = Board(window(ada), project).open().page
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Search or jump to")
    page.keyboard.type("lamp in")
    expect(page.get_by_role("option", name=re.compile("^in:"))).to_have_attribute("aria-selected", "false")
    page.keyboard.type(":car")
    expect(page.get_by_role("option", name="cards")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Tab")
    expect(field).to_have_value("lamp in:cards ")
    first = page.get_by_role("option", name=re.compile("Oil the lamp"))
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#card-dialog")).to_be_visible()


def test_a_search_without_hits_says_what_is_nowhere_and_what_to_try(
    window: Window, ada: Person, project: Project
) -> None:
    page = window(ada)
    page.goto("/search?q=oil+lamp+zeppelin")
    expect(page.locator(".empty")).to_contain_text("Not found anywhere:")
    expect(page.locator(".empty .term")).to_have_text(["zeppelin"])
    page.locator(".tries a").click()
    expect(page.locator(".hit__title")).to_have_text(["Oil the lamp"])


def test_a_search_without_hits_chooses_nothing_that_creates(
    window: Window, ada: Person, project: Project
) -> None:
    page = Board(window(ada), project).open().page
    page.keyboard.press("Control+k")
    new_card = page.locator("#palette #do-card")
    page.keyboard.type("zeppelin")
    expect(page.locator("#palette [data-none]")).to_be_visible()
    expect(new_card).to_have_attribute("aria-selected", "false")
    page.keyboard.press("ArrowDown")
    expect(new_card).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Control+a")
    page.keyboard.type("label")
    expect(page.get_by_role("option", name=re.compile("^label:"))).to_have_attribute("aria-selected", "false")
    expect(new_card).to_have_attribute("aria-selected", "false")
    page.keyboard.press("Control+a")
    page.keyboard.type("new card")
    expect(new_card).to_have_attribute("aria-selected", "true")
    expect(new_card.locator("[data-name]")).to_have_text("New card")
    page.keyboard.press("Enter")
    expect(page.locator("[data-composer] textarea")).to_have_value("")


def test_enter_without_a_hit_opens_the_page_that_says_what_is_nowhere(
    window: Window, ada: Person, project: Project
) -> None:
    page = Board(window(ada), project).open().page
    page.keyboard.press("Control+k")
    page.keyboard.type("zeppelin is:dnoe")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=zeppelin\+is"))
    page.get_by_role("link", name="is:done").click()
    expect(page.get_by_label("Words or a card number")).to_have_value("zeppelin is:done")


@pytest.mark.parametrize("width", [390, 1200])
def test_a_long_title_hides_neither_the_date_nor_the_project_of_a_comment(
    window: Window, ada: Person, bob: Person, project: Project, width: int
) -> None:
    title = f"Oil the lamp{' and the door' * 12}"
    project.add(title)
    json_of(bob.post(f"/cards/{project.card(title)['id']}/comments", {"text": "It creaks **loudly** still"}))
    page = window(ada, viewport={"width": width, "height": 800})
    for path, hit in (("/search?q=creaks", ".hits--page .hit"), ("/projects", "#palette .hit")):
        page.goto(path)
        if path == "/projects":
            page.keyboard.press("Control+k")
            page.keyboard.type("creaks")
        shown = page.locator(hit).filter(has_text="creaks").first
        expect(shown.locator(".hit__title")).to_have_text("It creaks loudly still")
        expect(shown.locator(".hit__by bdi").first).to_have_text("Bob Marley")
        for part in (".hit__by bdi >> nth=0", "time"):
            cut = shown.locator(part).evaluate(
                "node => node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0"
            )
            assert not cut, (path, part)
        where, box = shown.locator(".hit__project").bounding_box(), shown.bounding_box()
        assert where
        assert box
        assert where["width"] > 40
        assert where["x"] + where["width"] <= box["x"] + box["width"]
