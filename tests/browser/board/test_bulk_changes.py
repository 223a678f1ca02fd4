"""Bulk changes: selecting, dragging, changing and undoing many cards at once, in two windows."""

import pytest
from playwright.sync_api import expect

from tests.browser.support.board import Board, box_of, expect_soon
from tests.browser.support.files import paste

TODO = ("Paint the door", "Sweep the stairs", "Oil the lamp")


@pytest.fixture
def adas(window, ada, project):
    return Board(window(ada), project).open()


@pytest.fixture
def bobs(window, bob, project):
    return Board(window(bob), project).open()


@pytest.fixture
def bar(adas):
    return adas.page.get_by_role("region", name="Selected cards")


@pytest.fixture
def choose(adas):
    """Function that selects cards by Ctrl and click."""

    def choose(*titles: str) -> None:
        for title in titles:
            adas.card(title).click(modifiers=["Control"])

    return choose


@pytest.mark.sqlite
def test_cards_that_are_chosen_are_carried_together_and_taken_back_by_one_undo(
    adas, bobs, bar, choose, project, window, ada
):
    choose("Paint the door", "Oil the lamp")
    expect(bar).to_contain_text("2 cards selected")
    adas.drag("Oil the lamp", to=adas.column("Done").get_by_text("No cards here"))
    adas.expect_column("Done", "Paint the door", "Oil the lamp")
    bobs.expect_column("Done", "Paint the door", "Oil the lamp", within=1)
    assert len(project.events("cards.updated")) == 1
    adas.page.keyboard.press("Control+z")
    adas.expect_column("Todo", *TODO)
    bobs.expect_column("Todo", *TODO, within=1)
    adas.page.keyboard.press("Control+Shift+z")
    bobs.expect_column("Done", "Paint the door", "Oil the lamp")
    adas.expect_same(bobs)
    adas.expect_fresh(window(ada))


def test_the_bar_labels_assigns_moves_and_archives_them(adas, bobs, bar, choose, project):
    project.label("Wood", "amber")
    adas.page.reload()
    adas.expect_live()
    choose("Paint the door", "Sweep the stairs")
    bar.get_by_role("button", name="Labels").click()
    adas.page.get_by_role("option", name="Wood").click()
    bar.get_by_role("button", name="Assign").click()
    adas.page.get_by_role("option", name="Bob Marley").click()
    for title in TODO[:2]:
        expect(bobs.card(title).get_by_text("Wood")).to_be_visible()
        expect(bobs.card(title).get_by_role("img", name="Bob Marley")).to_be_visible()
    bar.get_by_role("button", name="Move to…").click()
    adas.page.get_by_role("option", name="Done").click()
    bobs.expect_column("Done", *TODO[:2])
    bar.get_by_role("button", name="Archive").click()
    bobs.expect_column("Done")
    expect(bar).to_be_hidden()
    adas.page.keyboard.press("Control+z")
    bobs.expect_column("Done", *TODO[:2])
    adas.expect_same(bobs)


def test_cards_are_chosen_and_changed_by_keyboard_alone(adas, bobs, bar):
    keys = adas.page.keyboard
    adas.card("Paint the door").focus()
    keys.press("x")
    expect(adas.announced).to_have_text("Paint the door selected. 1 card selected.")
    keys.press("Shift+ArrowDown")
    expect(adas.announced).to_have_text("2 cards selected")
    expect(adas.card("Sweep the stairs")).to_be_focused()
    keys.press("i")
    expect(bobs.card("Paint the door").get_by_role("img", name="Ada Lovelace")).to_be_visible()
    expect(bobs.card("Sweep the stairs").get_by_role("img", name="Ada Lovelace")).to_be_visible()
    keys.press("e")
    bobs.expect_column("Todo", "Oil the lamp")
    keys.press("Control+z")
    bobs.expect_column("Todo", *TODO)


def test_one_card_gets_its_labels_and_its_date_by_a_key(adas, bobs, project):
    project.label("Wood", "amber")
    adas.page.reload()
    adas.expect_live()
    adas.card("Oil the lamp").focus()
    adas.page.keyboard.press("l")
    adas.page.keyboard.press("Enter")
    adas.page.keyboard.press("Escape")
    expect(bobs.card("Oil the lamp").get_by_text("Wood")).to_be_visible()
    expect(adas.card("Oil the lamp")).to_be_focused()
    adas.page.keyboard.press("d")
    adas.page.keyboard.type("2031-05-06 12:00")
    adas.page.keyboard.press("Enter")
    expect(bobs.card("Oil the lamp").locator("[data-due]")).to_be_visible()
    adas.page.keyboard.press("Control+z")
    expect(bobs.card("Oil the lamp").locator("[data-due]")).to_have_count(0)


def test_pasted_lines_are_a_card_each_and_go_as_one(adas, bobs, project):
    adas.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    adas.page.evaluate(
        "navigator.clipboard.writeText('Wind the clock\\n\\n  Trim   the wick\\nCall the boat again')"
    )
    adas.column("Done").locator(".column__foot button").click()
    adas.page.keyboard.press("Control+v")
    adas.page.get_by_role("button", name="Create 3 cards").click()
    bobs.expect_column("Done", "Wind the clock", "Trim the wick", "Call the boat again")
    adas.expect_same(bobs)
    adas.page.keyboard.press("Escape")
    adas.toast.get_by_role("button", name="Undo").click()
    bobs.expect_column("Done")
    assert len(project.events("cards.created")) == 1


