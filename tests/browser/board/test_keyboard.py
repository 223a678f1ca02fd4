"""The board by keyboard alone: every change is announced, and the focus is visible and never lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.support.board import Board, expect_soon

TODO = ("Paint the door", "Sweep the stairs", "Oil the lamp")

# The outline of the element, or of the card that the link belongs to.
RINGED = """(it) => [it, it.closest('.card, .tile, .composer')].filter(Boolean).some((shown) => {
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(shown);
  return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow.includes('0px 0px 0px');
})"""


@pytest.fixture
def board(window, ada, project):
    return Board(window(ada), project).open()


@pytest.fixture
def press(board):
    def press(*keys: str) -> None:
        for key in keys:
            board.page.keyboard.press(key)

    return press


@pytest.fixture
def write(board):
    return board.page.keyboard.type


@pytest.fixture
def said(board):
    """Function that expects an announcement to screen readers."""
    return lambda words: expect(board.announced).to_have_text(words)


@pytest.fixture
def on(board):
    """Function that expects the focus on an element, with a visible outline."""

    def on(thing) -> None:
        expect(thing).to_be_focused()
        assert thing.evaluate("(it) => it.matches(':focus-visible')")
        assert thing.evaluate(RINGED), thing.evaluate("(it) => it.outerHTML")

    return on


@pytest.fixture
def open_menu(board, press, on):
    """Function that opens a column's menu from its button and waits until it is open."""

    def open_menu(column: str) -> None:
        board.button(f"Menu of {column}").focus()
        press("Enter")
        on(board.page.get_by_role("menuitem", name="Name and limit…"))

    return open_menu


def tab_to(board: Board, thing, limit: int = 40) -> None:
    for _ in range(limit):
        if thing.evaluate("(it) => it === document.activeElement"):
            return
        board.page.keyboard.press("Tab")
    raise AssertionError("the Tab key does not lead there")


# ── Walking ───────────────────────────────────────────────────────────────────────────────────────


def test_the_first_tab_leads_past_the_top_bar(board, press, on):
    press("Tab")
    on(board.page.get_by_role("link", name="Skip to content"))
    press("Enter", "Tab")
    assert board.page.evaluate("document.activeElement.closest('main') !== null")


def test_tab_reaches_the_first_card_and_arrows_walk_from_card_to_card(board, press, on):
    tab_to(board, board.card("Paint the door"))
    on(board.card("Paint the door"))
    press("ArrowDown")
    on(board.card("Sweep the stairs"))
    press("ArrowRight")
    on(board.card("Call the boat"))
    press("ArrowRight")
    on(board.card("Call the boat"))
    press("ArrowLeft", "End")
    on(board.card("Oil the lamp"))
    press("Home")
    on(board.card("Paint the door"))
    press("ArrowUp")
    on(board.card("Paint the door"))


def test_one_card_is_in_the_tab_order_with_what_is_in_it(board, press, on):
    board.card("Sweep the stairs").focus()
    press("Tab")
    on(board.link("Sweep the stairs"))
    press("Tab")
    on(board.button("Menu of LIG-2"))
    press("Tab")
    on(board.column("Todo").locator(".column__foot button"))
    press("Shift+Tab", "Shift+Tab", "Shift+Tab")
    on(board.card("Sweep the stairs"))


def test_everything_that_has_the_focus_shows_it(board, press, on):
    press("Tab")
    first = board.page.evaluate_handle("document.activeElement")
    for _ in range(60):
        on(board.page.locator(":focus"))
        press("Tab")
        if board.page.evaluate("(first) => [first, document.body].includes(document.activeElement)", first):
            return
    raise AssertionError("the Tab key goes round without an end")


