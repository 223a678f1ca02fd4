"""The board of 5,000 cards in Chromium: how soon it is there, how it answers, what it weighs."""

import gzip
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from bench.browsing import browsing, chromium, expect_live, slow_down, until, window
from bench.contestants.reading import KanbanPages
from bench.figures import Figures, Mark, Reading, Work, absolute
from bench.ground import Ground
from bench.tokens import token_of
from bench.watching import DRAG_STARTS, INTERACTIONS, OPENING, REMOTE, WEIGHT
from bench.weighing import BUNDLE, first_load, zipped
from bench.works.crowd import percentile
from bench.world import World

PAINT, PHONE = "largest paint (LCP)", "largest paint, 4G and a processor 4 × slower"
INPUT, DRAG, REMOTE_MOVE = "answer to input (INP, 75th percentile)", "start of a drag", "another's move"
SHIFT, NODES, HTML = "layout shift (CLS)", "nodes", "HTML, compressed"
SCRIPTS, ALL, STYLES, FONTS = "scripts it waits for", "scripts in all", "styles", "fonts"
VISITS, TRIES = 4, 8
SLOWER = 4
LEAST_TOLD = 16.0
"""Chromium tells of no interaction that was faster."""


@dataclass(frozen=True)
class Visits:
    """`count` of each kind, all with the cookie of one person."""

    browser: Browser
    url: str
    path: str
    cookie: dict[str, str]
    count: int


def measure(ground: Ground, name: str) -> list[Reading]:
    """Nothing where Chromium is not here."""
    path = chromium()
    if path is None:
        return []
    with ground.serving(name) as contestant, browsing(path) as browser:
        assert isinstance(contestant, KanbanPages)
        world = contestant.world(people=2, cards=ground.sizes.many_cards // 2)
        cookie = contestant.companion.ask("session", person=world.people[0]["id"])
        board = f"/projects/{world.boards[0].project}"
        url = f"http://127.0.0.1:{contestant.port}"
        visits = Visits(browser, url, board, cookie, 1 if ground.smoke else VISITS)
        return [*opening(visits), *weight(visits), *using(visits, world)]


# ── Opening it ────────────────────────────────────────────────────────────────────────────────────
def opening(visits: Visits) -> list[Reading]:
    here = [opened(visits) for _ in range(visits.count)]
    phone = [opened(visits, slower=SLOWER) for _ in range(visits.count)]
    return [
        Reading(
            PHONE, "ms", median(seen["paint"] for seen in phone), note=f"Chromium {visits.browser.version}"
        ),
        Reading(PAINT, "ms", median(seen["paint"] for seen in here)),
        Reading(SHIFT, "", max(seen["shift"] for seen in [*here, *phone])),
        Reading(NODES, "", max(seen["nodes"] for seen in [*here, *phone])),
    ]


def opened(visits: Visits, slower: int = 1) -> dict[str, float]:
    with window(visits.browser, visits.url, visits.cookie) as page:
        if slower > 1:
            slow_down(page, slower)
        page.goto(visits.path)
        seen: dict[str, float] = page.evaluate(OPENING)
        return seen


def weight(visits: Visits) -> list[Reading]:
    with window(visits.browser, visits.url, visits.cookie) as page:
        answer = page.goto(visits.path)
        assert answer is not None
        found = {HTML: len(gzip.compress(answer.body()))}
        expect_live(page)
        page.wait_for_timeout(500)
        found |= {FONTS: page.evaluate(WEIGHT, ".woff2")}
        if BUNDLE.exists():
            found |= {SCRIPTS: zipped(*first_load("board.js", "site.js")), ALL: page.evaluate(WEIGHT, ".js")}
            found |= {STYLES: zipped("app.css", "board.css")}
    return [Reading(measure, "KiB", size / 1024) for measure, size in found.items()]


# ── Using it ──────────────────────────────────────────────────────────────────────────────────────
def using(visits: Visits, world: World) -> list[Reading]:
    worst, starts, moves = [], [], []
    for _ in range(visits.count):
        with window(visits.browser, visits.url, visits.cookie) as page:
            page.goto(visits.path)
            expect_live(page)
            page.wait_for_timeout(500)
            worst.append(touched(page))
            starts += dragged(page)
            moves += followed(page, world)
    return [
        Reading(INPUT, "ms", percentile(worst, 0.75)),
        Reading(DRAG, "ms", median(starts)),
        Reading(REMOTE_MOVE, "ms", median(moves)),
    ]


def touched(page: Page) -> float:
    """The slowest of what one does on a board: open a card and close it, walk, lift, filter, write."""
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
    return max(page.evaluate("slow_"), default=LEAST_TOLD)


def dragged(page: Page) -> list[float]:
    page.evaluate(DRAG_STARTS)
    for number in range(TRIES):
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


def followed(page: Page, world: World) -> list[float]:
    """Cards that can be seen go to the top of the column beside theirs."""
    page.evaluate(REMOTE)
    board = world.boards[0]
    for number in range(TRIES):
        card, beside = board.cards[number], board.cards[number + 1]
        told = move(page, world.people[1], card["id"], {
            "columnId": beside["columnId"], "after": None, "version": board.versions.get(card["id"], 1),
        })  # fmt: skip
        board.moved(told)
    until(page, f"remote_.length >= {TRIES}")
    moves: list[float] = page.evaluate("remote_")
    return moves


def move(page: Page, person: dict[str, Any], card: str, wish: dict[str, Any]) -> dict[str, Any]:
    held = {"Authorization": f"Bearer {token_of(person)}"}
    answer = page.request.post(f"/api/v1/cards/{card}/move", data=wish, headers=held)
    assert answer.ok, answer.text()
    told: dict[str, Any] = answer.json()
    return told


# ── Its budgets ───────────────────────────────────────────────────────────────────────────────────
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
