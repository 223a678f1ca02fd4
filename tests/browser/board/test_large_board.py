"""A board of five thousand cards opens, scrolls and drags as fast as a small one.

Times are the best of a few tries: a busy machine only adds to them. In CI, where two cores run the server,
the driver and the browser at once, they may be SLACK times as long.
"""

import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, Response, expect

from bench.browser.page_scripts import DRAG_STARTS, OPENING, REMOTE
from boards.models import Card, CardAssignee, CardLabel, Column
from boards.positions import first_positions
from projects.models import Project as ProjectRow
from tests.browser.support.board import Board, box_of, expect_soon
from tests.browser.support.people import json_of, newcomer
from tests.browser.support.projects import Project
from tests.support.people import Person
from tests.support.server import Server

pytestmark = pytest.mark.alone

CARDS = 5_000
TRIES = 5
SLACK = 2 if os.environ.get("CI") == "true" else 1
BUNDLED = os.environ.get("ASSETS") == "dist"
KB = 1024

# Record the time between frames, and long tasks that delayed one.
WATCH = """() => {
  window.frames_ = []; window.long_ = [];
  let last = 0;
  const tick = (now) => { if (last) frames_.push(now - last); last = now; requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
  const note = (list) => long_.push(...list.getEntries().map((it) => it.duration));
  new PerformanceObserver(note).observe({ type: 'longtask' });
}"""
TAKE = "() => [...frames_.splice(0), ...long_.splice(0)]"


@pytest.fixture(scope="module")
def crowd(server: Server) -> Project:
    """Project of six columns with 833 cards each, with labels, assignees and dates, inserted as rows."""
    ada, bob = newcomer(server, "Ada Lovelace"), newcomer(server, "Bob Marley")
    project = Project(ada, "Harbour festival")
    project.welcome(bob)
    for name in ("Review", "Soon", "Later"):
        json_of(ada.post("/columns", {"projectId": project.id, "name": name}))
    labels = [
        project.label(name, hue) for name, hue in (("Wood", "amber"), ("Iron", "red"), ("Glass", "teal"))
    ]
    fill(project, labels, [ada, bob])
    return project


def fill(project: Project, labels: list[str], people: list[Person]) -> None:
    columns = list(Column.objects.filter(project_id=project.id).order_by("position"))
    share = CARDS // len(columns)
    cards = [
        Card(
            project_id=project.id, column=column, number=place * share + nth + 1, position=position,
            title=f"Card {place * share + nth + 1}: " + ("paint the door " * (1 + nth % 4)).strip(),
            created_by_id=people[0].id,
        )
        for place, column in enumerate(columns)
        for nth, position in enumerate(first_positions(share))
    ]  # fmt: skip
    Card.objects.bulk_create(cards, batch_size=500)
    ProjectRow.objects.filter(pk=project.id).update(last_card=CARDS)
    labelled = [(card, label) for nth, card in enumerate(cards) for label in labels[: nth % 4]]
    CardLabel.objects.bulk_create(
        [CardLabel(project_id=project.id, card=card, label_id=label) for card, label in labelled],
        batch_size=500,
    )
    assigned = [(card, person) for nth, card in enumerate(cards) for person in people[: nth % 3]]
    CardAssignee.objects.bulk_create(
        [CardAssignee(project_id=project.id, card=card, user_id=it.id) for card, it in assigned],
        batch_size=500,
    )


@pytest.fixture
def board(window: Callable[..., Page], crowd: Project) -> Board:
    """The board with animations, as most people see it."""
    board = Board(window(crowd.owner, reduced_motion="no-preference"), crowd).open()
    board.page.wait_for_timeout(500)
    return board


def best(tries: Callable[[], float]) -> float:
    return min(tries() for _ in range(TRIES))


# ── It opens ──────────────────────────────────────────────────────────────────────────────────────


def test_the_page_is_small_and_shows_true_counts(window, crowd):
    page = window(crowd.owner)
    html = page.goto(crowd.path).body()
    assert len(html) < 300 * KB
    assert len(gzip.compress(html)) < 40 * KB
    expect(page.locator(".column__count")).to_have_text(["833"] * 6)


@pytest.fixture
def opening(window: Callable[..., Page], crowd: Project) -> Callable[..., dict[str, float]]:
    """Open the board in a new window, with the CPU throttled by `slower`; return the measurements."""

    def open_it(slower: int = 1) -> dict[str, float]:
        page = window(crowd.owner)
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
        page.goto(crowd.path)
        return page.evaluate(OPENING)

    return open_it


def test_it_opens_soon(opening):
    seen = [opening() for _ in range(3)]
    assert min(it["paint"] for it in seen) < 1500 * SLACK
    assert max(it["nodes"] for it in seen) <= 5_000


@pytest.mark.parametrize("slower", [1, 8])
def test_nothing_jumps_as_it_opens(opening, slower):
    """A slow CPU paints the board before it has parsed the rest of the page."""
    assert opening(slower)["shift"] <= 0.02


# ── It scrolls ────────────────────────────────────────────────────────────────────────────────────


def test_more_cards_come_as_one_scrolls_and_stop_before_they_are_too_many(board, crowd):
    cards = board.column("Todo").locator(".card")
    expect(cards).to_have_count(30)
    more = board.column("Todo").get_by_role("button", name="Show 200 more")

    def scroll() -> int:
        if not more.is_visible():
            cards.last.scroll_into_view_if_needed()
        return cards.count()

    expect_soon(scroll, lambda loaded: loaded == 330, board.page)
    numbers = [
        int(number) for number in cards.evaluate_all("(all) => all.map((card) => card.dataset.number)")
    ]
    assert numbers == list(range(1, 331))
    more.click()
    expect(cards).to_have_count(530)
    expect(more).to_be_visible()


