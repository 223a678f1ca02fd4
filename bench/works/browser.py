"""A board of 5,000 cards in Chromium: time to load, response to input, and size."""

import gzip
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from bench.browser.bundle import BUNDLE, compressed_size, first_load
from bench.browser.chromium import browsing, chromium, expect_live, slow_down, until, window
from bench.browser.page_scripts import DRAG_STARTS, INTERACTIONS, OPENING, REMOTE, WEIGHT
from bench.contestants.reading import KanbanPages
from bench.figures import Figures, Mark, Reading, Work, absolute
from bench.servers import Servers
from bench.tokens import token_of
from bench.works.load import percentile
from bench.world import World

PAINT, PHONE = "largest paint (LCP)", "largest paint, 4G and a processor 4 × slower"
INPUT, DRAG, REMOTE_MOVE = "answer to input (INP, 75th percentile)", "start of a drag", "another's move"
SHIFT, NODES, HTML = "layout shift (CLS)", "nodes", "HTML, compressed"
SCRIPTS, ALL, STYLES, FONTS = "scripts it waits for", "scripts in all", "styles", "fonts"
VISITS, REPEATS = 4, 8
PHONE_SLOWDOWN = 4
LEAST_REPORTED_MS = 16.0
"""Chromium reports no faster interactions."""


@dataclass(frozen=True)
class Visits:
    """Parameters of the visits: `count` of each kind, all signed in as the same person."""

    browser: Browser
    url: str
    path: str
    cookie: dict[str, str]
    count: int


def measure(servers: Servers, name: str) -> list[Reading]:
    """Return no readings if Chromium is not installed."""
    path = chromium()
    if path is None:
        return []
    with servers.serving(name) as contestant, browsing(path) as browser:
        assert isinstance(contestant, KanbanPages)
        world = contestant.world(people=2, cards=servers.testbed.sizes.many_cards // 2)
        url = f"http://127.0.0.1:{contestant.port}"
        cookie = contestant.companion.ask("session", person=world.people[0]["id"], url=url)
        board = f"/projects/{world.boards[0].project}"
        visits = Visits(browser, url, board, cookie, 1 if servers.testbed.smoke else VISITS)
        return [*loading(visits), *sizes(visits), *using(visits, world)]


# ── Loading ────────────────────────────────────────────────────────────────────────────────────
def loading(visits: Visits) -> list[Reading]:
    desktop = [load(visits) for _ in range(visits.count)]
    phone = [load(visits, slower=PHONE_SLOWDOWN) for _ in range(visits.count)]
    return [
        Reading(
            PHONE, "ms", median(seen["paint"] for seen in phone), note=f"Chromium {visits.browser.version}"
        ),
        Reading(PAINT, "ms", median(seen["paint"] for seen in desktop)),
        Reading(SHIFT, "", max(seen["shift"] for seen in [*desktop, *phone])),
        Reading(NODES, "", max(seen["nodes"] for seen in [*desktop, *phone])),
    ]


def load(visits: Visits, slower: int = 1) -> dict[str, float]:
    with window(visits.browser, visits.url, visits.cookie) as page:
        if slower > 1:
            slow_down(page, slower)
        page.goto(visits.path)
        seen: dict[str, float] = page.evaluate(OPENING)
        return seen


def sizes(visits: Visits) -> list[Reading]:
    with window(visits.browser, visits.url, visits.cookie) as page:
        response = page.goto(visits.path)
        assert response is not None
        found = {HTML: len(gzip.compress(response.body()))}
        expect_live(page)
        page.wait_for_timeout(500)
        found |= {FONTS: page.evaluate(WEIGHT, ".woff2")}
        if BUNDLE.exists():
            found |= {
                SCRIPTS: compressed_size(*first_load("board.js", "site.js")),
                ALL: page.evaluate(WEIGHT, ".js"),
            }
            found |= {STYLES: compressed_size("app.css", "board.css")}
    return [Reading(measure, "KiB", size / 1024) for measure, size in found.items()]


# ── Using ──────────────────────────────────────────────────────────────────────────────────────
def using(visits: Visits, world: World) -> list[Reading]:
    worst, starts, moves = [], [], []
    for _ in range(visits.count):
        with window(visits.browser, visits.url, visits.cookie) as page:
            page.goto(visits.path)
            expect_live(page)
            page.wait_for_timeout(500)
            worst.append(slowest_interaction(page))
            starts += drag_starts(page)
            moves += remote_moves(page, world)
    return [
        Reading(INPUT, "ms", percentile(worst, 0.75)),
        Reading(DRAG, "ms", median(starts)),
        Reading(REMOTE_MOVE, "ms", median(moves)),
    ]


def slowest_interaction(page: Page) -> float:
    """Open a card, navigate, lift, filter and write; return the slowest interaction in milliseconds."""
    page.evaluate(INTERACTIONS)
    page.locator(".card__link").first.click()
    page.wait_for_timeout(300)
    page.keyboard.press("Escape")
    page.locator(".card__link").nth(1).focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "Space", "ArrowDown", "Escape"):
        page.keyboard.press(key)
        page.wait_for_timeout(80)
    for _ in range(2):
        page.locator("button[data-filter=mine]").click()
        page.wait_for_timeout(80)
    page.locator(".column__foot button").first.click()
    page.keyboard.type("Paint the door", delay=30)
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    return max(page.evaluate("slow_"), default=LEAST_REPORTED_MS)