# ── Lifting ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_space_lifts_arrows_move_and_space_drops(board, press, said, on, project):
    board.card("Sweep the stairs").focus()
    press("Space")
    said("Picked up Sweep the stairs. Todo, 2 of 3. Arrow keys to move, Space to drop, Escape to cancel.")
    press("ArrowUp")
    said("Todo, 1 of 3")
    press("ArrowRight")
    said("In Progress, 1 of 2")
    press("ArrowDown")
    said("In Progress, 2 of 2")
    assert project.events("card.moved") == []
    press("Space")
    said("Dropped Sweep the stairs. In Progress, 2 of 2.")
    on(board.card("Sweep the stairs"))
    board.expect_column("In Progress", "Call the boat", "Sweep the stairs")
    board.expect_column("Todo", "Paint the door", "Oil the lamp")
    board.page.wait_for_timeout(300)
    assert len(project.events("card.moved")) == 1
    assert project.card("Sweep the stairs")["columnId"] == project.columns[1]


def test_a_card_is_carried_to_an_empty_column(board, press, said, project):
    board.card("Oil the lamp").focus()
    press("Space", "ArrowRight", "ArrowRight")
    said("Done, 1 of 1")
    press("Space")
    board.expect_column("Done", "Oil the lamp")


def test_escape_puts_the_card_back_and_sends_nothing(board, press, said, on, project):
    board.card("Sweep the stairs").focus()
    press("Space", "ArrowRight", "ArrowDown", "Escape")
    said("Sweep the stairs was put back.")
    on(board.card("Sweep the stairs"))
    board.expect_column("Todo", *TODO)
    board.page.wait_for_timeout(300)
    assert project.events("card.moved") == []


def test_a_card_whose_carrier_turns_to_something_else_goes_back(board, press, project):
    board.card("Sweep the stairs").focus()
    press("Space", "ArrowRight")
    board.button("Add a column").click()
    board.expect_column("Todo", *TODO)
    assert project.events("card.moved") == []


def test_what_others_do_waits_while_a_card_is_lifted(board, press, said, on, project, bob):
    board.card("Sweep the stairs").focus()
    press("Space")
    project.move("Sweep the stairs", to=2, by=bob)
    project.archive("Paint the door", by=bob)
    press("ArrowUp")
    said("Todo, 1 of 3")
    board.page.wait_for_timeout(300)
    said("Todo, 1 of 3")
    press("Space")
    expect(board.toast).to_contain_text("Bob Marley moved LIG-2 first")
    board.expect_column("Done", "Sweep the stairs")
    board.expect_column("Todo", "Oil the lamp")
    on(board.card("Sweep the stairs"))


def test_a_viewer_hears_that_cards_cannot_be_moved(window, cleo, project):
    project.welcome(cleo, "viewer")
    cleos = Board(window(cleo), project).open()
    cleos.card("Oil the lamp").focus()
    cleos.page.keyboard.press("Space")
    expect(cleos.announced).to_have_text("You can only view this board.")


# ── Cards ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_card_is_added_and_the_form_waits_for_the_next(board, press, write, said, project):
    board.card("Oil the lamp").focus()
    press("c")
    write("Wind the clock")
    press("Enter")
    said("Wind the clock added to Todo")
    write("Trim the wick")
    press("Enter", "Escape")
    board.expect_column("Todo", *TODO, "Wind the clock", "Trim the wick")
    assert board.page.evaluate("document.activeElement !== document.body"), "the focus is lost"
    expect_soon(
        lambda: [card["columnId"] for card in project.board()["cards"] if card["title"] == "Trim the wick"],
        lambda columns: columns == project.columns[:1],
        board.page,
    )


def test_a_card_is_renamed(board, press, write, on, project):
    board.card("Oil the lamp").focus()
    press("Tab", "Tab", "Enter")
    on(board.page.get_by_role("menuitem", name="Open"))
    press("r")
    on(board.page.get_by_role("menuitem", name="Rename"))
    press("Enter")
    write("Oil both lamps")
    press("Enter")
    on(board.card("Oil both lamps"))
    expect(board.card("Oil the lamp")).to_have_count(0)
    board.page.wait_for_timeout(300)
    assert project.card("Oil both lamps")["version"] == 2


