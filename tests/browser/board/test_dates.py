"""Dates of cards: typed, picked from the calendar, for one card and for several."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.support.board import Board, expect_soon

DOOR, STAIRS = "Paint the door", "Sweep the stairs"
NOON = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def board(window, ada, project):
    return Board(window(ada, timezone_id="Europe/Berlin"), project).open()


@pytest.fixture
def picker(board):
    return board.page.locator(".dates")


@pytest.fixture
def has(board, project):
    """Function that expects a field of a card on the server."""

    def has(field: str, value: str | None, title: str = DOOR) -> None:
        expect_soon(lambda: project.card(title)[field], lambda seen: seen == value, board.page)

    return has


def coming_friday() -> dt.date:
    today = dt.datetime.now(tz=ZoneInfo("Europe/Berlin")).date()
    return today + dt.timedelta(days=(4 - today.weekday()) % 7 or 7)


def test_five_keys_make_a_card_due_on_friday_all_day(board, has):
    board.link(DOOR).hover()
    for key in ("d", "f", "r", "i", "Enter"):
        board.page.keyboard.press(key)
    has("dueAt", coming_friday().isoformat())
    expect(board.card(DOOR).locator("time")).to_have_attribute("datetime", coming_friday().isoformat())
    expect(board.card(DOOR)).to_be_focused()


def test_typed_words_say_what_they_mean_and_what_is_no_date_is_told_at_the_field(board, picker, has):
    board.link(DOOR).focus()
    board.page.keyboard.press("d")
    board.page.keyboard.type("12 dec 2027 15:00")
    expect(picker.get_by_role("status")).to_contain_text("12 December 2027")
    field = picker.get_by_role("textbox", name="Type a date")
    field.fill("someday")
    board.page.keyboard.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(picker.get_by_role("status")).to_contain_text("isn’t a date")
    expect(field).to_have_value("someday")
    field.fill("1.1.1969")
    board.page.keyboard.press("Enter")
    expect(picker).to_be_visible()
    field.fill("в пятницу 15:00")
    board.page.keyboard.press("Enter")
    at = dt.datetime.combine(coming_friday(), dt.time(15), ZoneInfo("Europe/Berlin")).astimezone(dt.UTC)
    has("dueAt", at.strftime("%Y-%m-%dT%H:%M:%S.000Z"))


def test_a_day_is_picked_from_the_calendar_by_hand_and_by_keys(board, picker, has, project):
    project.change(DOOR, dueAt="2031-05-15")
    expect(board.card(DOOR).locator("time")).to_have_attribute("datetime", "2031-05-15")
    board.link(DOOR).focus()
    board.page.keyboard.press("d")
    expect(picker.locator("[aria-selected=true]")).to_have_text("15")
    picker.get_by_role("gridcell", name="20 May 2031").click()
    has("dueAt", "2031-05-20")
    expect(picker).to_have_count(0)
    board.link(DOOR).focus()
    board.page.keyboard.press("d")
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "PageDown", "Home"):
        board.page.keyboard.press(key)
    expect(picker.locator(":focus")).to_have_attribute("data-day", "2031-06-23")
    board.page.keyboard.press("Enter")
    has("dueAt", "2031-06-23")


def test_start_and_due_with_a_time_and_none_again(board, picker, has):
    board.link(DOOR).focus()
    board.page.keyboard.press("d")
    board.page.keyboard.type("2031-05-15")
    board.page.keyboard.press("Enter")
    has("dueAt", "2031-05-15")
    board.page.keyboard.press("d")
    picker.get_by_role("button", name="Start", exact=True).click()
    board.page.keyboard.type("2031-05-16")
    board.page.keyboard.press("Enter")
    expect(picker.get_by_role("status")).to_have_text("The due date is before the start date.")
    picker.get_by_role("textbox", name="Type a date").fill("2031-05-14")
    board.page.keyboard.press("Enter")
    has("startAt", "2031-05-14")
    board.page.keyboard.press("d")
    picker.get_by_label("Time").fill("15:00")
    has("dueAt", "2031-05-15T13:00:00.000Z")
    picker.get_by_role("button", name="All day").click()
    has("dueAt", "2031-05-15")
    picker.get_by_role("button", name="No date").click()
    has("dueAt", None)


def test_several_cards_get_a_date_at_once(board, picker, has, project):
    project.change(DOOR, dueAt="2031-05-15")
    board.page.reload()
    board.expect_live()
    for title in (DOOR, STAIRS):
        board.link(title).click(modifiers=["Control"])
    board.page.keyboard.press("d")
    expect(picker.get_by_role("status")).to_have_text("The selected cards have different dates.")
    board.page.keyboard.type("2031-06-01")
    board.page.keyboard.press("Enter")
    has("dueAt", "2031-06-01", DOOR)
    has("dueAt", "2031-06-01", STAIRS)
    board.page.keyboard.press("Control+z")
    has("dueAt", "2031-05-15", DOOR)
    has("dueAt", None, STAIRS)


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "Pacific/Kiritimati"])
def test_a_day_is_the_same_day_in_every_time_zone(window, ada, project, zone):
    project.change(DOOR, dueAt="2031-05-15")
    board = Board(window(ada, timezone_id=zone), project).open()
    expect(board.card(DOOR).locator("time")).to_have_text("15 May 2031")
    board.link(DOOR).click()
    expect(board.page.locator("#card-dialog[open] [data-due]")).to_have_text("15 May 2031")


@pytest.mark.parametrize("locale", ["en-GB", "ru-RU"])
def test_a_due_date_is_in_its_final_words_before_any_script(window, ada, project, locale):
    days = [dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=ahead) for ahead in (0, 1, 3, 30, -2)]
    for number, day in enumerate(days):
        project.add(f"Card {number}", dueAt=day.isoformat())
    page = window(ada, locale=locale, timezone_id="UTC")
    html = page.request.get(project.path, headers={"Accept-Language": locale}).text()
    board = Board(page, project).open()
    for number in range(len(days)):
        shown = board.card(f"Card {number}").locator("time").text_content()
        assert f">{shown}</time>" in html


def test_dates_are_picked_in_an_open_card(board, picker, has):
    board.link(DOOR).click()
    dialog = board.page.locator("#card-dialog[open]")
    dialog.get_by_role("button", name="Set the dates").click()
    board.page.keyboard.type("2031-05-15")
    board.page.keyboard.press("Enter")
    has("dueAt", "2031-05-15")
    expect(dialog.locator("[data-due]")).to_have_text("15 May 2031")
    expect(dialog.get_by_role("button", name="Set the dates")).to_be_focused()
