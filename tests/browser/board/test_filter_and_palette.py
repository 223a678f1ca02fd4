"""Finding cards: the board's filter, the palette, the page of results; restoring from the archive."""

import re

from playwright.sync_api import Page, Route, expect

from boards.models import Card
from boards.positions import first_positions
from boards.search.documents import INDEXED_CARDS
from projects.search.rebuild import write_documents
from tests.browser.conftest import Window
from tests.browser.support.board import Board, expect_soon
from tests.browser.support.browser_errors import BrowserErrors
from tests.browser.support.projects import Project
from tests.support.people import Person


def filter_by(page: Page, words: str) -> None:
    page.keyboard.press("f")
    expect(page.get_by_role("dialog", name="Filter the cards")).to_be_visible()
    page.keyboard.type(words)


# ── The filter ────────────────────────────────────────────────────────────────────────────────────


def test_a_filter_stands_in_the_address_and_is_taken_back_by_escape(
    window: Window, ada: Person, project: Project
) -> None:
    board = Board(window(ada), project).open()
    filter_by(board.page, "lamp")
    expect(board.page.locator("#sifted [data-text]")).to_have_text("1 of 4 cards")
    expect(board.page).to_have_url(re.compile(r"\?q=lamp$"))
    board.page.keyboard.press("Escape")
    board.page.reload()
    board.expect_live()
    expect(board.page.locator("#sifted [data-text]")).to_have_text("1 of 4 cards")
    expect(board.card("Oil the lamp")).to_be_visible()
    board.page.keyboard.press("Control+k")
    board.page.keyboard.press("Escape")
    expect(board.page.locator("#sifted")).to_be_visible()
    board.page.locator("body").press("Escape")
    expect(board.page.locator("#sifted")).to_be_hidden()
    expect(board.page).to_have_url(re.compile(r"/projects/[0-9a-f-]+$"))


def test_a_shared_filter_keeps_what_it_knows_and_says_what_it_does_not(
    window: Window, bob: Person, project: Project
) -> None:
    project.change("Oil the lamp", assigneeIds=[bob.id])
    board = Board(window(bob), project)
    board.page.goto(f"{project.path}?person={bob.id},nobody-knows&due=never&label=x")
    board.expect_live()
    expect(board.toast).to_contain_text("doesn’t apply here")
    expect(board.page).to_have_url(re.compile(rf"\?person={bob.id}$"))
    expect(board.page.locator(".card:visible")).to_have_count(1)
    expect(board.button("Mine")).to_have_attribute("aria-pressed", "true")
    board.page.goto(f"{project.path}?q=nowhere")
    expect(board.page.get_by_text("No cards match this filter")).to_be_visible()
    board.page.locator("#sifted-none button").click()
    expect(board.page.locator(".card:visible")).to_have_count(4)


def test_a_card_comes_into_a_filtered_board_and_goes_as_others_change_it(
    window: Window, ada: Person, bob: Person, project: Project
) -> None:
    board = Board(window(ada), project)
    board.page.goto(f"{project.path}?q=lamp")
    board.expect_live()
    expect(board.page.locator(".card:visible")).to_have_count(1)
    project.change("Call the boat", by=bob, title="Call the lamplighter")
    expect(board.card("Call the lamplighter")).to_be_visible()
    project.change("Oil the lamp", by=bob, title="Oil the hinge")
    expect(board.card("Oil the hinge")).to_be_hidden()
    expect(board.page.locator("#sifted [data-text]")).to_have_text("1 of 4 cards")


def test_a_filter_finds_beyond_what_is_loaded_and_a_found_card_can_be_dragged(
    window: Window, ada: Person, project: Project
) -> None:
    places = [f"b{place}" for place in first_positions(120)]
    cards = Card.objects.bulk_create(
        Card(
            project_id=project.id,
            column_id=project.columns[2],
            created_by_id=ada.id,
            number=100 + number,
            title=f"Rope {number}" if number % 40 == 39 else f"Plank {number}",
            position=place,
        )
        for number, place in enumerate(places)
    )
    write_documents(INDEXED_CARDS, [card.pk for card in cards])
    board = Board(window(ada), project)
    board.page.goto(f"{project.path}?q=rope")
    board.expect_live()
    expect(board.page.locator("#sifted [data-text]")).to_have_text("3 of 124 cards")
    expect(board.page.locator(".card:visible .card__link")).to_have_text(["Rope 39", "Rope 79", "Rope 119"])
    board.drag("Rope 119", board.card("Rope 79"))
    expect(board.page.locator(".card:visible .card__link")).to_have_text(["Rope 39", "Rope 119", "Rope 79"])
    rows = Card.objects.filter(project_id=project.id, title__startswith="Rope").order_by("position")
    expect_soon(
        lambda: list(rows.all().values_list("title", flat=True)),
        lambda titles: titles == ["Rope 39", "Rope 119", "Rope 79"],
        board.page,
    )
    board.page.locator("#sifted button").click()
    expect(board.column("Done").locator(".card").first).to_have_text(re.compile("Plank 0"))


# ── The palette ───────────────────────────────────────────────────────────────────────────────────