def test_escape_leaves_a_name_as_it_was(board, press, write, on, project):
    board.card("Oil the lamp").focus()
    press("Tab", "Tab", "Enter")
    on(board.page.get_by_role("menuitem", name="Open"))
    press("r", "Enter")
    write("Something else")
    press("Escape")
    on(board.card("Oil the lamp"))
    assert project.events("card.updated") == []


def test_a_card_is_archived_and_brought_back(board, press, on):
    board.card("Sweep the stairs").focus()
    press("e")
    board.expect_column("Todo", "Paint the door", "Oil the lamp")
    on(board.card("Oil the lamp"))
    expect(board.announced).to_have_text("LIG-2 archived")
    press("Control+z")
    board.expect_column("Todo", *TODO)


def test_a_card_is_deleted_by_its_menu(board, press, on, project):
    board.card("Sweep the stairs").focus()
    press("Tab", "Tab", "Enter")
    on(board.page.get_by_role("menuitem", name="Open"))
    press("d", "d", "d", "Enter")
    board.expect_column("Todo", "Paint the door", "Oil the lamp")
    assert board.page.evaluate("document.activeElement !== document.body"), "the focus is lost"
    board.page.wait_for_timeout(300)
    assert len(project.events("card.deleted")) == 1


def test_a_card_is_assigned_to_me_and_back(board, press, said, project, ada):
    board.card("Sweep the stairs").focus()
    press("i")
    said("LIG-2 assigned to you")
    expect(board.card("Sweep the stairs").get_by_role("img", name="Ada Lovelace")).to_be_visible()
    press("i")
    said("LIG-2 is no longer assigned to you")
    expect(board.card("Sweep the stairs").get_by_role("img", name="Ada Lovelace")).to_have_count(0)


def test_the_menu_closes_by_escape_and_gives_the_focus_back(board, press, on):
    board.card("Sweep the stairs").focus()
    press("Tab", "Tab", "Enter")
    on(board.page.get_by_role("menuitem", name="Open"))
    press("Escape")
    on(board.button("Menu of LIG-2"))


@pytest.mark.sqlite
def test_enter_opens_a_card_and_escape_returns_to_it(board, press, on, project):
    board.card("Sweep the stairs").focus()
    press("Enter")
    sheet = board.page.get_by_role("dialog", name="Sweep the stairs")
    expect(sheet).to_be_visible()
    expect(board.page).to_have_url(f"{project.owner.site.url}{project.path}/cards/2")
    press("Escape")
    expect(sheet).to_be_hidden()
    on(board.card("Sweep the stairs"))
    expect(board.page).to_have_url(f"{project.owner.site.url}{project.path}")


# ── Move to… ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_a_card_is_moved_by_the_dialog(board, press, on, said, project):
    board.card("Paint the door").focus()
    press("m")
    expect(board.page.get_by_role("combobox", name="Move to a column")).to_be_focused()
    press("Tab")
    on(board.button("Choose the position…"))
    press("Enter")
    dialog = board.page.get_by_role("dialog", name="Move to…")
    expect(dialog).to_contain_text("LIG-1 Paint the door")
    on(dialog.get_by_label("Column"))
    write_option(board, "In Progress")
    press("Tab")
    on(dialog.get_by_label("Position"))
    write_option(board, "2 — below Call the boat")
    press("Tab", "Tab")
    on(dialog.get_by_role("button", name="Move", exact=True))
    press("Enter")
    expect(dialog).to_be_hidden()
    board.expect_column("In Progress", "Call the boat", "Paint the door")
    on(board.card("Paint the door"))
    said("Paint the door moved. In Progress, 2 of 2.")


def write_option(board: Board, name: str) -> None:
    """Choose an option of a select by typing the beginning of its name."""
    board.page.keyboard.type(name)
    expect(board.page.locator(":focus option:checked")).to_have_text(name)


