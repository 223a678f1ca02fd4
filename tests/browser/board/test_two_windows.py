"""Two people on one board in two browsers: a change by one reaches the other within a second."""

import pytest
from playwright.sync_api import expect

from tests.browser.support.board import Board
from tests.browser.support.socket_proxy import SocketProxy

pytestmark = pytest.mark.sqlite

TODO = ("Paint the door", "Sweep the stairs", "Oil the lamp")


@pytest.fixture
def adas(window, ada, project):
    return Board(window(ada), project).open()


@pytest.fixture
def bobs(window, bob, project):
    return Board(window(bob), project).open()


def test_a_card_dragged_in_one_window_moves_in_the_other_within_a_second(adas, bobs, window, ada):
    adas.drag("Sweep the stairs", to=adas.card("Call the boat"))
    bobs.expect_column("Todo", "Paint the door", "Oil the lamp", within=1)
    bobs.expect_column("In Progress", "Sweep the stairs", "Call the boat")
    adas.expect_same(bobs)
    adas.expect_fresh(window(ada))


def test_a_card_is_dropped_between_two_others(adas, bobs):
    adas.drag("Oil the lamp", to=adas.card("Sweep the stairs"))
    adas.expect_column("Todo", "Paint the door", "Oil the lamp", "Sweep the stairs")
    bobs.expect_column("Todo", "Paint the door", "Oil the lamp", "Sweep the stairs")


def test_a_card_is_dropped_into_an_empty_column(adas, bobs):
    adas.drag("Oil the lamp", to=adas.column("Done").get_by_text("No cards here"))
    bobs.expect_column("Done", "Oil the lamp", within=1)
    bobs.expect_column("Todo", "Paint the door", "Sweep the stairs")


def test_a_column_takes_a_card_on_its_head_and_on_the_floor_below_it(adas):
    adas.lift("Oil the lamp")
    adas.carry(adas.column("In Progress").locator(".column__head"))
    adas.page.mouse.up()
    adas.expect_column("In Progress", "Oil the lamp", "Call the boat")
    adas.lift("Paint the door")
    adas.page.mouse.move(middle_of(adas.column("In Progress"))[0], 700, steps=8)
    expect(adas.column("In Progress").locator(".is-ghost")).to_be_visible()
    adas.page.mouse.up()
    adas.expect_column("In Progress", "Oil the lamp", "Call the boat", "Paint the door")


def test_a_card_put_back_where_it_was_sends_nothing(adas, project):
    adas.lift("Paint the door")
    adas.carry(adas.column("Done").get_by_text("No cards here"))
    adas.carry(adas.column("Todo").locator(".card").first)
    adas.page.mouse.up()
    adas.page.wait_for_timeout(300)
    adas.expect_column("Todo", *TODO)
    assert project.events("card.moved") == []


def test_a_column_is_dragged_by_its_head(adas, bobs):
    adas.page.mouse.move(*middle_of(adas.column("Done").locator(".column__name")))
    adas.page.mouse.down()
    adas.page.mouse.move(*middle_of(adas.column("Todo").locator(".column__name")), steps=12)
    adas.page.mouse.up()
    names = bobs.page.locator(".column__name")
    expect(names).to_have_text(["Done", "Todo", "In Progress"], timeout=1000)
    adas.expect_same(bobs)


def middle_of(thing):
    box = thing.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_what_one_does_to_cards_reaches_the_other(adas, bobs, window, ada):
    adas.add("Todo", "Wind the clock", "Trim the wick")
    bobs.expect_column("Todo", *TODO, "Wind the clock", "Trim the wick", within=1)
    adas.choose("Wind the clock", "Rename")
    adas.page.keyboard.type("Wind both clocks")
    adas.page.keyboard.press("Enter")
    expect(bobs.link("Wind both clocks")).to_be_visible(timeout=1000)
    adas.choose("Trim the wick", "Archive")
    bobs.expect_column("Todo", *TODO, "Wind both clocks", within=1)
    adas.toast.get_by_role("button", name="Undo").click()
    bobs.expect_column("Todo", *TODO, "Wind both clocks", "Trim the wick", within=1)
    adas.choose("Paint the door", "Delete")
    bobs.expect_column("Todo", *TODO[1:], "Wind both clocks", "Trim the wick", within=1)
    adas.page.keyboard.press("Control+z")
    bobs.expect_column("Todo", *TODO, "Wind both clocks", "Trim the wick", within=1)
    adas.expect_same(bobs)
    adas.expect_fresh(window(ada))


