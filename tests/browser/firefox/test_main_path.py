"""The main path in Firefox: two people at one board, with keys, a file, and for a while without a network."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.support.board import Board
from tests.browser.support.chat import Chat
from tests.browser.support.files import document, picture
from tests.browser.support.open_card import OpenCard
from tests.browser.support.socket_proxy import SocketProxy

pytestmark = pytest.mark.firefox

# Milliseconds. Firefox takes longer to start than Chromium.
STARTING = 20_000
PASSWORD = "a long walk to the harbour"
# What Firefox itself logs when the network is cut.
NO_NETWORK = (r"can.t establish a connection", r"connection to .* was interrupted", r"NetworkError")


@pytest.fixture
def ada(ada):
    ada.user.set_password(PASSWORD)
    User.objects.filter(pk=ada.user.pk).update(password=ada.user.password)
    return ada


@pytest.fixture
def adas(window, ada, project):
    """The board after ada has signed in by the form."""
    page = window()
    page.goto(project.path)
    page.locator("[name=email]").fill(ada.user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(project.path), timeout=STARTING)
    expect(page.locator("kr-presence .av")).not_to_have_count(0, timeout=STARTING)
    board = Board(page, project)
    board.expect_live()
    return board


@pytest.fixture
def bobs_page(window, bob):
    return window(bob)


@pytest.fixture
def proxy(bobs_page):
    return SocketProxy(bobs_page)


@pytest.fixture
def bobs(bobs_page, proxy, project):
    return Board(bobs_page, project).open()


def test_a_day_of_two_people(adas, bobs, proxy, project, browser_errors):
    browser_errors.expect(*NO_NETWORK)
    add_and_move_by_keys(adas, bobs)
    comment(adas, bobs)
    talk_and_show_a_file(adas, bobs)
    work_without_a_network(adas, bobs, proxy, project)


def add_and_move_by_keys(adas, bobs):
    keys = adas.page.keyboard
    adas.card("Paint the door").focus()
    keys.press("c")
    keys.type("Wind the clock")
    keys.press("Enter")
    keys.press("Escape")
    bobs.expect_column("Todo", "Paint the door", "Sweep the stairs", "Oil the lamp", "Wind the clock")
    adas.card("Wind the clock").focus()
    for key in ("Space", "ArrowRight", "Space"):
        keys.press(key)
    expect(adas.announced).to_have_text(re.compile("Dropped Wind the clock. In Progress"))
    bobs.expect_column("Todo", "Paint the door", "Sweep the stairs", "Oil the lamp")
    adas.expect_same(bobs)


def comment(adas, bobs):
    ada, bob = OpenCard(adas.page, adas.project), OpenCard(bobs.page, bobs.project)
    adas.card("Oil the lamp").focus()
    adas.page.keyboard.press("Enter")
    bob.reopen("Oil the lamp")
    ada.say("Which **oil**?")
    for card in (ada, bob):
        expect(card.comments).to_have_text(["Which oil?"])
        card.close()


def talk_and_show_a_file(adas, bobs):
    ada, bob = Chat(adas.page, adas.project), Chat(bobs.page, bobs.project)
    bob.expect_ready()
    ada.say("Look at the harbour")
    bob.expect_sent("Look at the harbour")
    ada.page.set_input_files("kr-chat [data-file-input]", [picture("harbour.png"), document("plan.pdf")])
    expect(ada.page.locator(".upload[data-state=done]")).to_have_count(2)
    ada.say("There")
    for chat in (ada, bob):
        expect(chat.message("There").get_by_role("img", name="harbour.png")).to_be_visible()
    viewer = bob.page.locator("#viewer")
    bob.message("There").locator(".picture").click()
    expect(viewer.get_by_role("img", name="harbour.png")).to_be_visible()
    bob.page.keyboard.press("+")
    expect(viewer.get_by_role("button", name="150%")).to_be_visible()
    with bob.page.expect_response(lambda response: "pdf" in response.headers.get("content-type", "")):
        bob.page.keyboard.press("PageDown")
    expect(viewer.locator("iframe[title='plan.pdf']")).to_be_visible()
    bob.page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()


def work_without_a_network(adas, bobs, proxy, project):
    """Cut the socket as well: in Firefox an emulated lack of network leaves an open one alone."""
    bobs.page.context.set_offline(True)
    proxy.cut()
    bobs.add("Done", "Trim the wick")
    bobs.expect_column("Done", "Trim the wick")
    project.add("Call the pilot", column=2)
    expect(bobs.status).to_have_text("Offline", timeout=20_000)
    bobs.page.context.set_offline(False)
    proxy.restore()
    expect(bobs.status).to_have_text("Live", timeout=10_000)
    bobs.expect_column("Done", "Call the pilot", "Trim the wick")
    adas.expect_same(bobs)
