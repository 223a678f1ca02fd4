"""The list of projects is live: numbers, names, people, projects that come and go, in every window."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Newcomer, Window
from tests.browser.support.people import json_of
from tests.browser.support.projects import Project
from tests.browser.support.socket_proxy import SocketProxy
from tests.support.people import Person

pytestmark = pytest.mark.sqlite


def open_list(page: Page) -> Page:
    page.goto("/projects")
    expect(page.locator("[data-tiles]")).to_be_visible()
    page.wait_for_timeout(500)  # until the server has registered the watch
    return page


def tile(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("link", name=name, exact=True))


def say(project: Project, who: Person, text: str) -> str:
    return json_of(who.post(f"{project.path}/messages", {"text": text}))["id"]


def read(project: Project, who: Person, message: str) -> None:
    json_of(who.post(f"{project.path}/messages/read", {"messageId": message}))


def test_unread_numbers_come_and_go_in_both_windows(
    window: Window, project: Project, ada: Person, bob: Person
) -> None:
    pages = [open_list(window(bob)), open_list(window(bob))]
    first = say(project, ada, "hello")
    say(project, ada, "@Bob Marley, look")
    for page in pages:
        expect(tile(page, "Lighthouse").locator(".badge")).to_have_text(["@1", "2"])
    json_of(ada.delete(f"/messages/{first}"))
    for page in pages:
        expect(tile(page, "Lighthouse").locator(".badge")).to_have_text(["@1", "1"])
    read(project, bob, say(project, ada, "last"))
    for page in pages:
        expect(tile(page, "Lighthouse").locator(".badge")).to_have_count(0)
        expect(tile(page, "Lighthouse").locator("time")).to_have_text("just now")


def test_counts_names_and_people_follow(
    window: Window, project: Project, ada: Person, bob: Person, cleo: Person
) -> None:
    page = open_list(window(bob))
    expect(tile(page, "Lighthouse")).to_contain_text("4 open cards")
    project.add("Buy oil")
    expect(tile(page, "Lighthouse")).to_contain_text("5 open cards")
    project.archive("Buy oil")
    expect(tile(page, "Lighthouse")).to_contain_text("4 open cards")
    project.welcome(cleo)
    expect(tile(page, "Lighthouse").locator(".av")).to_have_count(3)
    project.dismiss(cleo)
    expect(tile(page, "Lighthouse").locator(".av")).to_have_count(2)
    json_of(ada.patch(project.path, {"name": "Harbour"}))
    expect(tile(page, "Harbour")).to_be_visible()
    expect(tile(page, "Lighthouse")).to_have_count(0)


def test_projects_appear_and_disappear(window: Window, person: Newcomer, ada: Person, cleo: Person) -> None:
    page = open_list(window(cleo))
    expect(page.locator(".welcome")).to_be_visible()
    first, second = Project(ada, "First"), Project(ada, "Second")
    first.welcome(cleo)
    expect(tile(page, "First")).to_be_visible()
    expect(page.locator(".welcome")).to_have_count(0)
    second.welcome(cleo)
    expect(tile(page, "Second")).to_be_visible()
    second.add("It is watched as well")
    expect(tile(page, "Second")).to_contain_text("1 open card")
    expect(page.locator(".tile__link")).to_have_text(["Second", "First"])
    first.add("And the last active is the first")
    expect(page.locator(".tile__link")).to_have_text(["First", "Second"])
    second.dismiss(cleo)
    expect(tile(page, "Second")).to_have_count(0)
    first.dismiss(cleo)
    expect(page.locator(".welcome")).to_be_visible()


def test_a_tile_does_not_move_under_the_pointer(window: Window, ada: Person) -> None:
    older, _newer = Project(ada, "Older"), Project(ada, "Newer")
    page = open_list(window(ada))
    tile(page, "Newer").hover()
    older.add("Work")
    expect(tile(page, "Older")).to_contain_text("1 open card")
    expect(page.locator(".tile__link")).to_have_text(["Newer", "Older"])
    page.mouse.move(1, 1)
    expect(page.locator(".tile__link")).to_have_text(["Older", "Newer"])


def test_what_happened_while_the_line_was_cut_is_there_after_it(
    window: Window, project: Project, ada: Person, bob: Person
) -> None:
    page = window(bob)
    proxy = SocketProxy(page)
    message = say(project, ada, "before")
    open_list(page)
    expect(tile(page, "Lighthouse").locator(".badge")).to_have_text(["1"])
    proxy.cut()
    read(project, bob, message)
    other = Project(ada, "Other")
    other.welcome(bob)
    page.wait_for_timeout(300)
    proxy.restore()
    expect(tile(page, "Other")).to_be_visible(timeout=15_000)
    expect(tile(page, "Lighthouse").locator(".badge")).to_have_count(0)


def test_the_page_is_the_same_as_a_fresh_one(
    window: Window, project: Project, ada: Person, bob: Person
) -> None:
    page = open_list(window(bob))
    say(project, ada, "@Bob Marley, look")
    project.add("Buy oil")
    expect(tile(page, "Lighthouse")).to_contain_text("5 open cards")
    expect(tile(page, "Lighthouse").locator(".badge")).to_have_text(["@1", "1"])
    page.wait_for_timeout(2_500)

    def shown() -> str:
        text: str = page.locator("[data-tiles]").inner_html()
        return re.sub(r"\s+", " ", text)

    lived = shown()
    open_list(page)
    assert shown() == lived
