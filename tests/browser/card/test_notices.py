"""Notices that come while a card is open and shut it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.support.open_card import OpenCard


@pytest.fixture
def bobs(window, bob, project):
    return OpenCard(window(bob), project)


def test_a_card_that_someone_deletes_says_so_after_it_is_shut(bobs, ada, project):
    bobs.open("Oil the lamp")
    card = project.card("Oil the lamp")
    assert ada.delete(f"/cards/{card['id']}?version={card['version']}").is_success
    expect(bobs.dialog).to_have_count(0)
    expect(bobs.toast).to_contain_text("Someone deleted this card.")
    expect(bobs.toast).to_be_visible(timeout=1_000)


def test_a_card_that_cannot_be_opened_says_so(bobs, browser_errors):
    browser_errors.expect("ERR_FAILED")
    bobs.board.open()
    bobs.page.route("**/dialog?*", lambda route: route.abort())
    bobs.board.link("Oil the lamp").click()
    expect(bobs.toast).to_contain_text("This card can’t be opened right now.")
    expect(bobs.dialog).to_have_count(0)
    expect(bobs.page).not_to_have_url(re.compile("/cards/"))
    expect(bobs.toast).to_be_visible(timeout=1_000)


def test_the_board_shows_its_notices_after_a_card_showed_one(bobs):
    bobs.open("Oil the lamp")
    bobs.board.page.context.grant_permissions(["clipboard-write"])
    bobs.button("Copy link").click()
    expect(bobs.dialog.locator(".toast")).to_be_visible()
    bobs.close()
    bobs.board.button("Menu of LIG-3").click()
    bobs.page.get_by_role("menuitem", name="Archive").click()
    expect(bobs.page.locator(".toast", has_text="archived")).to_be_visible()