def test_the_palette_is_walked_by_keyboard_and_opens_what_it_found(
    window: Window, ada: Person, project: Project
) -> None:
    board = Board(window(ada), project).open()
    page = board.page
    page.locator("body").press("/")
    field = page.get_by_role("combobox", name="Search or jump to")
    expect(field).to_be_focused()
    page.keyboard.type("the l")
    first = page.get_by_role("option", name=re.compile("Oil the lamp"))
    expect(first.locator("mark").first).to_have_text("the")
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "false")
    page.keyboard.press("ArrowUp")
    expect(field).to_have_attribute("aria-activedescendant", str(first.get_attribute("id")))
    page.keyboard.press("Enter")
    expect(page.locator("#card-dialog")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/cards/3$"))
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("group", name="Recent").get_by_role("option")).to_contain_text("Oil the lamp")
    page.keyboard.type("qqqq")
    expect(page.locator("#palette [data-none]")).to_contain_text("matches “qqqq”")


def test_the_palette_finds_the_cards_of_the_page_without_waiting_for_the_server(
    window: Window, ada: Person, project: Project
) -> None:
    page = Board(window(ada), project).open().page
    page.keyboard.press("Control+k")
    expect(page.get_by_role("group", name="Projects")).to_be_visible()
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/search/items?*", hold)
    page.keyboard.type("oil")
    here = page.get_by_role("group", name="On this board").get_by_role("option")
    expect(here).to_contain_text("Oil the lamp")
    expect(here).to_have_attribute("aria-selected", "true")
    expect(page.locator("#palette [data-searching]")).to_have_text("Searching…")
    place = here.bounding_box()
    page.wait_for_timeout(400)
    for route in waiting:
        route.continue_()
    expect(page.locator("#palette [data-searching]")).to_be_hidden()
    expect(here.locator("mark")).to_have_text("Oil")
    expect(here).to_have_attribute("aria-selected", "true")
    assert here.bounding_box() == place
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/cards/3$"))


def test_the_palette_offers_no_card_that_is_called_like_an_operator(
    window: Window, ada: Person, project: Project
) -> None:
    page = Board(window(ada), project).open().page
    page.keyboard.press("Control+k")
    new_card = page.locator("#palette #do-card")
    page.keyboard.type("to: ask Eve")
    expect(new_card).to_have_text(re.compile("New card “to: ask Eve”"))
    page.keyboard.type(" label:")
    expect(new_card).to_be_hidden()
    page.keyboard.type("bug")
    expect(new_card).to_be_hidden()


def test_the_palette_works_offline_and_says_so(
    window: Window, ada: Person, project: Project, browser_errors: BrowserErrors
) -> None:
    browser_errors.expect("net::ERR_", "WebSocket")
    page = Board(window(ada), project).open().page
    page.keyboard.press("Control+k")
    expect(page.get_by_role("group", name="Projects")).to_be_visible()
    page.context.set_offline(True)
    page.keyboard.type("theme")
    expect(page.locator("#palette [data-none]")).to_contain_text("You’re offline")
    page.get_by_role("option", name="Switch to the dark theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_on_a_phone_the_palette_says_below_the_commands_that_nothing_was_found(
    window: Window, ada: Person, project: Project
) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    board = Board(window(ada, **phone), project).open()
    board.page.keyboard.press("Control+k")
    board.page.keyboard.type("zeppelin")
    none = board.page.locator("#palette [data-none]")
    expect(none).to_be_visible()
    above, below = board.page.locator("#palette-list").bounding_box(), none.bounding_box()
    assert above
    assert below
    assert above["height"] < 200
    assert below["y"] == above["y"] + above["height"]


def test_the_number_of_a_card_jumps_there_from_any_page(
    window: Window, ada: Person, project: Project
) -> None:
    page = window(ada)
    page.goto("/projects")
    page.keyboard.press("Control+k")
    page.keyboard.type(f"{project.key}-2")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"{project.path}/cards/2$"))


def test_without_a_script_the_same_is_found_on_a_page(window: Window, ada: Person, project: Project) -> None:
    page = window(ada, java_script_enabled=False)
    page.goto("/projects")
    page.locator("[data-action=palette]").click()
    page.locator("main [name=q]").fill("lamp")
    page.locator("main form button").click()
    expect(page.locator(".hit")).to_have_count(1)
    page.locator(".hit").click()
    expect(page).to_have_url(re.compile(r"/cards/3$"))


# ── What was put away ─────────────────────────────────────────────────────────────────────────────


def test_an_archived_card_is_restored_for_all_who_look(
    window: Window, ada: Person, bob: Person, project: Project
) -> None:
    project.archive("Sweep the stairs")
    board = Board(window(bob), project).open()
    mine, other = window(ada), window(bob)
    for page in (mine, other):
        page.goto(f"{project.path}/archive")
        expect(page.get_by_role("link", name="Sweep the stairs")).to_be_visible()
    expect(board.card("Sweep the stairs")).to_have_count(0)
    mine.get_by_role("button", name="Restore").click()
    for page in (mine, other):
        expect(page.get_by_text("The archive is empty")).to_be_visible()
    board.expect_column("Todo", "Paint the door", "Sweep the stairs", "Oil the lamp")


def test_a_new_project_gets_the_key_of_its_name(window: Window, ada: Person) -> None:
    page = window(ada)
    page.goto("/projects/new")
    page.get_by_label("Name").fill("Harbour festival")
    expect(page.get_by_label("Key")).to_have_value("HF")
    page.get_by_label("Key").fill("SEA")
    page.get_by_label("Name").fill("Another harbour")
    page.get_by_role("button", name="Create project").click()
    expect(page.locator("kr-board")).to_have_attribute("data-key", "SEA")