def test_undo_of_a_move_puts_the_card_back_for_everyone(adas, bobs):
    adas.drag("Sweep the stairs", to=adas.column("Done").get_by_text("No cards here"))
    bobs.expect_column("Done", "Sweep the stairs")
    adas.toast.get_by_role("button", name="Undo").click()
    bobs.expect_column("Todo", *TODO)
    adas.expect_same(bobs)


def test_people_see_who_is_here(adas, window, bob, project):
    here = adas.page.get_by_role("group", name="Online now").get_by_role("img")
    expect(here).to_have_count(1)
    page = window(bob)
    Board(page, project).open()
    expect(here).to_have_count(2)
    expect(here.last).to_have_accessible_name("Bob Marley")
    page.close()
    expect(here).to_have_count(1)


def test_a_name_that_changes_changes_on_the_board(adas, bobs, bob, project):
    bobs.choose("Oil the lamp", "Assign to me")
    expect(adas.card("Oil the lamp").get_by_role("img", name="Bob Marley")).to_be_visible()
    assert bob.patch("/me", {"displayName": "Robert Nesta"}).is_success
    expect(adas.card("Oil the lamp").get_by_role("img", name="Robert Nesta")).to_have_text("RN")
    expect(
        adas.page.get_by_role("group", name="Online now").get_by_role("img", name="Robert Nesta")
    ).to_be_visible()


# ── Changes by others do not interrupt ────────────────────────────────────────────────────────────


def test_a_drag_goes_on_while_others_change_the_board(adas, bobs, project, window, ada):
    adas.lift("Oil the lamp")
    before = adas.order()
    project.move("Paint the door", to=2)
    project.archive("Call the boat")
    project.add("Wind the clock")
    bobs.expect_column("Done", "Paint the door")
    adas.page.wait_for_timeout(300)
    assert adas.order() == before
    adas.carry(adas.column("Done").get_by_text("No cards here"))
    adas.page.mouse.up()
    bobs.expect_column("Todo", "Sweep the stairs", "Wind the clock")
    bobs.expect_column("In Progress")
    assert set(bobs.order()["Done"]) == {"Oil the lamp", "Paint the door"}
    adas.expect_same(bobs)
    adas.expect_fresh(window(ada))


def test_a_focused_card_keeps_the_focus_when_others_move_and_rename_it(adas, project):
    adas.card("Sweep the stairs").focus()
    project.move("Sweep the stairs", to=2)
    adas.expect_column("Done", "Sweep the stairs")
    expect(adas.card("Sweep the stairs")).to_be_focused()
    project.change("Sweep the stairs", title="Sweep all stairs")
    expect(adas.card("Sweep all stairs")).to_be_focused()


def test_words_being_typed_stay_while_others_change_the_board(adas, project):
    adas.column("Todo").get_by_role("button", name="Add a card", exact=True).click()
    adas.page.keyboard.type("Wind the")
    project.move("Oil the lamp", to=1)
    project.add("Trim the wick")
    expect(adas.link("Trim the wick")).to_be_visible()
    adas.page.keyboard.type(" clock")
    adas.page.keyboard.press("Enter")
    adas.expect_column("Todo", "Paint the door", "Sweep the stairs", "Trim the wick", "Wind the clock")


def test_a_rename_in_place_is_not_taken_away_by_anothers_change(adas, project):
    adas.choose("Oil the lamp", "Rename")
    adas.page.keyboard.type("Oil both")
    project.move("Paint the door", to=1)
    adas.expect_column("In Progress", "Call the boat", "Paint the door")
    adas.page.keyboard.type(" lamps")
    adas.page.keyboard.press("Enter")
    expect(adas.link("Oil both lamps")).to_be_visible()