def test_pasted_cells_are_a_card_each_with_a_description_and_go_as_one(adas, bobs, project):
    adas.column("Done").locator(".column__foot button").click()
    field = adas.column("Done").get_by_role("textbox")
    paste(field, text='"Wind\nthe clock"\tBob\t"a\nb"\nTrim the wick\t\t\n')
    adas.page.get_by_role("button", name="Create 2 cards").click()
    bobs.expect_column("Done", "Wind the clock", "Trim the wick")
    made = [event["payload"] for event in project.events("card.created")[-2:]]
    assert [(card["title"], card["description"]) for card in made] == [
        ("Wind the clock", "Bob\na\nb"),
        ("Trim the wick", ""),
    ]
    adas.page.keyboard.press("Escape")
    adas.toast.get_by_role("button", name="Undo").click()
    bobs.expect_column("Done")


@pytest.mark.sqlite
def test_every_step_is_taken_back_in_the_order_it_was_done(adas, bobs):
    adas.choose("Oil the lamp", "Rename")
    adas.page.keyboard.type("Oil both lamps")
    adas.page.keyboard.press("Enter")
    adas.add("Done", "Wind the clock")
    adas.choose("Call the boat", "Delete")
    bobs.expect_column("In Progress")
    bobs.expect_column("Done", "Wind the clock")
    adas.page.keyboard.press("Control+z")
    bobs.expect_column("In Progress", "Call the boat")
    adas.page.keyboard.press("Control+z")
    bobs.expect_column("Done")
    adas.page.keyboard.press("Control+z")
    bobs.expect_column("Todo", *TODO)
    adas.page.keyboard.press("Control+z")
    adas.expect_same(bobs)


def test_what_others_changed_since_stays_and_is_said(adas, bobs, project):
    adas.choose("Oil the lamp", "Rename")
    adas.page.keyboard.type("Oil both lamps")
    adas.page.keyboard.press("Enter")
    expect(bobs.link("Oil both lamps")).to_be_visible()
    project.change("Oil both lamps", title="Oil no lamp")
    expect(adas.link("Oil no lamp")).to_be_visible()
    adas.page.keyboard.press("Control+z")
    expect(adas.toast).to_contain_text("it has been changed since")
    expect(adas.link("Oil no lamp")).to_be_visible()


# ── Columns ───────────────────────────────────────────────────────────────────────────────────────


def act(board: Board, column: str, item: str) -> None:
    board.button(f"Menu of {column}").click()
    board.page.get_by_role("menuitem", name=item, exact=True).click()


@pytest.mark.sqlite
def test_a_column_is_sorted_emptied_and_deleted_and_all_of_it_comes_back(adas, bobs, project):
    project.change("Oil the lamp", dueAt="2031-01-01T12:00:00Z")
    act(adas, "Todo", "Sort by due date")
    bobs.expect_column("Todo", "Oil the lamp", "Paint the door", "Sweep the stairs")
    adas.toast.get_by_role("button", name="Undo").click()
    bobs.expect_column("Todo", *TODO)
    act(adas, "Todo", "Move all cards…")
    dialog = adas.page.get_by_role("dialog", name="Move to…")
    dialog.get_by_label("Column").select_option("Done")
    dialog.get_by_role("button", name="Move", exact=True).click()
    bobs.expect_column("Done", *TODO)
    act(adas, "Done", "Archive all cards")
    bobs.expect_column("Done")
    act(adas, "Done", "Delete")
    expect(bobs.column("Done")).to_have_count(0)
    for _ in range(3):
        adas.page.keyboard.press("Control+z")
    bobs.expect_column("Todo", *TODO)
    bobs.expect_column("Done")
    adas.expect_same(bobs)


def test_a_full_column_says_so_while_a_card_is_carried_and_takes_none(adas, project, ada):
    done = project.board()["columns"][2]
    assert ada.patch(f"/columns/{done['id']}", {"version": done["version"], "wipLimit": 1}).is_success
    project.add("Wind the clock", column=2)
    adas.expect_column("Done", "Wind the clock")
    adas.lift("Oil the lamp")
    expect(adas.column("Done")).to_have_attribute("data-refuses", "Limit reached: 1")
    adas.carry(adas.card("Wind the clock"))
    expect(adas.announced).to_have_text("Done. Limit reached: 1")
    adas.page.mouse.up()
    expect(adas.toast).to_contain_text("Done is at its limit")
    adas.expect_column("Todo", *TODO)
    adas.card("Call the boat").focus()
    for key in ("Space", "ArrowRight"):
        adas.page.keyboard.press(key)
    expect(adas.announced).to_contain_text("Limit reached: 1. Done, 1 of 2")
    adas.page.keyboard.press("Space")
    adas.expect_column("In Progress", "Call the boat")
    assert project.events("card.moved") == []


def test_a_collapsed_column_stays_so_counts_and_takes_a_card(adas, bobs, project):
    act(adas, "Done", "Collapse")
    expand = adas.column("Done").get_by_role("button", name="Expand the column")
    expect(expand).to_be_focused()
    adas.page.reload()
    adas.expect_live()
    expect(adas.column("Done")).to_have_attribute("data-folded", "")
    assert box_of(adas.column("Done"))[2] < 60
    adas.drag("Oil the lamp", to=adas.column("Done"))
    bobs.expect_column("Done", "Oil the lamp")
    expect(adas.column("Done").locator(".column__count")).to_have_text("1")
    expect(adas.card("Oil the lamp")).to_be_hidden()
    expect(bobs.column("Done")).not_to_have_attribute("data-folded", "")
    adas.card("Call the boat").focus()
    adas.page.keyboard.press("ArrowRight")
    expect(adas.card("Call the boat")).to_be_focused()
    expand.press("Enter")
    expect(adas.card("Oil the lamp")).to_be_visible()
    expect_soon(lambda: len(project.events("card.moved")), lambda moves: moves == 1, adas.page)
