"""No control takes the focus away with it when it disappears, and Esc goes back one level at a time."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.support.board import Board, box_of
from tests.browser.support.chat import Chat
from tests.browser.support.open_card import OpenCard

# Press every control of a part of the page, one after the other, and close again what it opened.
SWEEP = """async ({ within, skip }) => {
  const lost = [], done = new Set();
  const frame = () => new Promise(requestAnimationFrame);
  const rest = (ms) => new Promise((done) => setTimeout(done, ms));
  const wait = async (ms) => { await rest(ms); await frame(); await frame(); };
  const words = (it) => it.getAttribute('aria-label') ?? it.textContent;
  const name = (it) => `${it.dataset.action ?? it.value ?? ''} ${words(it)}`.trim();
  const shown = (it) => it.checkVisibility({ visibilityProperty: true }) && !it.disabled;
  const fresh = (it) => shown(it) && !done.has(name(it)) && !skip.some((part) => name(it).includes(part));
  const controls = (part) => [...part.querySelectorAll('button, summary, a[data-action]')];
  const next = () => [...document.querySelectorAll(within)].flatMap(controls).find(fresh);
  const look = (it, when) => {
    if (document.activeElement === document.body) lost.push(name(it) + when);
  };
  for (let it = next(); it && done.size < 60; it = next()) {
    done.add(name(it));
    it.focus();
    it.click();
    await wait(30);
    look(it, '');
    const parts = [...document.querySelectorAll(within)];
    const besides = (open) => !parts.some((part) => open.contains(part));
    for (const open of [...document.querySelectorAll(':popover-open')].filter(besides)) open.hidePopover();
    for (const open of document.querySelectorAll('dialog[open]:not(#card-dialog)')) open.close();
    await wait(10);
    look(it, ', closed again');
  }
  return { lost, pressed: [...done] };
}"""


def sweep(page: Page, within: str, *skip: str) -> None:
    result: dict[str, Any] = page.evaluate(SWEEP, {"within": within, "skip": ["shortcuts", "palette", *skip]})
    assert result["pressed"], "there was nothing to press"
    assert result["lost"] == [], result


def test_on_the_board(window, ada, project):
    board = Board(window(ada), project).open()
    sweep(board.page, ".topbar, .toolbar, kr-board")
    board.card("Oil the lamp").click(modifiers=["Control"])
    sweep(board.page, "#many", "many-archive")


def test_in_a_card(window, ada, project):
    card = OpenCard(window(ada), project).open("Oil the lamp")
    card.add_list("Steps", "Trim", "Fill")
    for words in ("One", "Two"):
        card.say(words)
    sweep(card.page, "#card-dialog", "dialog-close", "Archive", "Delete", "detach", "Close")
    sweep(card.page, "#card-dialog .sheet__main", "Delete the checklist", "Move", "dialog-close")


def test_in_the_pickers_of_a_card(window, ada, project):
    project.label("Wood", "amber")
    card = OpenCard(window(ada), project).open("Oil the lamp")
    for name in ("Choose labels", "Set the dates"):
        card.button(name).click()
        sweep(card.page, ".choices")
        card.page.keyboard.press("Escape")
        expect(card.page.locator(".choices")).to_have_count(0)


def test_in_the_chat(window, ada, project):
    chat = Chat(window(ada), project).open()
    chat.say("One", "Two")
    chat.expect_sent("One", "Two")
    sweep(chat.page, "kr-chat", "chat-toggle")


def test_in_the_filter(window, ada, project):
    project.label("Wood", "amber")
    board = Board(window(ada), project).open()
    board.page.locator("[data-action=filter]").first.click()
    expect(board.page.locator("#filter")).to_be_visible()
    sweep(board.page, "#filter, .filterbar")


@pytest.mark.parametrize("path", ["members", "files", "activity", "archive"])
def test_on_the_pages_of_a_project(window, ada, project, path):
    page = window(ada)
    page.goto(f"{project.path}/{path}")
    sweep(page, "main, .page", "Remove", "Leave", "Delete", "Change", "Save", "Create", "Transfer", "Show")


def test_the_focus_stays_at_what_was_saved_on_the_pages_of_settings(window, ada, bob, project):
    page = window(ada)
    page.goto(f"{project.path}/members")
    settings = page.locator("#project form")
    settings.get_by_label("Key").fill("NEW")
    with page.expect_navigation():
        settings.get_by_role("button", name="Save").click()
    expect(settings.get_by_role("button", name="Save")).to_be_focused()
    expect(page.get_by_text("Saved.")).to_be_visible()
    settings.get_by_label("Key").fill("-")
    with page.expect_navigation():
        settings.get_by_role("button", name="Save").click()
    expect(settings.get_by_label("Key")).to_be_focused()
    role = page.get_by_label("Role of Bob Marley")
    with page.expect_navigation():
        role.select_option("viewer")
    expect(role).to_be_focused()
    expect(role).to_have_value("viewer")
    with page.expect_navigation():
        page.get_by_role("button", name="Create link").click()
    expect(page.get_by_label("Invitation link")).to_be_focused()
    with page.expect_navigation():
        page.get_by_role("button", name="Revoke").first.click()
    expect(page.get_by_role("heading", name="Invite")).to_be_focused()
    page.get_by_label("E-mail").fill("nobody")
    with page.expect_navigation():
        page.get_by_role("button", name="Create link").click()
    expect(page.get_by_label("E-mail")).to_be_focused()
    with page.expect_navigation():
        page.get_by_role("button", name="Remove Bob Marley").click()
    expect(page.get_by_role("heading", name="In this project")).to_be_focused()


def test_the_focus_stays_at_what_was_saved_in_an_account(window, ada, project):
    page = window(ada)
    page.goto("/profile")
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Save")).to_be_focused()
    page.locator("[name=display_name]").fill("")
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    expect(page.locator("[name=display_name]")).to_be_focused()
    page.goto("/notifications/settings")
    level = page.get_by_label("Notifications from Lighthouse")
    with page.expect_navigation():
        level.select_option("all")
    expect(level).to_be_focused()


def test_a_link_to_a_member_leads_to_their_row_and_marks_it(window, ada, bob, project):
    page = window(ada)
    page.goto(f"{project.path}/members#member-{bob.id}")
    row = page.locator("li:target")
    expect(row).to_contain_text("Bob Marley")
    expect(row).to_be_focused()
    other = page.locator("#members li:not(:target)").first
    color = "(row) => getComputedStyle(row).backgroundColor"
    assert row.evaluate(color) != other.evaluate(color)


def test_esc_goes_back_one_level_at_a_time(window, ada, project):
    card = OpenCard(window(ada), project).open("Oil the lamp")
    card.dialog.get_by_text("Add a checklist").click()
    field = card.dialog.get_by_label("Name of the checklist")
    expect(field).to_be_focused()
    field.fill("Steps")
    card.page.keyboard.press("Escape")
    expect(card.dialog.get_by_text("Add a checklist")).to_be_focused()
    card.edit("Half a thought")
    card.page.keyboard.press("Escape")
    expect(card.description).to_be_hidden()
    expect(card.dialog.locator("details[data-edit] > summary")).to_be_focused()
    card.page.keyboard.press("Enter")
    expect(card.description).to_have_value("Half a thought")
    card.page.keyboard.press("Escape")
    card.button("Choose labels").click()
    card.page.keyboard.press("Escape")
    expect(card.button("Choose labels")).to_be_focused()
    card.close()
    expect(card.board.card("Oil the lamp")).to_be_focused()


def test_a_dialog_stays_open_when_a_selection_of_text_ends_beside_it(window, ada, project):
    card = OpenCard(window(ada), project).open("Oil the lamp")
    left, top, _, height = box_of(card.dialog.get_by_role("heading", name="Oil the lamp"))
    beside = (20, 400)
    for start, end in [((left + 5, top + height / 2), beside), (beside, (left + 5, top + height / 2))]:
        card.page.mouse.move(*start)
        card.page.mouse.down()
        card.page.mouse.move(*end, steps=3)
        card.page.mouse.up()
        expect(card.dialog).to_have_count(1)
    card.page.mouse.click(*beside)
    expect(card.dialog).to_have_count(0)
    card.page.keyboard.press("Control+k")
    palette = card.page.locator("#palette")
    expect(palette.get_by_role("combobox")).to_be_focused()
    left, top, _, height = box_of(palette.get_by_role("combobox"))
    card.page.mouse.move(left + 30, top + height / 2)
    card.page.mouse.down()
    card.page.mouse.move(*beside, steps=3)
    card.page.mouse.up()
    expect(palette).to_be_visible()
    card.page.mouse.click(*beside)
    expect(palette).to_be_hidden()