# ── Conflicts ─────────────────────────────────────────────────────────────────────────────────────


def test_a_move_that_lost_is_taken_back_and_says_who_won(window, ada, bob, bobs, project):
    page = window(ada)
    proxy = SocketProxy(page)
    adas = Board(page, project).open()
    proxy.hold()
    project.move("Paint the door", to=2, by=bob)
    bobs.expect_column("Done", "Paint the door")
    adas.drag("Paint the door", to=adas.card("Call the boat"))
    assert "Paint the door" in adas.order()["In Progress"]
    adas.page.wait_for_timeout(300)
    proxy.release()
    expect(adas.toast).to_contain_text("Bob Marley moved LIG-1 first. It was put back.")
    adas.expect_column("Done", "Paint the door")
    adas.expect_same(bobs)
    assert len(project.events("card.moved")) == 1


def test_a_move_survives_anothers_rename_of_the_same_card(window, ada, bob, bobs, project):
    page = window(ada)
    proxy = SocketProxy(page)
    adas = Board(page, project).open()
    proxy.hold()
    project.change("Paint the door", title="Paint the red door", by=bob)
    adas.drag("Paint the door", to=adas.card("Call the boat"))
    adas.page.wait_for_timeout(300)
    proxy.release()
    expect(bobs.column("In Progress").get_by_role("link", name="Paint the red door")).to_be_visible()
    adas.expect_same(bobs)


def test_a_full_column_sends_the_card_back(adas, ada, project):
    assert ada.patch(f"/columns/{project.columns[1]}", {"version": 1, "wipLimit": 1}).is_success
    expect(adas.column("In Progress")).to_have_attribute("data-full", "")
    adas.drag("Oil the lamp", to=adas.card("Call the boat"))
    expect(adas.toast).to_contain_text("In Progress is at its limit.")
    adas.expect_column("Todo", *TODO)


# ── Coming and going ──────────────────────────────────────────────────────────────────────────────


def test_a_removed_person_is_informed_and_loses_access(adas, bobs, bob, project):
    project.dismiss(bob)
    gone = bobs.page.get_by_role("alertdialog")
    expect(gone).to_contain_text("You are no longer in this project.")
    project.add("A secret")
    expect(adas.link("A secret")).to_be_visible()
    expect(bobs.link("A secret")).to_have_count(0)
    gone.get_by_role("link", name="All projects").click()
    expect(bobs.page.get_by_role("heading", name="Create your first project")).to_be_visible()


def test_a_viewer_sees_it_all_and_can_change_nothing(window, cleo, project, adas):
    project.welcome(cleo, "viewer")
    cleos = Board(window(cleo), project).open()
    expect(cleos.page.get_by_role("button", name="Add a card")).to_have_count(0)
    left, top = middle_of(cleos.card("Oil the lamp"))
    cleos.page.mouse.move(left, top)
    cleos.page.mouse.down()
    cleos.page.mouse.move(*middle_of(cleos.card("Call the boat")), steps=8)
    cleos.page.mouse.up()
    cleos.expect_column("Todo", *TODO)
    adas.add("Todo", "Wind the clock")
    cleos.expect_column("Todo", *TODO, "Wind the clock")
    assert project.events("card.moved") == []


def test_a_viewer_made_a_member_can_work_at_once(window, cleo, ada, project):
    project.welcome(cleo, "viewer")
    cleos = Board(window(cleo), project).open()
    assert ada.patch(f"{project.path}/members/{cleo.id}", {"role": "member"}).is_success
    expect(cleos.column("Todo").get_by_role("button", name="Add a card", exact=True)).to_be_visible()
    cleos.drag("Oil the lamp", to=cleos.card("Call the boat"))
    cleos.page.wait_for_timeout(300)
    assert len(project.events("card.moved")) == 1
