"""Unread messages that are deleted stop counting wherever their number is shown."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window
from tests.browser.support.board import Board
from tests.browser.support.people import json_of
from tests.browser.support.projects import Project
from tests.browser.support.socket_proxy import SocketProxy
from tests.support.people import Person

pytestmark = pytest.mark.sqlite


def say(project: Project, who: Person, text: str) -> str:
    return json_of(who.post(f"{project.path}/messages", {"text": text}))["id"]


def test_a_deleted_message_stops_counting_online_and_offline(
    window: Window, project: Project, ada: Person, bob: Person
) -> None:
    page = window(bob, viewport={"width": 390, "height": 800})
    proxy = SocketProxy(page)
    Board(page, project).open()
    badge = page.locator(".tabbar [data-pane=chat] .badge")
    first, second, third = (say(project, ada, text) for text in ("one", "@Bob Marley two", "three"))
    expect(badge).to_contain_text("3")
    json_of(ada.delete(f"/messages/{first}"))
    expect(page).to_have_title("(@1 · 2) Lighthouse · Kanban Realtime")
    proxy.cut()
    json_of(ada.delete(f"/messages/{second}"))
    fourth = say(project, ada, "four, which nobody will have seen")
    json_of(ada.delete(f"/messages/{fourth}"))
    proxy.restore()
    expect(page).to_have_title("(1) Lighthouse · Kanban Realtime", timeout=15_000)
    expect(badge).to_contain_text("1")
    json_of(ada.delete(f"/messages/{third}"))
    expect(page).to_have_title("Lighthouse · Kanban Realtime")
    expect(badge).to_be_hidden()


def test_the_open_list_of_notifications_follows(
    window: Window, project: Project, ada: Person, bob: Person
) -> None:
    page = window(bob)
    said = say(project, ada, "@Bob Marley, come at nine")
    with page.expect_websocket():
        page.goto("/notifications")
    notice, count = page.locator(".notice"), page.locator(".bell__count")
    expect(notice).to_contain_text("come at nine")
    page.wait_for_timeout(300)
    json_of(ada.patch(f"/messages/{said}", {"text": "@Bob Marley, come at ten"}))
    expect(notice).to_contain_text("come at ten")
    expect(count).to_have_text("1")
    json_of(ada.delete(f"/messages/{said}"))
    expect(notice).to_contain_text("now deleted")
    expect(page.locator(".notice.is-unread")).to_have_count(0)
    expect(count).to_be_hidden()
