"""The chat beside the board, in two windows."""

import re
import signal

import pytest
from playwright.sync_api import expect

from tests.browser.board.test_offline import NO_NETWORK
from tests.browser.support.board import expect_soon
from tests.browser.support.chat import Chat, remember
from tests.browser.support.people import json_of
from tests.browser.support.socket_proxy import SocketProxy

STRINGS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "<svg/onload=alert(1)>",
    '![x](x" onerror="alert(1))',
    "\"><iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "`</code><script>alert(1)</script>`",
    "[a](data:text/html,<script>alert(1)</script>)",
]


@pytest.fixture
def adas(window, ada, project):
    return Chat(window(ada), project).open()


@pytest.fixture
def bobs(window, bob, project):
    return Chat(window(bob), project).open()


@pytest.mark.sqlite
def test_what_one_says_the_other_reads_within_a_second(adas, bobs, window, ada, project):
    adas.say("Hello **Bob**")
    expect(bobs.all.locator("strong")).to_have_text("Bob", timeout=1000)
    bobs.say("Hello yourself")
    for chat in (adas, bobs):
        chat.expect_sent("Hello Bob", "Hello yourself")
    expect(adas.all.first.locator(".msg__who b")).to_have_text("You")
    Chat(window(ada), project).open().expect_sent("Hello Bob", "Hello yourself")


