"""Wide tables and code in rendered texts on a phone: they scroll by themselves, and show that they do."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.support.chat import Chat

HEAD = ("Lamp", "Oil", "Wick", "Keeper", "Last seen burning")
ROW = ("North", "Whale", "Cotton", "Ada Lovelace", "On a night with very much wind and rain")
TABLE = "\n".join(["|".join(HEAD), "|".join("-" * len(HEAD)), "|".join(ROW)])
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NARROWEST = 90


@pytest.fixture
def phone(window, ada):
    return window(ada, **PHONE)


def expect_scrolling(page: Page, table: Locator) -> None:
    expect(table).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert table.evaluate("(region) => region.scrollWidth > region.clientWidth + 20")
    cells = table.locator("td").evaluate_all("(cells) => cells.map((each) => each.offsetWidth)")
    assert min(cells) >= NARROWEST
    # Shadows that stay at the edges, and covers that scroll along with what is at an end.
    attached = table.evaluate("(region) => getComputedStyle(region).backgroundAttachment")
    assert attached.split(", ") == ["local", "local", "scroll", "scroll", "scroll"]
    table.focus()
    page.keyboard.press("ArrowRight")
    expect(table).to_be_focused()
    page.wait_for_function("(region) => region.scrollLeft > 0", arg=table.element_handle())


def test_a_wide_table_scrolls_in_a_description_and_a_comment(phone, ada, project):
    project.change("Oil the lamp", description=TABLE)
    card = project.card("Oil the lamp")
    assert ada.post(f"/cards/{card['id']}/comments", {"text": TABLE}).is_success
    phone.goto(f"{project.path}/cards/{card['number']}")
    regions = phone.get_by_role("region", name="Lamp Oil Wick Keeper Last seen burning")
    expect(regions).to_have_count(2)
    expect_scrolling(phone, regions.first)
    expect_scrolling(phone, regions.last)


def test_a_wide_table_scrolls_in_the_chat(phone, project):
    chat = Chat(phone, project)
    chat.board.open()
    phone.get_by_role("navigation", name="Sections").get_by_role("link", name="Chat").tap()
    chat.say(TABLE)
    expect_scrolling(phone, chat.log.get_by_role("region", name="Lamp Oil"))
