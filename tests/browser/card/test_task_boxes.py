"""Tasks in the description and in comments of an open card, ticked by a click or a key."""

import pytest
from playwright.sync_api import expect

from tests.browser.support.open_card import OpenCard
from tests.browser.support.socket_proxy import SocketProxy

BEGUN = "Before dusk 😀\n\n- [ ] Fill it\n- [ ] Trim the wick\n- [x] Light it"


@pytest.fixture
def written(project):
    project.change("Oil the lamp", description=BEGUN)


@pytest.fixture
def adas(window, ada, project, written):
    return OpenCard(window(ada), project).open("Oil the lamp")


@pytest.fixture
def bobs(window, bob, project, written):
    return OpenCard(window(bob), project).open("Oil the lamp")


def _task(card, name):
    return card.dialog.locator(".prose").get_by_role("checkbox", name=name)


@pytest.mark.sqlite
def test_a_task_of_a_description_is_ticked_for_everybody(adas, bobs, project):
    _task(adas, "Fill it").check()
    expect(_task(bobs, "Fill it")).to_be_checked()
    _task(bobs, "Light it").focus()
    bobs.page.keyboard.press("Space")
    expect(_task(adas, "Light it")).not_to_be_checked()
    expect(_task(adas, "Trim the wick")).not_to_be_checked()
    assert project.events("card.updated")[-1]["payload"]["description"] == BEGUN.replace(
        "[ ] Fill", "[x] Fill"
    ).replace("[x] Light", "[ ] Light")


def test_ticks_in_quick_succession_all_arrive(adas, bobs):
    adas.dialog.locator(".prose input[data-at]").evaluate_all("boxes => boxes.forEach((box) => box.click())")
    expect(_task(bobs, "Fill it")).to_be_checked()
    expect(_task(bobs, "Trim the wick")).to_be_checked()
    expect(_task(bobs, "Light it")).not_to_be_checked()


def test_a_tick_is_undone(adas, bobs):
    _task(adas, "Fill it").check()
    expect(_task(bobs, "Fill it")).to_be_checked()
    adas.toast.get_by_role("button", name="Undo").click()
    expect(_task(bobs, "Fill it")).not_to_be_checked()


def test_a_viewer_cannot_tick(window, cleo, project, written):
    project.welcome(cleo, "viewer")
    card = OpenCard(window(cleo), project).open("Oil the lamp")
    expect(_task(card, "Fill it")).to_be_disabled()


def test_a_task_of_a_comment_is_ticked_by_its_author_alone(adas, bobs):
    adas.say("- [ ] Buy oil")
    expect(_task(bobs, "Buy oil")).to_be_disabled()
    _task(adas, "Buy oil").check()
    expect(_task(bobs, "Buy oil")).to_be_checked()


def test_a_tick_is_made_in_the_text_that_someone_changed_meanwhile(window, ada, project, written, bobs):
    page = window(ada)
    proxy = SocketProxy(page)
    adas = OpenCard(page, project).open("Oil the lamp")
    proxy.hold()
    bobs.edit(f"# Lamp\n\n{BEGUN}")
    bobs.save()
    expect(bobs.shown.get_by_role("heading", name="Lamp")).to_be_visible()
    _task(adas, "Fill it").check()
    proxy.release()
    expect(_task(bobs, "Fill it")).to_be_checked()
    expect(bobs.shown.get_by_role("heading", name="Lamp")).to_be_visible()