@pytest.mark.sqlite
def test_code_that_could_not_be_fetched_is_fetched_again(window, ada, project, browser_errors):
    browser_errors.expect("ERR_FAILED")
    page = window(ada)
    code = re.compile(r"/chat(-\w+)?\.js$")
    page.route(code, lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.goto(project.path)
    page.unroute(code)
    chat = Chat(page, project)
    chat.expect_ready()
    chat.say("Here after all")
    chat.expect_sent("Here after all")


def test_a_server_that_is_killed_five_times_loses_nothing(adas, bobs, server, browser_errors):
    browser_errors.expect(*NO_NETWORK, "ERR_EMPTY_RESPONSE", "ERR_CONNECTION_RESET")
    said = []
    for turn in range(5):
        server.stop(signal.SIGKILL)
        for chat, name in ((adas, "ada"), (bobs, "bob")):
            said.append(f"{name} {turn}")
            chat.say(said[-1])
        adas.field.fill("Half a thou")
        server.start().wait()
        for chat in (adas, bobs):
            expect(chat.page.locator(".msg[data-state]")).to_have_count(0, timeout=30_000)
        server.new_log()
    expect_soon(lambda: (adas.texts(), bobs.texts()), lambda both: both[0] == both[1], adas.page)
    assert sorted(adas.texts()) == sorted(said)
    assert [text for text in adas.texts() if "ada" in text] == [text for text in said if "ada" in text]
    assert len(adas.project.events("chat.message.created")) == 10
    adas.page.reload()
    adas.expect_ready()
    expect(adas.field).to_have_value("Half a thou")


@pytest.mark.sqlite
def test_messages_written_offline_survive_a_reload_and_go_out_in_order(window, ada, bobs, project):
    page = window(ada)
    proxy = SocketProxy(page)
    adas = Chat(page, project).open()
    proxy.cut()
    adas.say("one", "two", "three")
    expect(page.locator(".msg[data-state=pending]")).to_have_count(3)
    page.reload()
    adas.expect_ready()
    expect(adas.all).to_have_count(3)
    assert adas.texts() == ["one", "two", "three"]
    proxy.restore()
    bobs.expect_sent("one", "two", "three", within=15)
    adas.expect_sent("one", "two", "three", within=15)


def test_the_sixth_of_a_burst_stays_in_the_composer(adas, bobs):
    adas.say(*(f"quick {i}" for i in range(5)))
    adas.expect_sent(*(f"quick {i}" for i in range(5)))
    adas.say("quick 5")
    expect(adas.field).to_have_value("quick 5")
    expect(adas.notice).to_contain_text("You can send 5 messages in 10 seconds. Try again in")
    expect(adas.notice).to_be_hidden(timeout=12_000)
    adas.field.press("Enter")
    bobs.expect_sent(*(f"quick {i}" for i in range(6)))


def test_what_the_server_holds_back_comes_back_into_the_composer(adas, ada, project):
    """The limit was used up by messages over the API, which this page does not know of."""
    for i in range(5):
        json_of(ada.post(f"{project.path}/messages", {"text": f"elsewhere {i}"}))
    expect(adas.all).to_have_count(5)
    adas.say("one too many")
    expect(adas.notice).to_contain_text("Try again in")
    expect(adas.field).to_have_value("one too many")
    expect(adas.all).to_have_count(5)


def test_what_is_refused_is_kept_and_can_be_thrown_away(adas, project):
    adas.page.evaluate("document.querySelector('kr-chat').chat.outbox.sendMessage('x'.repeat(4001), null);0")
    expect(adas.page.get_by_role("alert")).to_contain_text(
        "Not sent. At most 4000 characters; this has 4001."
    )
    adas.page.reload()
    expect(adas.page.get_by_role("alert")).to_contain_text("this has 4001.")
    adas.page.get_by_role("button", name="Delete", exact=True).click()
    expect(adas.all).to_have_count(0)
    adas.page.reload()
    adas.expect_ready()
    expect(adas.all).to_have_count(0)


def test_no_text_runs(adas, bobs):
    """Fixtures fail this test on any console error or CSP violation."""
    opened = []
    for chat in (adas, bobs):
        chat.page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    adas.say("\n\n".join(STRINGS))
    expect(bobs.all).to_have_count(1)
    for chat in (adas, bobs):
        expect(chat.all.locator("script, iframe, svg, img")).to_have_count(0)
        assert chat.page.locator(".msg a[href^='javascript'], .msg a[href^='data']").count() == 0
    bobs.page.reload()
    bobs.expect_ready()
    assert opened == []


def test_a_message_is_edited_and_deleted_in_its_place(adas, bobs):
    adas.say("Helo")
    adas.expect_sent("Helo")
    adas.field.press("ArrowUp")
    editor = adas.page.get_by_label("Edit the message")
    editor.fill("Hello")
    editor.press("Enter")
    expect(bobs.message("Hello").locator(".msg__note")).to_have_text("edited")
    expect(adas.field).to_be_focused()
    adas.choose("Hello", "Delete")
    for chat in (adas, bobs):
        chat.expect_sent("Message deleted")
    expect(bobs.all.first).to_have_attribute("data-text", "")


@pytest.mark.sqlite
def test_reactions_are_toggled_by_both(adas, bobs):
    adas.say("Ship it?")
    bobs.message("Ship it?").hover()
    bobs.message("Ship it?").get_by_role("button", name="React").click()
    bobs.page.get_by_role("button", name="🚀").click()
    theirs = adas.message("Ship it?").locator(".reaction")
    expect(theirs).to_have_text("🚀 1")
    expect(theirs).to_have_attribute("aria-pressed", "false")
    theirs.click()
    mine = bobs.message("Ship it?").locator(".reaction")
    expect(mine).to_have_text("🚀 2")
    mine.click()
    expect(theirs).to_have_text("🚀 1")
    theirs.click()
    expect(mine).to_have_count(0)


@pytest.mark.sqlite
def test_a_member_is_mentioned_by_keyboard(adas, bobs):
    adas.field.press_sequentially("TableScan @mar")
    expect(adas.page.get_by_role("option", selected=True)).to_have_text("BMBob Marley")
    adas.field.press("Escape")
    expect(adas.page.get_by_role("option")).to_have_count(0)
    expect(adas.field).to_be_focused()
    adas.field.fill("TableScan ")
    adas.field.press_sequentially("@b")
    adas.field.press("Enter")
    expect(adas.field).to_have_value("TableScan @Bob Marley ")
    adas.field.press_sequentially("please")
    adas.field.press("Enter")
    expect(bobs.all.first).to_have_class("msg is-mentioned")
    expect(bobs.all.first.locator(".mention")).to_have_text("@Bob Marley")


def test_the_typing_notice_lasts_until_the_message_is_sent(adas, bobs):
    adas.field.press_sequentially("Hm")
    expect(bobs.page.get_by_text("Ada Lovelace is typing")).to_be_visible()
    adas.field.press("Enter")
    bobs.expect_sent("Hm")
    expect(bobs.page.get_by_text("Ada Lovelace is typing")).to_be_hidden()


def test_a_chip_changes_with_its_card(adas, bobs, project):
    adas.say(f"See {project.key}-1")
    chip = bobs.chip(f"{project.key}-1")
    expect(chip.locator(".chip__title")).to_have_text("Paint the door")
    expect(chip.locator(".chip__column")).to_have_text("Todo")
    project.change("Paint the door", title="Paint both doors")
    expect(chip.locator(".chip__title")).to_have_text("Paint both doors")
    adas.board.drag("Paint both doors", to=adas.board.card("Call the boat"))
    expect(chip.locator(".chip__column")).to_have_text("In Progress")
    expect(bobs.page.locator(".quiet")).to_contain_text(f"Ada Lovelace moved {project.key}-1 to In Progress")
    bobs.page.get_by_role("button", name="Show moved cards").click()
    expect(bobs.page.locator(".quiet")).to_be_hidden()
    project.archive("Paint both doors")
    expect(chip).to_have_class("chip is-gone")


GAP = "(log) => log.scrollHeight - log.scrollTop - log.clientHeight"
GROW = """(message) => {
  const picture = new Image();
  picture.width = picture.height = 320;
  message.querySelector('.msg__body').append(picture);
}"""


def test_the_end_stays_in_view_when_a_chip_or_a_picture_grows(window, ada, bob, project):
    remember(project, bob, (f"Message {n}" for n in range(40)))
    chat = Chat(window(ada), project).open()
    chat.say("See LIG-3")
    chip = chat.chip("LIG-3")
    expect(chip).to_be_visible()
    assert chat.log.evaluate(GAP) <= 1
    project.change("Oil the lamp", title="Oil each lamp of the lighthouse " * 6)
    expect(chip).to_contain_text("Oil each lamp")
    assert chat.log.evaluate(GAP) <= 1
    chat.all.last.evaluate(GROW)
    expect_soon(lambda: chat.log.evaluate(GAP), lambda gap: gap <= 1, chat.page)
    # Who has scrolled up a little stays there.
    chat.log.evaluate("(log) => { log.scrollTop -= 60; }")
    chat.page.wait_for_timeout(100)
    chat.all.last.evaluate(GROW)
    chat.page.wait_for_timeout(100)
    assert chat.log.evaluate(GAP) > 300


def test_a_message_becomes_a_card_that_leads_back(adas, bobs, project):
    bobs.say("We should oil the hinges")
    adas.message("We should oil the hinges").hover()
    adas.message("We should oil the hinges").get_by_role("button", name="Create a card").click()
    expect(adas.board.card("We should oil the hinges")).to_be_visible()
    expect(bobs.message("We should oil the hinges").locator(".chip")).to_contain_text(
        "We should oil the hinges"
    )
    adas.message("We should oil the hinges").locator(".chip").click()
    adas.page.get_by_role("link", name="Bob Marley in the chat").click()
    expect(adas.message("We should oil the hinges")).to_be_focused()


@pytest.mark.sqlite
def test_older_pages_come_without_a_jump(window, ada, bob, project):
    remember(project, bob, (f"old {i}" for i in range(170)))
    adas = Chat(window(ada), project).open()
    expect(adas.all).to_have_count(50)
    for loaded in (100, 150, 170):
        before = adas.log.evaluate(
            """(log) => { log.scrollTop = 80; const node = log.querySelector('.msg:nth-of-type(5)');
            return [node.id, node.getBoundingClientRect().top]; }"""
        )
        expect(adas.all).to_have_count(loaded)
        after = adas.page.locator(f"[id='{before[0]}']").evaluate(
            "(node) => node.getBoundingClientRect().top"
        )
        assert abs(after - before[1]) < 2
    assert adas.texts() == [f"old {i}" for i in range(170)]


def test_ten_thousand_messages_cost_no_more_to_open(window, ada, bob, project):
    remember(project, bob, (f"old {i}" for i in range(10_000)))
    adas = Chat(window(ada), project).open()
    expect(adas.all).to_have_count(50)
    assert adas.texts()[-1] == "old 9999"
    for _ in range(12):
        first = adas.texts()[0]
        adas.log.evaluate("(log) => { log.scrollTop = 10; }")
        expect(adas.all.first).not_to_have_attribute("data-text", first)
    texts = adas.texts()
    assert texts == [f"old {i}" for i in range(9350, 9350 + len(texts))]
    assert len(texts) <= 400
    adas.page.get_by_role("button", name="Jump to latest").click()
    expect(adas.message("old 9999")).to_be_in_viewport()


def test_the_rule_stays_where_one_left_off(window, ada, bobs, project):
    first = window(ada)
    adas = Chat(first, project).open()
    bobs.say("Read at once")
    adas.expect_sent("Read at once")
    expect(first).to_have_title("Lighthouse · Kanban Realtime")
    first.wait_for_timeout(600)
    first.goto("/projects")
    bobs.say("one", "two")
    bobs.expect_sent("Read at once", "one", "two")
    first.reload()
    expect(first.locator(".tile .badge")).to_have_text("2")
    adas.open()
    expect(first.locator(".rule--new")).to_have_text("2 new")
    expect(first.locator(".rule--new + .msg")).to_have_attribute("data-text", "one")
    expect(first).to_have_title("Lighthouse · Kanban Realtime")
    bobs.say("three")
    expect(adas.all).to_have_count(4)
    expect(first.locator(".rule--new")).to_have_text("2 new")
    adas.choose("two", "Mark as unread")
    expect(first).to_have_title("(2) Lighthouse · Kanban Realtime")
    expect(first.locator(".rule--new + .msg")).to_have_attribute("data-text", "two")


def test_what_comes_while_one_reads_above_waits_below(window, ada, bob, bobs, project):
    remember(project, bob, (f"old {i}" for i in range(60)))
    adas = Chat(window(ada), project).open()
    adas.log.evaluate("(log) => { log.scrollTop = 300; }")
    bobs.say("New below")
    pill = adas.page.get_by_role("button", name="Jump to latest")
    expect(pill).to_be_visible()
    expect(adas.page).to_have_title("(1) Lighthouse · Kanban Realtime")
    pill.click()
    expect(adas.message("New below")).to_be_in_viewport()
    expect(adas.page).to_have_title("Lighthouse · Kanban Realtime")


@pytest.mark.sqlite
def test_search_leads_to_the_place(window, ada, bob, project):
    remember(project, bob, [f"old {i}" if i != 20 else "The lighthouse keeper sleeps" for i in range(200)])
    adas = Chat(window(ada), project).open()
    adas.page.get_by_role("button", name="Search the chat").click()
    adas.page.get_by_label("Search messages").fill("keeper")
    adas.page.get_by_role("link", name="The lighthouse keeper sleeps").click()
    expect(adas.message("The lighthouse keeper sleeps")).to_be_focused()
    expect(adas.message("The lighthouse keeper sleeps")).to_be_in_viewport()
    adas.page.get_by_role("button", name="Jump to latest").click()
    expect(adas.message("old 199")).to_be_in_viewport()


def test_a_viewer_reads_along(window, cleo, project, bobs):
    project.welcome(cleo, "viewer")
    cleos = Chat(window(cleo), project).open()
    bobs.say("Welcome, Cleo")
    cleos.expect_sent("Welcome, Cleo")
    expect(cleos.field).to_be_hidden()
    expect(cleos.page.get_by_text("You can read the chat")).to_be_visible()


def test_a_draft_is_kept(adas):
    adas.field.fill("Half a thou")
    adas.page.reload()
    adas.expect_ready()
    expect(adas.field).to_have_value("Half a thou")
