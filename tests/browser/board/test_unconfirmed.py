"""What is shown before the server has answered is whole: it keeps its words, opens, and is told by name."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.support.board import Board
from tests.browser.support.open_card import OpenCard
from tests.browser.support.socket_proxy import SocketProxy


@pytest.fixture
def proxy_and_bobs(window, bob, project):
    page = window(bob)
    proxy = SocketProxy(page)
    return proxy, Board(page, project).open()


def test_a_card_opens_before_its_creation_is_answered(proxy_and_bobs, project):
    proxy, bobs = proxy_and_bobs
    proxy.hold()
    bobs.add("Todo", "Wind the clock")
    bobs.choose("Wind the clock", "Assign to me")
    expect(bobs.toast).to_contain_text("“Wind the clock” assigned to you")
    bobs.link("Wind the clock").click()
    dialog = bobs.page.get_by_role("dialog", name="Wind the clock")
    expect(dialog.get_by_role("heading", name="Wind the clock")).to_be_focused()
    expect(dialog.get_by_role("status")).to_contain_text("This card isn’t saved yet.")
    expect(dialog.locator(".sheet__head")).to_contain_text("Todo")
    expect(dialog.locator(".person")).to_contain_text("Bob Marley")
    expect(bobs.page).to_have_url(re.compile(project.path + "$"))
    proxy.release()
    expect(dialog.locator(".sheet__key")).to_have_text("LIG-5")
    expect(dialog.get_by_role("heading", name="Wind the clock")).to_be_focused()
    expect(bobs.page).to_have_url(re.compile("/cards/5$"))
    OpenCard(bobs.page, project).close()
    expect(bobs.card("Wind the clock")).to_be_focused()


@pytest.mark.sqlite
def test_work_on_a_new_card_and_column_waits_whole_over_a_reload(proxy_and_bobs, project, window, ada):
    proxy, bobs = proxy_and_bobs
    proxy.cut()
    bobs.button("Add a column").click()
    bobs.page.keyboard.type("Soon")
    bobs.page.keyboard.press("Enter")
    bobs.page.keyboard.press("Escape")
    bobs.add("Soon", "Wind the clock", "Trim the wick")
    bobs.drag("Trim the wick", to=bobs.card("Call the boat"))
    bobs.page.reload()
    bobs.expect_column("Soon", "Wind the clock")
    bobs.expect_column("In Progress", "Trim the wick", "Call the boat")
    bobs.link("Trim the wick").click()
    expect(bobs.page.get_by_role("dialog", name="Trim the wick")).to_be_visible()
    bobs.page.keyboard.press("Escape")
    proxy.restore()
    bobs.expect_live()
    bobs.expect_column("Soon", "Wind the clock")
    bobs.expect_fresh(window(ada))
