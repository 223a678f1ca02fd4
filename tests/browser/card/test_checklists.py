"""Checklists of an open card, in two windows."""

import pytest
from playwright.sync_api import expect

from tests.browser.support.board import box_of
from tests.browser.support.files import paste
from tests.browser.support.open_card import OpenCard
from tests.browser.support.socket_proxy import SocketProxy


@pytest.fixture
def adas(window, ada, project):
    return OpenCard(window(ada), project).open("Oil the lamp")


@pytest.fixture
def bobs(window, bob, project):
    return OpenCard(window(bob), project).open("Oil the lamp")


@pytest.mark.sqlite
def test_a_checklist_is_made_and_ticked_for_everybody(adas, bobs):
    adas.add_list("Before dusk", "Fill it", "Trim the wick")
    expect(bobs.items()).to_have_text(["Fill it", "Trim the wick"])
    bobs.tick("Fill it").click()
    expect(bobs.count()).to_have_text("1/2")
    expect(adas.tick("Fill it")).to_be_checked()
    expect(adas.count()).to_have_text("1/2")
    adas.close()
    expect(adas.board.card("Oil the lamp").get_by_role("img", name="1 of 2 items done")).to_be_visible()
    adas.reopen("Oil the lamp")
    adas.tick("Fill it").click()
    expect(bobs.tick("Fill it")).not_to_be_checked()


def test_pasted_lines_are_an_item_each_and_go_as_one(adas, bobs):
    adas.add_list("Before dusk", "Fill it")
    field = adas.dialog.get_by_placeholder("Add an item")
    paste(field, text="- [ ] Trim the wick\n- [x] Wind the clock\n- [ ] Light it")
    adas.button("Add 3 items").click()
    expect(bobs.items()).to_have_text(["Fill it", "Trim the wick", "Wind the clock", "Light it"])
    expect(bobs.count()).to_have_text("1/4")
    expect(field).to_have_value("")
    adas.toast.get_by_role("button", name="Undo").click()
    expect(bobs.items()).to_have_text(["Fill it"])


def test_a_new_checklist_is_named_on_after_a_reload(adas):
    adas.dialog.get_by_text("Add a checklist").click()
    adas.dialog.get_by_label("Name of the checklist").fill("Before du")
    adas.close()
    adas.page.reload()
    adas.board.expect_live()
    adas.reopen("Oil the lamp")
    expect(adas.dialog.get_by_label("Name of the checklist")).to_have_value("Before du")
    adas.page.keyboard.press("Tab")
    adas.dialog.locator("[data-adder]").get_by_role("button", name="Add", exact=True).click()
    expect(adas.dialog.get_by_role("heading", name="Before du")).to_be_visible()
    adas.close()
    adas.reopen("Oil the lamp")
    expect(adas.dialog.locator("[data-adder] form")).to_be_hidden()


def test_an_item_gets_other_words_a_person_and_a_date(adas, bobs):
    adas.add_list("Before dusk", "Fill it")
    adas.item("Fill it").locator("summary").click()
    adas.item("Fill it").get_by_label("Item", exact=True).fill("Fill it up")
    adas.item("Fill it").get_by_label("Assignee").select_option("Bob Marley")
    adas.item("Fill it").get_by_label("Due").fill("2031-02-03")
    adas.item("Fill it").get_by_label("Time").fill("04:05")
    adas.item("Fill it").get_by_role("button", name="Save").click()
    expect(bobs.items()).to_have_text(["Fill it up"])
    expect(bobs.item("Fill it up").get_by_role("img", name="Bob Marley")).to_be_visible()
    expect(bobs.item("Fill it up").locator("time")).to_contain_text("2031")


