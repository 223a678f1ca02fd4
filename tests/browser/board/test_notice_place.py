"""Notices: they cover no control, come one at a time, and live through dialogs."""

import pytest
from playwright.sync_api import expect

from tests.browser.support.open_card import OpenCard

COVERED = """() => {
  const box = document.querySelector('.toasts:not(.toasts--session)');
  const { left, top, right, bottom } = box.getBoundingClientRect();
  box.style.visibility = 'hidden';
  const found = new Set();
  for (let x = left + 1; x < right; x += 8) for (let y = top + 1; y < bottom; y += 6) {
    const control = document.elementFromPoint(x, y)?.closest('a, button, input, textarea, select, summary');
    if (control) found.add(control.outerHTML.slice(0, 120));
  }
  box.style.visibility = '';
  const inside = left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
  return { found: [...found], inside, size: right - left };
}"""


@pytest.fixture
def bobs(window, bob, project):
    return OpenCard(window(bob), project)


def expect_nothing_covered(bobs):
    bobs.page.wait_for_timeout(350)
    measured = bobs.page.evaluate(COVERED)
    assert measured["found"] == []
    assert measured["inside"], measured
    assert measured["size"] > 100


@pytest.mark.parametrize("width", [390, 1024, 1440])
@pytest.mark.parametrize("chat", ["open", "closed"])
def test_a_notice_covers_no_control_of_the_board_and_the_chat(bobs, ada, project, width, chat):
    project.add(*(f"Card {n}" for n in range(16)))
    bobs.page.set_viewport_size({"width": width, "height": 760})
    bobs.board.open()
    bobs.board.choose("Oil the lamp", "Archive")
    bobs.page.evaluate(
        "(chat) => { const app = document.querySelector('.app'); app.dataset.chat = chat; "
        "if (chat === 'open') app.dataset.pane = 'chat'; }",
        chat,
    )
    expect(bobs.toast).to_be_visible()
    expect_nothing_covered(bobs)


@pytest.mark.parametrize("height", [600, 760, 1000])
def test_a_notice_covers_no_control_of_an_open_card(bobs, height):
    bobs.page.set_viewport_size({"width": 1280, "height": height})
    bobs.open("Oil the lamp")
    bobs.page.context.grant_permissions(["clipboard-write"])
    bobs.button("Copy link").click()
    expect(bobs.toast).to_be_visible()
    expect_nothing_covered(bobs)


def test_a_notice_follows_into_a_dialog_and_out_of_it(bobs):
    bobs.board.open()
    bobs.board.choose("Oil the lamp", "Archive")
    expect(bobs.toast).to_contain_text("archived")
    bobs.page.keyboard.press("?")
    shortcuts = bobs.page.locator("#shortcuts[open]")
    expect(shortcuts.locator(".toast")).to_be_visible()
    bobs.toast.hover()
    bobs.page.keyboard.press("Escape")
    expect(shortcuts).to_have_count(0)
    expect(bobs.page.locator("dialog .toast")).to_have_count(0)
    expect(bobs.toast).to_be_visible()
    bobs.toast.get_by_role("button", name="Undo").click()
    expect(bobs.board.card("Oil the lamp")).to_be_visible()


def test_a_notice_lies_in_the_upper_of_two_dialogs_and_comes_back(bobs):
    bobs.open("Oil the lamp")
    bobs.page.context.grant_permissions(["clipboard-write"])
    bobs.button("Copy link").click()
    expect(bobs.dialog.locator(".toast")).to_be_visible()
    bobs.page.evaluate("document.getElementById('shortcuts').showModal()")
    expect(bobs.page.locator("#shortcuts[open] .toast")).to_be_visible()
    bobs.toast.hover()
    bobs.page.evaluate("document.getElementById('shortcuts').close()")
    expect(bobs.dialog.locator(".toast")).to_be_visible()
    bobs.page.evaluate("document.getElementById('card-dialog').remove()")
    expect(bobs.toast).to_be_visible()


def test_archiving_several_cards_is_one_notice_and_one_undo(bobs):
    bobs.board.open()
    for title in ("Oil the lamp", "Sweep the stairs"):
        bobs.board.choose(title, "Archive")
    expect(bobs.page.locator(".toast")).to_have_count(1)
    expect(bobs.toast).to_contain_text("2 cards archived")
    bobs.toast.get_by_role("button", name="Undo").click()
    for title in ("Oil the lamp", "Sweep the stairs"):
        expect(bobs.board.card(title)).to_be_visible()
    expect(bobs.toast).to_contain_text("Undone: 2 cards archived")


def test_f6_goes_to_the_notice_and_esc_closes_it_but_not_the_dialog(bobs):
    bobs.open("Oil the lamp")
    bobs.page.context.grant_permissions(["clipboard-write"])
    bobs.button("Copy link").click()
    expect(bobs.toast).to_be_visible()
    bobs.page.keyboard.press("F6")
    expect(bobs.toast.get_by_role("button", name="Dismiss")).to_be_focused()
    bobs.page.keyboard.press("Escape")
    expect(bobs.page.locator(".toast")).to_have_count(0)
    expect(bobs.dialog).to_be_visible()
    expect(bobs.button("Copy link")).to_be_focused()
