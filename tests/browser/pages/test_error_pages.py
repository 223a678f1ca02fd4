"""Error pages show the id of the request, with a button that copies it."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(("locale", "copy"), [("en-GB", "Copy"), ("ru-RU", "Копировать")])
def test_a_missing_page_gives_the_id_of_the_request(window, browser_errors, locale, copy):
    browser_errors.expect("404")
    page = window(locale=locale, permissions=["clipboard-read", "clipboard-write"])
    answer = page.goto("/nowhere")
    assert answer is not None
    field = page.locator("#request-id")
    expect(field).to_have_value(answer.headers["x-request-id"])
    page.get_by_role("button", name=copy).click()
    expect(page.locator(".toast")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == answer.headers["x-request-id"]
    expect(page.locator(".gate__actions a")).to_be_visible()
