"""Two people edit one description: edits are merged and nothing is lost. Earlier versions."""

import pytest
from playwright.sync_api import expect

from tests.browser.support.board import expect_soon
from tests.browser.support.open_card import OpenCard
from tests.browser.support.socket_proxy import SocketProxy

BEGUN = "Clean the glass\n\nFill the tank\n\nTrim the wick"


@pytest.fixture
def written(project):
    project.change("Oil the lamp", description=BEGUN)


@pytest.fixture
def adas(window, ada, project, written):
    return OpenCard(window(ada), project).open("Oil the lamp")


@pytest.fixture
def bobs(window, bob, project, written):
    return OpenCard(window(bob), project).open("Oil the lamp")


@pytest.mark.sqlite
def test_changes_of_two_people_fit_together(adas, bobs, project):
    adas.edit(BEGUN.replace("Clean", "Gently clean"))
    bobs.edit(f"{BEGUN}\n\nLight it")
    adas.save()
    expect(bobs.dialog.get_by_role("heading", name="Ada Lovelace changed this card")).to_be_visible()
    expect(bobs.description).to_have_value(f"{BEGUN}\n\nLight it")
    bobs.save()
    expect(bobs.description).to_be_visible()
    bobs.button("Use combined").click()
    expect(bobs.description).to_have_value(f"{BEGUN.replace('Clean', 'Gently clean')}\n\nLight it")
    bobs.save()
    expect(adas.shown).to_contain_text("Light it")
    expect(adas.shown).to_contain_text("Gently clean")
    assert project.events("card.updated")[-1]["payload"]["description"].endswith("Trim the wick\n\nLight it")


def test_where_two_changed_one_line_both_wordings_stay(adas, bobs):
    adas.edit(BEGUN.replace("Fill the tank", "Fill the tank to the top"))
    bobs.edit(BEGUN.replace("Fill the tank", "Fill the tank by half"))
    adas.save()
    expect(bobs.dialog.get_by_text("You both changed 1 place")).to_be_visible()
    bobs.button("Use combined").click()
    bobs.save()
    expect(adas.shown).to_contain_text("Fill the tank to the top")
    expect(adas.shown).to_contain_text("Fill the tank by half")


def test_theirs_or_mine_can_be_chosen(adas, bobs):
    adas.edit("Hers")
    bobs.edit("His")
    adas.save()
    bobs.button("Use theirs").click()
    expect(bobs.description).to_have_value("Hers")
    bobs.description.fill("His after all")
    bobs.save()
    expect(adas.shown).to_have_text("His after all")


def test_a_save_that_was_overtaken_on_the_way_asks_as_well(window, ada, project, written, bobs):
    page = window(ada)
    proxy = SocketProxy(page)
    adas = OpenCard(page, project).open("Oil the lamp")
    adas.edit(f"{BEGUN}\n\nLight it")
    proxy.hold()
    bobs.edit(BEGUN.replace("Clean", "Gently clean"))
    bobs.save()
    expect(bobs.shown).to_contain_text("Gently clean")
    adas.save()
    proxy.release()
    expect(adas.button("Use combined")).to_be_visible()
    expect(adas.description).to_have_value(f"{BEGUN}\n\nLight it")
    adas.button("Use combined").click()
    adas.save()
    expect(bobs.shown).to_contain_text("Light it")
    expect(bobs.shown).to_contain_text("Gently clean")


def test_another_change_of_the_card_is_no_clash(adas, project, bob):
    adas.edit(f"{BEGUN}\n\nLight it")
    project.change("Oil the lamp", title="Oil both lamps", by=bob)
    expect(adas.dialog.get_by_label("Title")).to_have_value("Oil both lamps")
    adas.save()
    expect(adas.shown).to_contain_text("Light it")
    expect_soon(lambda: project.card("Oil both lamps")["version"], lambda version: version == 4, adas.page)


def test_a_draft_description_survives_closing_and_meets_a_newer_version(adas, project, bob):
    adas.edit(f"{BEGUN}\n\nLight it")
    adas.close()
    project.change("Oil the lamp", description=BEGUN.replace("Clean", "Gently clean"), by=bob)
    adas.page.reload()
    adas.board.expect_live()
    adas.reopen("Oil the lamp")
    expect(adas.dialog.get_by_text("Draft saved").first).to_be_visible()
    expect(adas.button("Use combined")).to_be_visible()
    expect(adas.description).to_have_value(f"{BEGUN}\n\nLight it")
    adas.button("Discard").click()
    expect(adas.shown).to_contain_text("Gently clean")
    adas.close()
    adas.reopen("Oil the lamp")
    expect(adas.shown).to_be_visible()


@pytest.mark.sqlite
def test_a_preview_is_what_the_server_makes_of_it(adas):
    adas.edit("Some **bold** words")
    adas.button("Preview").click()
    expect(adas.dialog.locator("[data-preview] strong")).to_have_text("bold")
    expect(adas.description).to_be_hidden()
    adas.button("Write").click()
    expect(adas.description).to_be_focused()


def test_an_earlier_version_is_restored(adas, bobs, project, bob):
    project.change("Oil the lamp", description="Nothing", by=bob)
    expect(adas.shown).to_have_text("Nothing")
    adas.dialog.get_by_role("link", name="Versions").click()
    versions = adas.dialog.locator(".version")
    expect(versions).to_have_count(2)
    expect(versions.first).to_contain_text("Bob Marley")
    versions.last.get_by_role("button", name="Restore").click()
    expect(bobs.shown).to_contain_text("Trim the wick")
    adas.toast.get_by_role("button", name="Undo").click()
    expect(bobs.shown).to_have_text("Nothing")