def test_the_picker_of_columns_is_left_by_escape(board, press, on, project):
    board.card("Paint the door").focus()
    press("m", "Escape")
    on(board.card("Paint the door"))
    assert project.events("card.moved") == []


# ── Columns ───────────────────────────────────────────────────────────────────────────────────────


def test_a_column_is_added(board, press, write, said):
    tab_to(board, board.button("Add a column"))
    press("Enter")
    write("Review")
    press("Enter")
    said("Column Review added")
    press("Escape")
    expect(board.button("Add a column")).to_be_focused()
    assert list(board.order()) == ["Todo", "In Progress", "Done", "Review"]


def test_a_column_is_renamed_and_limited(board, open_menu, press, write, on):
    open_menu("Done")
    press("Enter")
    dialog = board.page.get_by_role("dialog", name="Column")
    on(dialog.get_by_label("Name"))
    press("Control+a")
    write("Ready")
    press("Tab")
    write("4")
    press("Enter")
    expect(board.column("Ready").locator(".column__head")).to_have_text("Ready 04")
    expect(board.button("Menu of Ready")).to_be_focused()


def test_a_column_is_moved(board, open_menu, press, said, on):
    open_menu("Done")
    press("ArrowDown")
    on(board.page.get_by_role("menuitem", name="Move left"))
    press("Enter")
    said("Done is now column 2")
    on(board.button("Menu of Done"))
    assert list(board.order()) == ["Todo", "Done", "In Progress"]


def test_a_column_is_coloured(board, open_menu, press):
    open_menu("Done")
    press("t", "Enter")
    expect(board.column("Done").locator(".dot")).to_have_attribute("data-hue", "teal")


def test_an_empty_column_is_deleted_and_brought_back(board, open_menu, press, on, said):
    open_menu("Done")
    press("d", "Enter")
    expect(board.column("Done")).to_have_count(0)
    on(board.button("Menu of In Progress"))
    said("Column Done deleted")
    press("Control+z")
    expect(board.column("Done")).to_be_visible()


def test_a_column_with_cards_stays(board, open_menu, press):
    open_menu("Todo")
    press("d", "Enter")
    expect(board.toast).to_contain_text("This column still has cards.")
    board.expect_column("Todo", *TODO)


# ── Help ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_the_question_mark_explains_and_letters_can_be_switched_off(board, press, said):
    board.card("Oil the lamp").focus()
    press("?")
    keys = board.page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys).to_be_visible()
    switch = keys.get_by_label("One-letter shortcuts")
    tab_to(board, switch)
    press("Space", "Escape")
    expect(keys).to_be_hidden()
    board.card("Oil the lamp").focus()
    press("e")
    board.expect_column("Todo", *TODO)
    press("Space")
    said("Picked up Oil the lamp. Todo, 3 of 3. Arrow keys to move, Space to drop, Escape to cancel.")


def test_letters_work_on_a_russian_keyboard(board):
    board.card("Oil the lamp").focus()
    cyrillic = "{key: 'ь', code: 'KeyM', bubbles: true}"
    board.page.evaluate(f"document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {cyrillic}))")
    expect(board.page.get_by_role("dialog", name="Move to a column")).to_be_visible()


def test_an_input_method_takes_its_own_enter(board, press):
    board.card("Sweep the stairs").focus()
    press("c")
    field = board.page.get_by_label("Title of the new card")
    keys = board.page.context.new_cdp_session(board.page)
    keys.send("Input.imeSetComposition", {"text": "に", "selectionStart": 1, "selectionEnd": 1})
    its_own = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    keys.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **its_own})
    keys.send("Input.insertText", {"text": "日本"})
    keys.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **its_own})  # as in Safari, after its end
    expect(field).to_have_value("日本")
    press("Enter")
    board.expect_column("Todo", *TODO, "日本")
