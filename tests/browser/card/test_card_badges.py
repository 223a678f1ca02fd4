"""Dates, labels and watching on an open card."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.support.open_card import OpenCard


@pytest.fixture
def adas(window, ada, project):
    return OpenCard(window(ada), project).open("Oil the lamp")


@pytest.fixture
def bobs(window, bob, project):
    return OpenCard(window(bob), project).open("Oil the lamp")


@pytest.mark.sqlite
def test_a_card_begins_is_due_and_is_done(adas, bobs, project):
    adas.button("Set the dates").click()
    adas.page.get_by_role("button", name="Start", exact=True).click()
    adas.page.keyboard.type("2031-02-03")
    adas.page.keyboard.press("Enter")
    adas.button("Set the dates").click()
    adas.page.keyboard.type("2031-02-02")
    adas.page.keyboard.press("Enter")
    picker = adas.page.locator(".dates")
    expect(picker.get_by_role("status")).to_have_text("The due date is before the start date.")
    assert project.card("Oil the lamp")["dueAt"] is None
    picker.get_by_role("textbox", name="Type a date").fill("2031-02-04 04:05")
    adas.page.keyboard.press("Enter")
    expect(bobs.dialog.locator("time[data-due]")).to_be_visible()
    bobs.dialog.get_by_role("checkbox", name="Done").click()
    expect(adas.dialog.get_by_role("checkbox", name="Done")).to_be_checked()
    expect(adas.board.card("Oil the lamp").locator(".meta--done")).to_have_count(1)
    adas.dialog.get_by_role("checkbox", name="Done").click()
    expect(bobs.dialog.get_by_role("checkbox", name="Done")).not_to_be_checked()


def test_a_card_is_watched_and_let_go(adas, bobs):
    watch = adas.button("Watch this card")
    watch.click()
    expect(watch).to_have_attribute("aria-pressed", "true")
    watchers = bobs.dialog.locator(".side", has_text="Watching")
    expect(watchers.get_by_role("img", name="Ada Lovelace")).to_be_visible()
    watch.click()
    expect(watchers.get_by_role("img")).to_have_count(0)


def test_labels_are_made_changed_and_deleted_where_they_are_chosen(adas, bobs, project):
    adas.button("Choose labels").click()
    adas.page.keyboard.type("Urgent")
    adas.page.keyboard.press("Enter")
    shown = bobs.dialog.locator(".sheet__side .side .label")
    expect(shown).to_have_text(["Urgent"])
    expect(shown).to_have_attribute("data-hue", "blue")
    form = edit_label(adas, "Urgent")
    form.get_by_label("Name", exact=True).fill("Very urgent")
    form.get_by_role("radio", name="Red").check(force=True)
    form.get_by_role("button", name="Save").click()
    expect(shown).to_have_text(["Very urgent"])
    expect(adas.board.card("Oil the lamp").locator(".label")).to_have_text(["Very urgent"])
    expect(shown).to_have_attribute("data-hue", "red")
    edit_label(adas, "Very urgent").get_by_role("button", name="Delete").click()
    expect(shown).to_have_count(0)
    assert project.board()["labels"] == []


def edit_label(card, name):
    """Open the form of a label from the picker of the open card."""
    if not card.page.locator(".choices").count():
        card.button("Choose labels").click()
    card.page.get_by_role("button", name="Edit labels…").click()
    card.page.get_by_role("option", name=name, exact=True).click()
    return card.page.locator(".picker:popover-open")


def test_a_viewer_reads_all_and_watches(window, cleo, project, ada):
    project.welcome(cleo, "viewer")
    card = project.card("Oil the lamp")["id"]
    assert ada.post(f"/cards/{card}/comments", {"text": "Hello"}).is_success
    checklist = ada.post(f"/cards/{card}/checklists", {"name": "Before dusk"}).json()["id"]
    assert ada.post(f"/checklists/{checklist}/items", {"text": "Fill it"}).is_success
    cleos = OpenCard(window(cleo), project).open("Oil the lamp")
    expect(cleos.comments).to_have_text(["Hello"])
    expect(cleos.items()).to_have_text(["Fill it"])
    expect(cleos.dialog.locator("form:visible")).to_have_count(1)
    cleos.button("Watch this card").click()
    expect(cleos.dialog.locator(".side", has_text="Watching").get_by_role("img")).to_have_count(1)


def test_on_a_phone_a_late_date_stays_in_its_place_in_russian(window, bob, project):
    late = timezone.now() - timedelta(days=1, hours=1)
    project.change("Oil the lamp", dueAt=late.isoformat())
    User.objects.filter(pk=bob.user.pk).update(locale="ru")
    phone = {"viewport": {"width": 375, "height": 750}, "has_touch": True, "is_mobile": True}
    card = OpenCard(window(bob, **phone), project).open("Oil the lamp")
    due = card.dialog.locator(".side .meta[data-due=late]")
    expect(due).to_have_text("Просрочено на 1 день")
    end, room = due.evaluate(
        "it => [it, it.closest('.side')].map((box) => box.getBoundingClientRect().right)"
    )
    assert end <= room