def test_what_is_written_at_the_end_of_a_long_column_stays_in_sight(board):
    cards = board.column("Review").locator(".card")
    board.column("Review").locator(".column__foot button").click()
    board.page.keyboard.type("Hang the lanterns")
    board.page.wait_for_timeout(500)
    expect(board.page.get_by_role("button", name="Add", exact=True)).to_be_in_viewport(ratio=1)
    expect(cards).to_have_count(30)
    board.page.keyboard.press("Enter")
    expect(cards).to_have_count(31)
    expect(board.card("Hang the lanterns")).to_be_in_viewport(ratio=1)
    board.page.keyboard.press("Escape")
    expect(cards).to_have_count(81)


def test_no_frame_is_late_while_scrolling(board):
    board.page.evaluate(WATCH)
    left, top, width, _ = box_of(board.column("Todo"))
    board.page.mouse.move(left + width / 2, top + 300)

    def scroll() -> float:
        board.page.evaluate(TAKE)
        for _ in range(20):
            board.page.mouse.wheel(0, 240)
            board.page.wait_for_timeout(16)
        board.page.wait_for_timeout(200)
        return max(board.page.evaluate(TAKE))

    assert best(scroll) <= 50 * SLACK
    assert board.column("Todo").locator(".card").count() > 80


# ── It drags ──────────────────────────────────────────────────────────────────────────────────────


def test_a_drag_starts_at_once(board, crowd):
    board.page.evaluate(DRAG_STARTS)
    for nth in range(TRIES):
        board.lift(board.order()["Todo"][nth])
        board.page.mouse.up()
        expect(board.page.locator("body")).not_to_have_class("is-dragging")
    expect_soon(lambda: board.page.evaluate("starts_"), lambda starts: len(starts) == TRIES, board.page)
    assert min(board.page.evaluate("starts_")) <= 100 * SLACK


def test_no_frame_is_late_while_dragging(board):
    board.page.evaluate(WATCH)
    columns = [board.column(name) for name in ("In Progress", "Done", "Todo")]

    def drag() -> float:
        board.lift(board.order()["Todo"][2])
        board.page.evaluate(TAKE)
        for column in columns:
            left, top, width, _ = box_of(column)
            for step in range(12):
                board.page.mouse.move(left + width / 2, top + 120 + 30 * step)
                board.page.wait_for_timeout(20)
        late = max(board.page.evaluate(TAKE))
        board.page.keyboard.press("Escape")
        board.page.mouse.up()
        return late

    assert best(drag) <= 50 * SLACK


def test_a_card_is_dropped_far_down_a_column(board, crowd):
    """Drop among cards that were loaded by scrolling: the position is sent by neighbour, not by index."""
    cards = board.column("Todo").locator(".card")
    cards.nth(29).scroll_into_view_if_needed()
    expect(cards).to_have_count(80)
    title = board.order()["In Progress"][0]
    board.page.locator(".column__list").first.evaluate("(list) => list.scrollTo(0, 3000)")
    below = cards.nth(34)
    below.scroll_into_view_if_needed()
    board.drag(title, to=below)
    expect(cards).to_have_count(81)
    place = board.order()["Todo"].index(title)
    assert 30 < place < 40
    expect_soon(lambda: crowd.card(title)["version"], lambda version: version == 2, board.page)
    todo = [card["title"] for card in crowd.board()["cards"] if card["columnId"] == crowd.columns[0]]
    assert todo.index(title) == place


# ── It follows ────────────────────────────────────────────────────────────────────────────────────


def test_what_others_move_costs_less_than_a_frame(board, crowd):
    board.page.evaluate(REMOTE)
    titles = board.order()["Done"][:TRIES]
    for title in titles:
        crowd.move(title, to=1, after=None)
    expect_soon(lambda: board.page.evaluate("remote_"), lambda took: len(took) == TRIES, board.page)
    assert min(board.page.evaluate("remote_")) <= 16 * SLACK
    assert board.order()["In Progress"][:TRIES] == titles[::-1]


# ── It weighs little ──────────────────────────────────────────────────────────────────────────────


def weight(pages: dict[str, bytes], kind: str) -> float:
    """Kilobytes on the wire of all responses of one kind, compressed as in production."""
    return (
        sum(len(gzip.compress(body)) for url, body in pages.items() if url.split("?")[0].endswith(kind)) / KB
    )


def loaded(page: Page, path: str) -> dict[str, bytes]:
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto(path)
    page.wait_for_timeout(300)
    return {answer.url: answer.body() for answer in answers}


@pytest.mark.skipif(not BUNDLED, reason="the budgets are the bundle's (ASSETS=dist)")
def test_the_board_weighs_little(window, crowd):
    """Chunks that load later have budgets in tests/tooling/test_tooling.py."""
    page = window(crowd.owner)
    files = loaded(page, crowd.path)
    later = page.locator("link[data-later]").evaluate_all("(links) => links.map((link) => link.href)")
    assert later
    assert weight({url: body for url, body in files.items() if url not in later}, ".css") <= 20
    assert sum(len(body) for url, body in files.items() if url.endswith(".woff2")) <= 70 * KB


@pytest.mark.skipif(not BUNDLED, reason="the budgets are the bundle's (ASSETS=dist)")
def test_other_pages_weigh_less(window, crowd):
    """All that is ever fetched, most of it after the first paint: tests/tooling holds the first load."""
    files = loaded(window(crowd.owner), "/projects")
    assert weight(files, ".js") + weight(files, "jsi18n") <= 18  # the list of projects is live


def test_the_sanitizer_comes_only_with_what_it_cleans():
    entries = [Path(settings.BASE_DIR, "static/js", name).read_text() for name in ("board.js", "site.js")]
    assert not any("dompurify" in text for text in entries)
