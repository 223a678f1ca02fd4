"""What was typed and not sent yet: it survives, in the tab and for the person it belongs to."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.support.chat import Chat
from tests.browser.support.people import sign_in
from tests.browser.support.socket_proxy import SocketProxy

CHAT_CODE = re.compile(r"/chat(-\w+)?\.js$")
NEW_CARD = "[data-composer] textarea"


@pytest.fixture
def adas(window, ada, project):
    return Chat(window(ada), project).open()


@pytest.mark.sqlite
def test_the_next_person_in_the_browser_is_offered_nothing(adas, ada, bob):
    context = adas.page.context
    adas.field.fill("For nobody else")
    adas.board.column("Done").locator(".column__foot button").click()
    adas.page.locator(NEW_CARD).fill("Nor this")
    sign_in(context, bob)
    adas.page.reload()
    adas.expect_ready()
    expect(adas.field).to_have_value("")
    adas.board.column("Done").locator(".column__foot button").click()
    expect(adas.page.locator(NEW_CARD)).to_have_value("")
    sign_in(context, ada)
    adas.open()
    expect(adas.field).to_have_value("For nobody else")
    adas.board.column("Done").locator(".column__foot button").click()
    expect(adas.page.locator(NEW_CARD)).to_have_value("Nor this")


def test_two_tabs_keep_two_drafts_and_a_closed_one_leaves_its_own(adas, project):
    adas.field.fill("In the first")
    second = Chat(adas.page.context.new_page(), project).open()
    expect(second.field).to_have_value("")
    second.say("Sent from the second")
    second.field.fill("In the second")
    adas.page.reload()
    adas.expect_ready()
    expect(adas.field).to_have_value("In the first")
    adas.page.close()
    third = Chat(second.page.context.new_page(), project).open()
    expect(third.field).to_have_value("In the first")
    expect(second.field).to_have_value("In the second")


def test_a_duplicated_tab_begins_with_a_copy_and_goes_its_own_way(adas, project):
    adas.field.fill("In both")
    with adas.page.expect_popup() as opened:
        adas.page.evaluate("() => void window.open(location.href)")
    copy = Chat(opened.value, project)
    copy.expect_ready()
    copy.board.expect_live()
    copy.field.fill("In the copy")
    for chat, kept in ((adas, "In both"), (copy, "In the copy")):
        chat.page.reload()
        chat.expect_ready()
        expect(chat.field).to_have_value(kept)


def test_what_is_typed_while_the_code_of_the_chat_loads_is_kept(adas):
    adas.field.fill("Half a thou")
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    adas.page.route(CHAT_CODE, hold)
    with adas.page.expect_request(CHAT_CODE):
        adas.page.reload(wait_until="commit")
    adas.field.press_sequentially("ght")
    waiting[0].continue_()
    adas.expect_ready()
    expect(adas.field).to_have_value(re.compile("Half a thou\\s*ght"))
    adas.page.unroute(CHAT_CODE)
    adas.page.reload()
    adas.expect_ready()
    expect(adas.field).to_have_value(re.compile("Half a thou\\s*ght"))


def test_a_message_that_is_being_edited_is_edited_on(adas):
    adas.say("Hello")
    adas.expect_sent("Hello")
    adas.choose("Hello", "Edit")
    editor = adas.page.get_by_label("Edit the message")
    editor.fill("Hello, all of y")
    adas.page.reload()
    adas.expect_ready()
    expect(editor).to_have_value("Hello, all of y")
    editor.press("Escape")
    adas.page.reload()
    adas.expect_ready()
    expect(editor).to_have_count(0)


def test_a_reply_is_still_one_after_a_reload(adas):
    adas.say("Who calls?")
    adas.expect_sent("Who calls?")
    adas.choose("Who calls?", "Reply")
    adas.field.fill("I do")
    adas.page.reload()
    adas.expect_ready()
    adas.field.press("Enter")
    expect(adas.message("I do").locator(".msg__reply")).to_contain_text("Who calls?")


def test_commands_that_wait_are_not_sent_in_the_next_persons_name(window, ada, bob, project, browser_errors):
    browser_errors.expect("status of 401")
    page = window(ada)
    proxy = SocketProxy(page)
    adas = Chat(page, project).open()
    proxy.cut()
    adas.say("Ada says so")
    sign_in(page.context, bob)
    proxy.restore()
    expect(page.get_by_text("Bob Marley is signed in now.").first).to_be_visible()
    page.reload()
    expect(page.locator("kr-board")).to_have_attribute("data-me", str(bob.id))
    adas.expect_ready()
    adas.board.expect_live()
    expect(adas.all).to_have_count(0)
    sign_in(page.context, ada)
    adas.open()
    adas.expect_sent("Ada says so")
