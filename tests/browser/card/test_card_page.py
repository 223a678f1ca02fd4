"""The card page, with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.support.forms import fill, press


@pytest.fixture(params=["with scripts", "without scripts"])
def card(request, window, bob, project):
    project.label("Wood", "amber")
    project.change("Oil the lamp", description="With **care** and `oil`")
    page = window(bob, java_script_enabled=request.param == "with scripts")
    page.goto(f"{project.path}/cards/3")
    return page


def test_the_page_of_a_card_shows_all_of_it(card):
    expect(card.get_by_role("heading", name="Oil the lamp")).to_be_visible()
    expect(card.locator(".prose strong")).to_have_text("care")
    expect(card.locator(".prose code")).to_have_text("oil")


@pytest.mark.sqlite
def test_the_page_of_a_card_changes_its_words(card, project):
    card.get_by_text("Edit", exact=True).click()
    fill(card, Title="Oil both lamps", Description="Slowly")
    press(card, "Save")
    expect(card.get_by_role("heading", name="Oil both lamps")).to_be_visible()
    expect(card.locator(".prose")).to_have_text("Slowly")
    assert project.card("Oil both lamps")["version"] == 3


def test_ctrl_enter_sends_each_form_of_several_lines_on_the_page_of_a_card(window, bob, project):
    page = window(bob)
    page.goto(f"{project.path}/cards/3")
    page.get_by_label("Comment", exact=True).fill("First")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    comment = page.locator(".comment")
    expect(comment.locator(".comment__body")).to_have_text("First")
    comment.get_by_text("Edit", exact=True).click()
    comment.get_by_label("Comment", exact=True).fill("Second")
    with page.expect_navigation():
        page.keyboard.press("Meta+Enter")
    expect(comment.locator(".comment__body")).to_have_text("Second")
    for label, words in (("Description", "Slowly"), ("Title", "Oil both lamps")):
        page.get_by_text("Edit", exact=True).first.click()
        page.get_by_label(label, exact=True).fill(words)
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Oil both lamps")).to_be_visible()
    expect(page.locator(".sheet__read .prose")).to_have_text("Slowly")


def test_the_page_of_a_card_says_when_someone_else_was_faster_and_loses_no_words(
    card, project, browser_errors
):
    browser_errors.expect("400")
    card.get_by_text("Edit", exact=True).click()
    project.change("Oil the lamp", title="Oil the big lamp")
    fill(card, Title="Oil the small lamp")
    press(card, "Save")
    expect(card.get_by_role("alert")).to_contain_text("Someone else changed this first")
    expect(card.get_by_label("Title")).to_have_value("Oil the small lamp")


def test_the_page_of_a_card_assigns_labels_and_dates(card, project, bob):
    card.get_by_role("button", name="Choose assignees").click()
    card.get_by_role("checkbox", name="Bob Marley", exact=True).check()
    press(card, "Save", within=card.locator("#pick-assignees"))
    expect(card.get_by_role("complementary").get_by_role("img", name="Bob Marley")).to_be_visible()
    card.get_by_role("button", name="Choose labels").click()
    card.get_by_role("checkbox", name="Wood").check()
    press(card, "Save", within=card.locator("#pick-labels"))
    expect(card.get_by_role("complementary").locator(".label", has_text="Wood").first).to_be_visible()
    card.get_by_role("button", name="Set the dates").click()
    card.locator("#edit-due").fill("2031-02-03")
    press(card, "Save", within=card.locator("#pick-due"))
    expect(card.get_by_role("complementary").locator("time[data-due]")).to_be_visible()
    now = project.card("Oil the lamp")
    assert (now["assigneeIds"], len(now["labelIds"]), now["dueAt"][:7]) == ([bob.id], 1, "2031-02")


def test_the_page_of_a_card_moves_it(card, project):
    card.get_by_role("button", name="Move to…").last.click()
    card.locator("#pick-column").select_option("Done")
    press(card, "Move", within=card.locator("#pick-move"))
    expect(card.get_by_role("button", name="Done: move to…")).to_be_visible()
    assert project.card("Oil the lamp")["columnId"] == project.columns[2]


def test_the_page_of_a_card_archives_and_restores(card, project):
    address = card.url
    press(card, "Archive")
    expect(card).to_have_url(re.compile(f"{project.path}$"))
    expect(card.get_by_role("link", name="Oil the lamp")).to_have_count(0)
    card.goto(address)
    expect(card.get_by_text("This card is archived")).to_be_visible()
    press(card, "Restore")
    expect(card.get_by_text("This card is archived")).to_have_count(0)
    assert project.card("Oil the lamp")["archivedAt"] is None


def test_the_board_can_be_read_without_scripts(window, bob, project):
    page = window(bob, java_script_enabled=False)
    page.goto(project.path)
    expect(page.locator(".card__link")).to_have_count(4)
    page.get_by_role("link", name="Sweep the stairs").click()
    expect(page.get_by_role("heading", name="Sweep the stairs")).to_be_visible()
    page.get_by_role("link", name="Back to the board").click()
    expect(page.get_by_role("heading", name="Lighthouse")).to_be_visible()


@pytest.fixture
def page(window, bob, project):
    page = window(bob, timezone_id="Asia/Yekaterinburg")
    page.goto(f"{project.path}/cards/3")
    return page


@pytest.mark.sqlite
def test_the_page_of_a_card_keeps_what_was_begun(page, project):
    page.get_by_label("Comment", exact=True).fill("Half a sentence")
    page.locator("details[data-edit] > summary").click()
    page.get_by_label("Description", exact=True).fill("Half a description")
    page.reload()
    expect(page.get_by_label("Comment", exact=True)).to_have_value("Half a sentence")
    expect(page.get_by_label("Description", exact=True)).to_have_value("Half a description")
    expect(page.get_by_text("Draft saved")).to_have_count(2)
    press(page, "Save", within=page.locator("details[data-edit]"))
    press(page, "Send the comment")
    expect(page.locator(".comment__body")).to_have_text("Half a sentence")
    expect(page.get_by_label("Comment", exact=True).last).to_have_value("")
    expect(page.locator(".sheet__read .prose")).to_have_text("Half a description")
    expect(page.get_by_text("Draft saved")).to_be_hidden()


def test_the_page_of_a_card_meets_what_others_wrote_since_a_draft(page, project, browser_errors):
    browser_errors.expect("400")
    page.locator("details[data-edit] > summary").click()
    page.get_by_label("Description", exact=True).fill("His")
    project.change("Oil the lamp", description="Hers")
    page.reload()
    press(page, "Save", within=page.locator("details[data-edit]"))
    expect(page.locator(".clash__text")).to_have_text("Hers")
    expect(page.get_by_label("Description", exact=True)).to_have_value("His")
    assert project.events("card.updated")[-1]["payload"]["description"] == "Hers"


def test_dates_are_set_on_ones_own_clock(page, project):
    page.get_by_role("button", name="Set the dates").click()
    page.locator("#edit-due").fill("2031-02-03")
    page.locator("#pick-due [name=due_at_time]").fill("04:05")
    press(page, "Save", within=page.locator("#pick-due"))
    assert project.card("Oil the lamp")["dueAt"] == "2031-02-02T23:05:00.000Z"
    expect(page.locator("#edit-due")).to_have_value("2031-02-03")
    expect(page.locator("#pick-due [name=due_at_time]")).to_have_value("04:05")