def test_words_typed_in_what_the_server_has_not_seen_yet_are_kept(window, ada, project, bobs):
    page = window(ada)
    proxy = SocketProxy(page)
    adas = OpenCard(page, project).open("Oil the lamp")
    proxy.hold()
    adas.dialog.get_by_text("Add a checklist").click()
    adas.dialog.get_by_label("Name of the checklist").last.fill("Before dusk")
    page.keyboard.press("Enter")
    page.keyboard.type("Fill it")
    page.keyboard.press("Enter")
    page.keyboard.type("Light")
    adas.item("Fill it").locator("summary").click()
    words = adas.item("Fill it").get_by_label("Item", exact=True)
    expect(words).to_have_value("Fill it")
    words.fill("Fill it up")
    proxy.release()
    expect(bobs.items()).to_have_text(["Fill it"])
    expect(adas.dialog.locator("[data-pending]")).to_have_count(0)
    expect(words).to_have_value("Fill it up")
    expect(adas.dialog.get_by_label("New item in Before dusk")).to_have_value("Light")
    adas.item("Fill it").get_by_role("button", name="Save").click()
    expect(bobs.items()).to_have_text(["Fill it up"])


@pytest.mark.sqlite
def test_items_are_moved_by_keyboard_and_by_mouse(adas, bobs):
    adas.add_list("Before dusk", "One", "Two", "Three")
    adas.item("One").locator("summary").focus()
    adas.page.keyboard.press("Enter")
    adas.item("One").get_by_role("button", name="Move down").press("Enter")
    expect(adas.items()).to_have_text(["Two", "One", "Three"])
    expect(bobs.items()).to_have_text(["Two", "One", "Three"])
    adas.item("One").get_by_role("button", name="Cancel").click()
    adas.item("Three").hover()
    left, top, width, height = box_of(adas.item("Three").locator("[data-grip]"))
    adas.page.mouse.move(left + width / 2, top + height / 2)
    adas.page.mouse.down()
    target = box_of(adas.item("Two"))
    adas.page.mouse.move(left + width / 2, target[1] + 20, steps=6)
    adas.page.mouse.move(left + width / 2, target[1] + 2, steps=6)
    adas.page.mouse.up()
    expect(bobs.items()).to_have_text(["Three", "Two", "One"])


def test_an_item_becomes_a_card(adas, bobs):
    adas.add_list("Before dusk", "Fill it", "Trim the wick")
    adas.item("Fill it").locator("summary").click()
    adas.item("Fill it").get_by_role("button", name="Turn into a card").click()
    expect(bobs.items()).to_have_text(["Trim the wick"])
    expect(bobs.count()).to_have_text("0/1")
    bobs.close()
    bobs.board.expect_column("Todo", "Paint the door", "Sweep the stairs", "Oil the lamp", "Fill it")


def test_what_was_deleted_comes_back_by_undo(adas, bobs):
    adas.add_list("Before dusk", "Fill it", "Trim the wick")
    adas.tick("Trim the wick").click()
    adas.item("Fill it").locator("summary").click()
    adas.item("Fill it").get_by_role("button", name="Delete the item").click()
    expect(bobs.items()).to_have_text(["Trim the wick"])
    adas.toast.get_by_role("button", name="Undo").click()
    expect(bobs.items()).to_have_text(["Fill it", "Trim the wick"])
    adas.dialog.get_by_label("Change Before dusk").click()
    adas.button("Delete the checklist").click()
    expect(bobs.dialog.locator(".list")).to_have_count(0)
    adas.toast.get_by_role("button", name="Undo").click()
    expect(bobs.items()).to_have_text(["Fill it", "Trim the wick"])
    expect(bobs.count()).to_have_text("1/2")


def test_a_checklist_gets_another_name(adas, bobs):
    adas.add_list("Before dusk")
    adas.dialog.get_by_label("Change Before dusk").click()
    adas.dialog.get_by_label("Name of the checklist").first.fill("Before night")
    adas.page.keyboard.press("Enter")
    expect(bobs.dialog.get_by_role("heading", name="Before night")).to_be_visible()
