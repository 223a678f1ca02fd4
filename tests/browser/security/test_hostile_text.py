"""User content is text: no script in it ever runs, wherever it is shown."""

import pytest
from playwright.sync_api import Page, expect

from core.names import clean_name
from tests.browser.support.board import Board
from tests.browser.support.people import json_of
from tests.browser.support.projects import Project

STRINGS = [
    "<script>window.__xss=1</script>",
    "<img src=x onerror=window.__xss=1>",
    "<svg onload=window.__xss=1>",
    "<svg><script>window.__xss=1</script></svg>",
    "<svg><a xlink:href='javascript:window.__xss=1'><text>x</text></a></svg>",
    "<iframe srcdoc='<script>parent.__xss=1</script>'></iframe>",
    "<iframe src='javascript:parent.__xss=1'></iframe>",
    "<body onload=window.__xss=1>",
    "<details open ontoggle=window.__xss=1>",
    "<input autofocus onfocus=window.__xss=1>",
    "<video><source onerror=window.__xss=1>",
    "<math><mtext><script>window.__xss=1</script></mtext></math>",
    "<form action='javascript:window.__xss=1'><button>x</button></form>",
    "<template><script>window.__xss=1</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=window.__xss=1>'>",
    "<style>*{background:url('javascript:window.__xss=1')}</style>",
    "<link rel=stylesheet href='data:text/css,*{color:red}'>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=javascript:window.__xss=1'>",
    "<a href='javascript:window.__xss=1'>x</a>",
    "[x](javascript:window.__xss=1)",
    "[x](data:text/html,<script>window.__xss=1</script>)",
    "![x](x' onerror='window.__xss=1)",
    "<javascript:window.__xss=1>",
    "' onmouseover='window.__xss=1' x='",
    '" onmouseover="window.__xss=1" x="',
    '" autofocus onfocus=window.__xss=1 x="',
    "--><script>window.__xss=1</script><!--",
    "]]><script>window.__xss=1</script>",
    "</script><script>window.__xss=1</script>",
    "</textarea><script>window.__xss=1</script>",
    "</title><script>window.__xss=1</script>",
    "</template><img src=x onerror=window.__xss=1>",
    "{{constructor.constructor('window.__xss=1')()}}",
    "%(n)s %(card)s ${window.__xss=1} {% csrf_token %} {{ request }}",
    "\u202ewindow.__xss\u202c \u200b\ufeff 𝕏 Z͑ͫ̓a̴l̸g̶o",
]

# Payloads per description.
TOGETHER = 4


@pytest.fixture
def villain(person):
    return person('<img src=x onerror=window.__xss=1> "Mallory"')


@pytest.fixture
def lair(villain, ada) -> Project:
    """Project in which every text is a script injection."""
    project = Project(villain, "</script><img src=x onerror=window.__xss=1>'\"")
    project.welcome(ada)
    for column in project.board()["columns"]:
        changed = {"version": 1, "name": "<img src=x onerror=window.__xss=1>\"'"}
        json_of(villain.patch(f"/columns/{column['id']}", changed))
    labels = [project.label(text[:60]) for text in STRINGS[:6]]
    for number, text in enumerate(STRINGS):
        people = [villain.id, ada.id] if number % 2 else []
        some = labels if number % 3 == 0 else []
        words = "\n\n".join(STRINGS[number : number + TOGETHER])
        project.add(text, column=number % 3, description=words, assigneeIds=people, labelIds=some)
    return project


def expect_unharmed(page: Page) -> None:
    page.wait_for_timeout(50)
    assert page.evaluate("[typeof window.__xss, document.baseURI.startsWith(location.origin)]") == [
        "undefined",
        True,
    ]


def hover_all(page: Page, selector: str) -> None:
    for thing in page.locator(selector).all()[:12]:
        thing.hover()


def test_a_board_shows_it_as_it_was_written(window, ada, lair):
    board = Board(window(ada), lair).open()
    titles = board.page.locator(".card__link").all_text_contents()
    assert sorted(" ".join(title.split()) for title in titles) == sorted(
        " ".join(clean_name(text).split()) for text in STRINGS
    )
    hover_all(board.page, ".card")
    expect_unharmed(board.page)


def test_cards_show_it_as_text(window, ada, lair):
    page = window(ada)
    for number in range(1, len(STRINGS) + 1, TOGETHER):
        page.goto(f"{lair.path}/cards/{number}")
        expect(page.locator(".sheet__title")).to_contain_text(STRINGS[number - 1].split()[0])
        assert (
            page.locator(".prose :is(script, iframe, svg, form, input, style, link, meta, base)").count() == 0
        )
        assert page.locator(".prose a[href^='javascript'], .prose a[href^='data']").count() == 0
        expect_unharmed(page)


def test_a_card_over_the_board_shows_it_as_text(window, ada, lair):
    board = Board(window(ada), lair).open()
    for number in (1, 2, 9, 22):
        board.page.locator(f".card[data-number='{number}'] .card__link").click()
        expect(board.page.locator("#card-dialog .sheet__title")).to_be_visible()
        board.page.get_by_role("button", name="Choose labels").click()
        expect_unharmed(board.page)
        board.page.keyboard.press("Escape")
        board.page.keyboard.press("Escape")
        expect(board.page.locator("#card-dialog")).to_be_hidden()


def test_pages_around_show_it_as_text(window, ada, villain, lair):
    page = window(ada)
    for path in ("/projects", f"{lair.path}/members"):
        page.goto(path)
        hover_all(page, "main :is(.av, .tile, li:not(.sr *))")
        expect_unharmed(page)
    guest = window()
    guest.goto(lair.invitation()["url"])
    expect(guest.get_by_role("heading", name="</script>")).to_be_visible()
    expect_unharmed(guest)
    own = window(villain)
    own.goto("/projects")
    own.get_by_role("button", name="Your menu").click()
    expect_unharmed(own)


def test_it_arrives_live_as_text(window, ada, villain, lair):
    """Covers everything that scripts insert: fragments, toasts, announcements, dialogs."""
    board = Board(window(ada), lair).open()
    for text in STRINGS:
        lair.add(f"{text} !")
    json_of(villain.post("/columns", {"projectId": lair.id, "name": STRINGS[1]}))
    json_of(villain.patch("/me", {"displayName": STRINGS[2]}))
    expect(board.page.locator(".column[data-id]")).to_have_count(4)
    expect(board.page.locator(".column[data-id] .card")).to_have_count(2 * len(STRINGS))
    card = board.page.locator(".card").first
    card.focus()
    for key in ("Space", "ArrowRight", "Space", "i", "m"):
        board.page.keyboard.press(key)
    expect(board.page.get_by_role("dialog", name="Move to a column")).to_be_visible()
    board.page.keyboard.press("Escape")
    board.page.keyboard.press("e")
    expect(board.toast).to_be_visible()
    board.page.locator("[data-action=column-menu]").last.click()
    board.page.get_by_role("menuitem", name="Delete").click()
    expect(board.toast).to_contain_text("<img src=x")
    expect_unharmed(board.page)


def test_it_is_written_by_hand_and_stays_text(window, ada, project):
    board = Board(window(ada), project).open()
    board.add("Todo", *STRINGS[:5])
    expect(board.column("Todo").locator(".card")).to_have_count(8)
    board.choose("Oil the lamp", "Rename")
    board.page.keyboard.type(STRINGS[1])
    board.page.keyboard.press("Enter")
    expect(board.link(STRINGS[1])).to_have_count(2)
    expect_unharmed(board.page)
