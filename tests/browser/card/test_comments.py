"""Comments of an open card, in two windows."""

import pytest
from playwright.sync_api import expect

from tests.browser.support.open_card import OpenCard
from tests.browser.support.socket_proxy import SocketProxy


@pytest.fixture
def adas(window, ada, project):
    return OpenCard(window(ada), project).open("Oil the lamp")


@pytest.fixture
def bobs(window, bob, project):
    return OpenCard(window(bob), project).open("Oil the lamp")


@pytest.mark.sqlite
def test_a_comment_is_seen_in_the_other_window_at_once(adas, bobs):
    adas.say("Which **oil**?")
    expect(adas.comments).to_have_text(["Which oil?"])
    expect(bobs.comments).to_have_text(["Which oil?"])
    expect(bobs.comments.locator("strong")).to_have_text("oil")
    bobs.say("Rape")
    expect(adas.comments).to_have_text(["Which oil?", "Rape"])
    adas.close()
    expect(adas.board.card("Oil the lamp").get_by_role("img", name="2 comments")).to_be_visible()


def test_someone_is_mentioned_by_arrow_and_enter(adas, bobs, project):
    adas.dialog.get_by_label("Comment", exact=True).last.press_sequentially("Ask @bo")
    expect(adas.page.get_by_role("option", name="Bob Marley")).to_be_visible()
    adas.page.keyboard.press("Enter")
    adas.page.keyboard.press("Control+Enter")
    expect(bobs.comments.locator(".mention")).to_have_text("@Bob Marley")
    assert project.events("comment.created")[0]["payload"]["mentionIds"]


def test_a_comment_is_changed_and_taken_back(adas, bobs):
    adas.say("Which oil?")
    expect(bobs.comments).to_have_text(["Which oil?"])
    comment = adas.dialog.locator(".comment")
    comment.hover()
    comment.get_by_text("Edit", exact=True).click()
    comment.get_by_label("Comment").fill("Which oil, and how much?")
    comment.get_by_role("button", name="Save").click()
    expect(bobs.comments).to_have_text(["Which oil, and how much?"])
    expect(bobs.dialog.get_by_text("edited", exact=True)).to_be_visible()
    expect(bobs.dialog.locator(".comment").get_by_role("button", name="Delete")).to_have_count(0)
    comment.hover()
    comment.get_by_role("button", name="Delete").click()
    expect(bobs.comments).to_have_count(0)
    adas.toast.get_by_role("button", name="Undo").click()
    expect(bobs.comments).to_have_text(["Which oil, and how much?"])


def test_words_being_typed_stay_while_others_write(adas, bobs):
    adas.dialog.get_by_label("Comment", exact=True).last.fill("Half a sent")
    adas.dialog.get_by_role("heading", name="Comments").click()
    bobs.say("Rape")
    expect(adas.comments).to_have_text(["Rape"])
    expect(adas.dialog.get_by_label("Comment", exact=True).last).to_have_value("Half a sent")


def test_a_draft_outlives_closing_and_reloading(adas, ada):
    adas.dialog.get_by_label("Comment", exact=True).last.fill("Half a sentence")
    adas.close()
    adas.page.reload()
    adas.board.expect_live()
    adas.reopen("Oil the lamp")
    expect(adas.dialog.get_by_label("Comment", exact=True).last).to_have_value("Half a sentence")
    expect(adas.dialog.get_by_text("Draft saved")).to_be_visible()
    adas.button("Discard").click()
    expect(adas.dialog.get_by_label("Comment", exact=True).last).to_have_value("")
    adas.close()
    adas.reopen("Oil the lamp")
    expect(adas.dialog.get_by_text("Draft saved")).to_be_hidden()


@pytest.mark.sqlite
def test_a_comment_written_offline_arrives_later(window, ada, project, bobs):
    page = window(ada)
    proxy = SocketProxy(page)
    adas = OpenCard(page, project).open("Oil the lamp")
    proxy.hold()
    adas.say("Said in the dark")
    expect(adas.comments).to_have_text(["Said in the dark"])
    proxy.release()
    expect(bobs.comments).to_have_text(["Said in the dark"])
    expect(adas.dialog.locator("[data-pending]")).to_have_count(0)


def test_a_refused_comment_is_not_lost(window, ada, bob, project):
    page = window(bob)
    proxy = SocketProxy(page)
    bobs = OpenCard(page, project).open("Oil the lamp")
    proxy.hold()
    assert ada.patch(f"{project.path}/members/{bob.id}", {"role": "viewer"}).is_success
    bobs.say("My last words")
    expect(bobs.comments).to_have_text(["My last words"])
    proxy.release()
    expect(bobs.toast).to_contain_text("You can only view this board.")
    assert ada.patch(f"{project.path}/members/{bob.id}", {"role": "member"}).is_success
    bobs.close()
    bobs.reopen("Oil the lamp")
    expect(bobs.dialog.get_by_label("Comment", exact=True).last).to_have_value("My last words")


def test_earlier_comments_come_when_asked_for(window, ada, project):
    card = project.card("Oil the lamp")["id"]
    for number in range(33):
        assert ada.post(f"/cards/{card}/comments", {"text": f"Word {number}"}).is_success
    adas = OpenCard(window(ada), project).open("Oil the lamp")
    expect(adas.comments).to_have_count(30)
    adas.dialog.get_by_role("link", name="3 earlier comments").click()
    expect(adas.comments).to_have_count(33)
    expect(adas.comments.first).to_have_text("Word 0")
    adas.say("Word 33")
    expect(adas.comments).to_have_count(34)


def test_a_link_leads_to_a_comment(window, ada, project):
    card = project.card("Oil the lamp")["id"]
    first = ada.post(f"/cards/{card}/comments", {"text": "The first"}).json()["id"]
    for number in range(31):
        assert ada.post(f"/cards/{card}/comments", {"text": f"Word {number}"}).is_success
    page = window(ada)
    page.goto(f"{project.path}/cards/3?comment={first}#comment-{first}")
    expect(page.locator(".comment__body", has_text="The first")).to_be_in_viewport()
