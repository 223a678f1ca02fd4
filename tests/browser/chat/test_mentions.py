"""Mentions in open pages: names that change, words for everyone, and what is offered where."""

import pytest
from playwright.sync_api import expect

from tests.browser.support.chat import Chat
from tests.browser.support.open_card import OpenCard


@pytest.fixture
def adas(window, ada, project):
    return Chat(window(ada), project).open()


@pytest.fixture
def bobs(window, bob, project):
    return Chat(window(bob), project).open()


@pytest.mark.sqlite
def test_a_chip_takes_a_new_name_at_once_and_the_text_stays(adas, bob):
    adas.say("@bob marley, `@Bob Marley`")
    chip = adas.all.first.locator(".mention")
    expect(chip).to_have_text("@Bob Marley")
    assert bob.patch("/me", {"displayName": "Robert Márley"}).is_success
    expect(chip).to_have_text("@Robert Márley")
    expect(adas.all.first.locator("code")).to_have_text("@Bob Marley")
    adas.field.press("ArrowUp")
    expect(adas.all.first.locator("textarea")).to_have_value("@bob marley, `@Bob Marley`")
    adas.page.keyboard.press("End")
    adas.page.keyboard.type("!")
    adas.page.keyboard.press("Enter")
    expect(adas.all.first).to_contain_text("@Robert Márley, @Bob Marley!")
    adas.page.reload()
    expect(chip).to_have_text("@Robert Márley")


def test_a_chip_in_an_open_card_takes_a_new_name(window, ada, bob, project):
    adas = OpenCard(window(ada), project).open("Oil the lamp")
    adas.say("Ask @Bob Marley")
    expect(adas.comments.locator(".mention")).to_have_text("@Bob Marley")
    assert bob.patch("/me", {"displayName": "Robert"}).is_success
    expect(adas.comments.locator(".mention")).to_have_text("@Robert")


@pytest.mark.sqlite
def test_everyone_is_offered_where_the_setting_allows_it(adas, bobs, ada, project):
    adas.field.press_sequentially("@al")
    expect(adas.page.get_by_role("option")).to_have_text(["@all Everyone in the project"])
    adas.field.press("Enter")
    expect(adas.field).to_have_value("@all ")
    adas.field.press_sequentially("look")
    adas.field.press("Enter")
    expect(bobs.all.first).to_have_class("msg is-mentioned")
    expect(bobs.all.first.locator(".mention")).to_have_text("@all")
    bobs.field.press_sequentially("@al")
    expect(bobs.page.get_by_role("option")).to_have_count(0)
    assert ada.patch(f"/projects/{project.id}", {"mentionAll": "members"}).is_success
    expect(bobs.page.locator("#mention-list")).to_have_attribute("data-mention-all", "members")
    bobs.field.press("Backspace")
    expect(bobs.page.get_by_role("option", name="@all")).to_be_visible()


def test_a_word_that_called_everyone_is_not_spoken_of_in_an_edit(adas, bobs, ada, project):
    adas.say("@all look")
    expect(bobs.all.first.locator(".mention")).to_have_text("@all")
    assert ada.patch(f"/projects/{project.id}", {"mentionAll": "nobody"}).is_success
    expect(adas.page.locator("#mention-list")).to_have_attribute("data-mention-all", "nobody")
    adas.field.press("ArrowUp")
    note = adas.all.first.locator(".msg__edit .composer__notice")
    expect(note).to_be_hidden()
    adas.all.first.locator("textarea").press_sequentially(" here")
    expect(note).to_be_hidden()
    adas.all.first.locator("textarea").press_sequentially(" @here")
    expect(note).to_contain_text("@here notifies no one")


def test_who_may_not_call_everyone_is_told_so_in_each_field(window, bob, project):
    told = "@here notifies no one: only admins can mention everyone in this project."
    bobs = Chat(window(bob), project).open()
    bobs.field.press_sequentially("Look, @here")
    expect(bobs.page.get_by_role("option")).to_have_count(0)
    note = bobs.page.locator("#message-text + .composer__notice")
    expect(note).to_have_text(told)
    bobs.field.press("Enter")
    bobs.expect_sent("Look, @here")
    expect(note).to_have_text(told)
    bobs.field.press_sequentially("a")
    expect(note).to_be_hidden()
    bobs.field.press("Backspace")
    bobs.field.press("ArrowUp")
    bobs.all.first.locator("textarea").press_sequentially("!")
    expect(bobs.all.first.locator(".msg__edit .composer__notice")).to_have_text(told)
    bobs.page.keyboard.press("Escape")
    card = OpenCard(bobs.page, project).reopen("Oil the lamp")
    card.dialog.get_by_label("Comment", exact=True).last.press_sequentially("@here")
    expect(card.dialog.locator("#new-comment + .composer__notice")).to_have_text(told)
    card.edit("")
    card.description.press_sequentially("@all")
    expect(card.dialog.locator("#edit-description + .composer__notice")).to_contain_text(
        "@all notifies no one in a description."
    )


def test_who_may_not_call_everyone_is_told_so_on_the_page_of_a_card(window, bob, project):
    page = window(bob, java_script_enabled=False)
    page.goto(f"{project.path}/cards/3")
    page.get_by_label("Comment", exact=True).fill("@here look")
    page.get_by_role("button", name="Send the comment").click()
    expect(page.locator(".toast")).to_contain_text("@here notifies no one: only admins")


def test_here_calls_those_who_have_the_project_open(adas, bobs):
    adas.field.press_sequentially("@here")
    expect(adas.page.get_by_role("option")).to_have_text(["@here Everyone who has the project open now"])
    adas.field.press("Escape")
    adas.field.press("Enter")
    expect(bobs.all.first.locator(".mention")).to_have_text("@here")
    expect(bobs.all.first).to_have_class("msg is-mentioned")


def test_names_are_offered_beside_chinese_and_not_in_code(adas):
    for text in ("你好@bo", "＠bo", "@BÓB", "@bob\u00a0mar"):
        adas.field.fill("")
        adas.field.press_sequentially(text)
        expect(adas.page.get_by_role("option")).to_have_text(["BMBob Marley"])
    for text in ("`@bo", "https://a.b/@bo", "me@bo", "\\@bo", "> @bo", "@@bo"):
        adas.field.fill("")
        expect(adas.page.get_by_role("option")).to_have_count(0)
        adas.field.press_sequentially(text)
        expect(adas.page.get_by_role("option")).to_have_count(0)


def test_a_name_is_tapped_on_a_phone(window, ada, project):
    page = window(ada, viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True)
    adas = Chat(page, project)
    adas.board.open()
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Chat").tap()
    adas.field.press_sequentially("@")
    option = page.get_by_role("option", name="@all")
    expect(option).to_be_visible()
    box = option.bounding_box()
    assert box
    assert box["height"] >= 40
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.get_by_role("option", name="Bob Marley").tap()
    expect(adas.field).to_have_value("@Bob Marley ")
