"""Pickers of labels, people and columns: each tick acts at once, on one card and on several."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.support.board import Board, box_of, expect_soon

DOOR, STAIRS, LAMP = "Paint the door", "Sweep the stairs", "Oil the lamp"


@pytest.fixture
def board(window, ada, project):
    return Board(window(ada), project).open()


@pytest.fixture
def picker(board):
    return board.page.locator(".choices")


@pytest.fixture
def has(board, project):
    """Function that expects labels, by name, or people of a card on the server."""

    def has(title: str = DOOR, *, labels: set[str] | None = None, people: int | None = None) -> None:
        def seen() -> tuple[set[str], int]:
            names = {label["id"]: label["name"] for label in project.board()["labels"]}
            card = project.card(title)
            return {names[each] for each in card["labelIds"]}, len(card["assigneeIds"])

        expect_soon(
            seen,
            lambda now: labels in (None, now[0]) and people in (None, now[1]),
            board.page,
        )

    return has


def choices(picker: Locator) -> Locator:
    return picker.get_by_role("option")


def test_a_key_and_a_name_assign_a_colleague_to_the_card_under_the_mouse(board, picker, has):
    board.link(STAIRS).focus()
    board.link(DOOR).hover()
    board.page.keyboard.press("a")
    expect(choices(picker).first).to_contain_text("(you)")
    board.page.keyboard.type("bob")
    board.page.keyboard.press("Enter")
    has(people=1)
    expect(board.card(DOOR).locator(".av")).to_have_count(1)
    expect(choices(picker).first).to_have_attribute("aria-checked", "true")
    board.page.keyboard.press("Escape")
    expect(picker).to_have_count(0)
    expect(board.card(DOOR)).to_be_focused()
    has(STAIRS, people=0)


def test_several_ticks_act_at_once_and_a_click_beside_loses_none(board, picker, has):
    for name in ("bug", "sea", "sky"):
        board.project.label(name)
    board.page.reload()
    board.expect_live()
    board.link(DOOR).focus()
    board.page.keyboard.press("l")
    for name in ("bug", "sea"):
        choices(picker).filter(has_text=name).click()
    board.page.mouse.click(640, 760)
    expect(picker).to_have_count(0)
    has(labels={"bug", "sea"})
    board.link(DOOR).focus()
    board.page.keyboard.press("l")
    choices(picker).filter(has_text="sea").click()
    has(labels={"bug"})


def test_a_typed_name_makes_a_label_of_its_own_colour(board, picker, has):
    board.project.label("bug", "blue")
    board.page.reload()
    board.expect_live()
    board.link(DOOR).focus()
    board.page.keyboard.press("l")
    board.page.keyboard.type("Lighthouse")
    expect(choices(picker)).to_have_text(["Create label “Lighthouse”"])
    board.page.keyboard.press("Enter")
    has(labels={"Lighthouse"})
    expect(picker.get_by_role("option", name="Lighthouse")).to_have_attribute("aria-checked", "true")
    board.page.keyboard.type("lighthouse")
    expect(choices(picker)).to_have_count(1)
    assert {label["color"] for label in board.project.board()["labels"]} == {"blue", "teal"}


def test_a_label_is_renamed_and_deleted_from_its_picker(board, picker, project):
    project.label("bug")
    board.page.reload()
    board.expect_live()
    board.link(DOOR).focus()
    board.page.keyboard.press("l")
    picker.get_by_role("button", name="Edit labels…").click()
    picker.get_by_role("option", name="bug").click()
    board.page.keyboard.type("defect")
    board.page.keyboard.press("Enter")
    expect_soon(
        lambda: [label["name"] for label in project.board()["labels"]],
        lambda names: names == ["defect"],
        board.page,
    )
    board.link(DOOR).focus()
    board.page.keyboard.press("l")
    picker.get_by_role("button", name="Edit labels…").click()
    picker.get_by_role("option", name="defect").click()
    board.page.locator(".picker:popover-open").get_by_role("button", name="Delete").click()
    expect_soon(lambda: project.board()["labels"], lambda labels: labels == [], board.page)


def test_what_only_some_of_the_selected_cards_have_is_shown_as_mixed(board, picker, has, project):
    label = project.label("bug")
    project.change(DOOR, labelIds=[label])
    board.page.reload()
    board.expect_live()
    for title in (DOOR, STAIRS):
        board.link(title).click(modifiers=["Control"])
    board.page.keyboard.press("l")
    expect(choices(picker)).to_have_attribute("aria-checked", "mixed")
    board.page.keyboard.press("Enter")
    has(DOOR, labels={"bug"})
    has(STAIRS, labels={"bug"})
    expect(choices(picker)).to_have_attribute("aria-checked", "true")


def test_two_people_tick_different_labels_of_one_card_and_both_stay(board, picker, has, window, bob):
    for name in ("bug", "sea"):
        board.project.label(name)
    bobs = Board(window(bob), board.project).open()
    board.page.reload()
    board.expect_live()
    for window_, name in ((board, "bug"), (bobs, "sea")):
        window_.link(DOOR).focus()
        window_.page.keyboard.press("l")
        window_.page.keyboard.type(name)
    board.page.keyboard.press("Enter")
    bobs.page.keyboard.press("Enter")
    has(labels={"bug", "sea"})
    # An open picker shows what others tick.
    board.page.keyboard.press("Control+a")
    board.page.keyboard.type("sea")
    expect(choices(picker)).to_have_attribute("aria-checked", "true")


def test_undo_takes_one_tick_back(board, picker, has):
    for name in ("bug", "sea"):
        board.project.label(name)
    board.page.reload()
    board.expect_live()
    board.link(DOOR).focus()
    board.page.keyboard.press("l")
    choices(picker).filter(has_text="bug").click()
    choices(picker).filter(has_text="sea").click()
    has(labels={"bug", "sea"})
    board.page.keyboard.press("Escape")
    board.page.keyboard.press("Control+z")
    has(labels={"bug"})


def test_a_column_is_picked_by_key_and_name(board, picker):
    board.link(DOOR).focus()
    board.page.keyboard.press("m")
    expect(choices(picker).filter(has_text="Todo")).to_contain_text("now here")
    board.page.keyboard.type("done")
    board.page.keyboard.press("Enter")
    board.expect_column("Done", DOOR)
    expect(picker).to_have_count(0)
    expect(board.card(DOOR)).to_be_focused()


def test_pickers_work_in_an_open_card(board, picker, has):
    board.link(DOOR).click()
    dialog = board.page.locator("#card-dialog[open]")
    dialog.get_by_role("button", name="Choose assignees").click()
    board.page.keyboard.type("bob")
    board.page.keyboard.press("Enter")
    has(people=1)
    expect(dialog.locator(".person")).to_have_count(1)
    board.page.keyboard.press("Escape")
    expect(picker).to_have_count(0)
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Choose assignees")).to_be_focused()


def test_a_viewer_gets_no_picker(window, cleo, project, picker):
    project.welcome(cleo, "viewer")
    board = Board(window(cleo), project).open()
    board.link(DOOR).focus()
    board.page.keyboard.press("a")
    board.page.keyboard.press("l")
    expect(board.page.locator(".choices")).to_have_count(0)


# ── The card's menu, and keys without a focused card ──────────────────────────────────────────────


def test_a_right_click_opens_the_menu_of_the_card_at_the_pointer(board):
    left, top, _, height = box_of(board.card(DOOR))
    board.page.mouse.click(left + 40, top + height / 2, button="right")
    menu = board.page.locator("#card-menu:popover-open")
    box = menu.bounding_box()
    assert box
    assert abs(box["x"] - (left + 40)) < 2
    menu.get_by_role("menuitem", name="Archive").click()
    board.expect_column("Todo", STAIRS, LAMP)


def test_the_menu_key_opens_the_menu_of_the_focused_card(board):
    board.link(STAIRS).focus()
    board.link(STAIRS).dispatch_event("contextmenu", {"bubbles": True, "cancelable": True})
    menu = board.page.locator("#card-menu:popover-open")
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    board.page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(board.link(STAIRS)).to_be_focused()


def test_the_menu_of_a_selected_card_acts_on_all_that_are_selected(board):
    for title in (DOOR, STAIRS):
        board.link(title).click(modifiers=["Control"])
    board.link(DOOR).click(button="right")
    board.page.get_by_role("menuitem", name="Archive").click()
    board.expect_column("Todo", LAMP)


def test_the_menus_left_edge_is_under_its_button(board):
    button = board.card(DOOR).get_by_role("button", name="Menu of")
    board.card(DOOR).hover()
    button.click()
    menu = board.page.locator("#card-menu:popover-open").bounding_box()
    at = button.bounding_box()
    assert menu
    assert at
    assert abs(menu["x"] - at["x"]) < 2


def test_a_key_acts_on_the_card_under_the_mouse_without_any_focus(board):
    board.link(LAMP).hover()
    board.page.keyboard.press("e")
    board.expect_column("Todo", DOOR, STAIRS)


def test_keys_follow_the_focus_again_when_it_moves_after_the_mouse(board):
    board.link(LAMP).hover()
    board.link(DOOR).focus()
    board.page.keyboard.press("e")
    board.expect_column("Todo", STAIRS, LAMP)


def test_c_begins_a_card_on_an_empty_board(window, ada, project):
    for title in (DOOR, STAIRS, LAMP, "Call the boat"):
        project.archive(title)
    board = Board(window(ada), project).open()
    board.page.keyboard.press("c")
    board.page.keyboard.type("First")
    board.page.keyboard.press("Enter")
    board.expect_column("Todo", "First")