def drag_starts(page: Page) -> list[float]:
    page.evaluate(DRAG_STARTS)
    for number in range(REPEATS):
        card = page.locator(".column").nth(1).locator(".card").nth(number % 4)
        card.scroll_into_view_if_needed()
        box = card.bounding_box()
        assert box is not None
        left, middle = box["x"], box["y"] + box["height"] / 2
        page.mouse.move(left + 20, middle)
        page.mouse.down()
        page.mouse.move(left + 32, middle + 8, steps=4)
        until(page, f"starts_.length > {number}")
        page.mouse.up()
        until(page, "!document.body.classList.contains('is-dragging')")
    starts: list[float] = page.evaluate("starts_")
    return starts


def remote_moves(page: Page, world: World) -> list[float]:
    """Have another user move visible cards to the top of the next column; return the times to apply them."""
    page.evaluate(REMOTE)
    board = world.boards[0]
    for number in range(REPEATS):
        card, neighbour = board.cards[number], board.cards[number + 1]
        moved = move(page, world.people[1], card["id"], {
            "columnId": neighbour["columnId"], "after": None, "version": board.versions.get(card["id"], 1),
        })  # fmt: skip
        board.record(moved)
    until(page, f"remote_.length >= {REPEATS}")
    moves: list[float] = page.evaluate("remote_")
    return moves


def move(page: Page, person: dict[str, Any], card: str, target: dict[str, Any]) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token_of(person)}"}
    response = page.request.post(f"/api/v1/cards/{card}/move", data=target, headers=headers)
    assert response.ok, response.text()
    card_wire: dict[str, Any] = response.json()
    return card_wire


# ── Budgets ───────────────────────────────────────────────────────────────────────────────────
BUDGETS = {
    PHONE: 1500,
    INPUT: 150,
    DRAG: 100,
    REMOTE_MOVE: 16,
    SHIFT: 0.02,
    NODES: 5000,
    HTML: 40,
    SCRIPTS: 45,
    STYLES: 20,
    FONTS: 70,
}


def marks(figures: Figures) -> list[Mark]:
    return [
        mark
        for measure, most in BUDGETS.items()
        for mark in absolute(measure, figures.find(KanbanPages.name, measure), most=most)
    ]


WORK = Work(
    name="browser",
    title="The board in Chromium",
    explained=(
        "A board of 5,000 cards in headless Chromium, on the client's core, each visit in a new window with"
        " nothing cached. The answer to input is the slowest interaction of a visit in which a card is opened"
        " and closed, cards are walked through and lifted by keys, filtered, and one is written; the 75th"
        " percentile of the visits. A drag starts with the first movement and ends with the frame that shows"
        " the card in hand; another's move is from its event's arrival to the layout that has it. Sizes are"
        " those of the bundle, compressed."
    ),
    contestants=(KanbanPages.name,),
    measure=measure,
    marks=marks,
)
