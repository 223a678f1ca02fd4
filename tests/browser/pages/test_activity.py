"""The activity page, a card's history, and the bell, updated live."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages.test_accessibility import SIZES, expect_clean
from tests.browser.support.board import Board
from tests.browser.support.forms import press
from tests.browser.support.people import json_of
from tests.browser.support.projects import Project
from tests.support.people import Person

Window = Callable[..., Page]


def deed(page: Page, words: str) -> Locator:
    return page.locator(".deed", has_text=words)


def say(project: Project, who: Person, text: str) -> Any:
    return json_of(who.post(f"{project.path}/messages", {"text": text}))


# ── Activity ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_what_others_do_appears_at_the_top_without_reloading(
    window: Window, project: Project, bob: Person
) -> None:
    page = window(bob)
    page.goto(f"{project.path}/activity")
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    project.move("Oil the lamp", to=1)
    expect(page.locator(".deed").first).to_contain_text("moved LIG-3 Oil the lamp from Todo to In Progress")
    project.change("Oil the lamp", title="Oil it")
    expect(page.locator(".deed").first).to_contain_text("Oil the lamp")
    expect(page.locator(".deed").first.locator("ins")).to_contain_text("Oil it")
    seqs = page.locator(".deed").evaluate_all("all => all.map((it) => Number(it.dataset.seq))")
    assert seqs == sorted(set(seqs), reverse=True)
    page.locator(".deed a").first.click()
    expect(page.get_by_role("heading", name="Oil it")).to_be_visible()


def test_a_filtered_page_grows_only_by_what_fits(window: Window, project: Project, bob: Person) -> None:
    page = window(bob)
    page.goto(f"{project.path}/activity?card=3")
    project.change("Sweep the stairs", title="Sweep")
    project.change("Oil the lamp", title="Oil")
    expect(deed(page, "LIG-3 Oil").first).to_be_visible()
    expect(deed(page, "Sweep")).to_have_count(0)


def test_older_pages_come_below_and_nothing_twice(window: Window, project: Project, bob: Person) -> None:
    project.add(*(f"Card {number}" for number in range(60)))
    page = window(bob)
    page.goto(f"{project.path}/activity")
    expect(page.locator(".deed")).to_have_count(50)
    page.get_by_role("link", name="Load more").click()
    expect(page.get_by_role("link", name="Load more")).to_have_count(0)
    seqs = page.locator(".deed").evaluate_all("all => all.map((it) => Number(it.dataset.seq))")
    assert seqs == list(range(len(project.events()), 0, -1))


def test_it_all_works_without_scripts(window: Window, project: Project, bob: Person) -> None:
    project.add(*(f"Card {number}" for number in range(60)))
    page = window(bob, java_script_enabled=False)
    page.goto(f"{project.path}/activity")
    page.get_by_label("Kind").select_option("Cards")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("kind=cards"))
    page.get_by_role("link", name="Load more").click()
    expect(page).to_have_url(re.compile("kind=cards&before="))
    expect(deed(page, "Paint the door")).to_have_count(1)
    page.goto(f"{project.path}/cards/3")
    page.get_by_role("link", name="History").click()
    expect(page.locator(".deed")).to_have_count(1)


def test_a_person_who_is_removed_while_looking_is_informed(
    window: Window, project: Project, bob: Person, browser_errors: Any
) -> None:
    browser_errors.expect("404")
    page = window(bob)
    page.goto(f"{project.path}/activity")
    page.wait_for_function("document.querySelector('kr-activity').socket?.state === 'open'")
    project.dismiss(bob)
    expect(page.get_by_role("alertdialog")).to_contain_text("no longer in this project")


@pytest.mark.sqlite
def test_a_card_shows_its_history_and_goes_on_showing_it(
    window: Window, project: Project, bob: Person
) -> None:
    board = Board(window(bob), project).open()
    board.link("Oil the lamp").click()
    sheet = board.page.get_by_role("dialog", name="Oil the lamp")
    sheet.get_by_role("button", name="History").click()
    expect(sheet.locator(".deed")).to_have_count(1)
    project.change("Oil the lamp", description="With care")
    expect(sheet.locator(".deed")).to_have_count(2)
    expect(sheet.locator(".deed ins")).to_have_text(re.compile("With care"))
    expect(sheet.get_by_role("button", name="History")).to_have_attribute("aria-expanded", "true")
    sheet.get_by_role("button", name="History").click()
    expect(sheet.locator(".deed")).to_have_count(0)


# ── The bell ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
@pytest.mark.parametrize("place", ["board", "activity", "projects"])
def test_the_bell_counts_on_every_page_as_it_happens(
    window: Window, project: Project, ada: Person, bob: Person, place: str
) -> None:
    page = window(bob)
    paths = {"board": project.path, "activity": f"{project.path}/activity", "projects": "/projects"}
    with page.expect_websocket():
        page.goto(paths[place])
    count = page.locator(".bell__count")
    expect(count).to_be_hidden()
    page.wait_for_timeout(300)  # until the server has registered the socket
    say(project, ada, "@Bob Marley, look")
    expect(count).to_have_text("1")
    project.change("Oil the lamp", assigneeIds=[bob.id])
    expect(count).to_have_text("2")


@pytest.mark.sqlite
def test_a_notification_leads_to_its_card_and_is_read_then(
    window: Window, project: Project, ada: Person, bob: Person
) -> None:
    page = window(bob)
    with page.expect_websocket():
        page.goto("/notifications")
    expect(page.get_by_text("Nothing yet")).to_be_visible()
    page.wait_for_timeout(300)
    project.change("Oil the lamp", assigneeIds=[bob.id])
    expect(page.locator(".notice.is-unread")).to_contain_text(
        "Ada Lovelace assigned you to LIG-3 Oil the lamp"
    )
    page.locator(".notice a").click()
    expect(page.get_by_role("heading", name="Oil the lamp")).to_be_visible()
    page.goto("/notifications")
    expect(page.locator(".notice")).to_have_count(1)
    expect(page.locator(".notice.is-unread")).to_have_count(0)


def test_notifications_are_read_and_chosen_without_scripts(
    window: Window, project: Project, ada: Person, bob: Person
) -> None:
    page = window(bob, java_script_enabled=False)
    for number in range(2):
        say(project, ada, f"{number} for @Bob Marley")
    project.change("Oil the lamp", assigneeIds=[bob.id])
    expect_count(page, 3)
    press(page, "Mark as read")
    expect_count(page, 2)
    press(page, "Mark all as read")
    expect_count(page, 0)
    page.get_by_role("link", name="Notification settings").click()
    page.get_by_label("Notifications from Lighthouse").select_option("None")
    press(page, "Save")
    expect(page.get_by_label("Notifications from Lighthouse")).to_have_value("none")


def expect_count(page: Page, unread: int) -> None:
    """Expect the bell's count. Notifications are created a moment after the response."""
    for _ in range(20):
        page.goto("/notifications")
        if page.locator(".notice.is-unread").count() == unread:
            return
        page.wait_for_timeout(100)
    expect(page.locator(".notice.is-unread")).to_have_count(unread)


# ── As it looks ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_are_clean_and_fit_in_every_size_and_theme(
    window: Window, project: Project, ada: Person, bob: Person, size: str
) -> None:
    text = "\n".join(f"line {number} " + "w" * 60 for number in range(6))
    label = project.label("Wood", "amber")
    project.change("Oil the lamp", description=text, title="Oil", labelIds=[label], assigneeIds=[ada.id])
    project.change("Oil", description=text.replace("line 3", "line three"), by=bob)
    say(project, bob, f"@Ada Lovelace {'long' * 60}")
    page = window(ada, bypass_csp=True, **SIZES[size])
    board = f"{project.path}"
    for path in (
        f"{board}/activity",
        f"{board}/audit",
        "/notifications",
        "/notifications/settings",
        f"{board}/cards/3",
    ):
        page.goto(path)
        if path.endswith("cards/3"):
            page.get_by_role("button", name="History").click()
            expect(page.locator(".deed").first).to_be_visible()
        expect_clean(page, path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
