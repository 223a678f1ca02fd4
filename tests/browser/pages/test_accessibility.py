"""axe finds no violation on any page, light and dark, wide and narrow, with menus and dialogs open."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.support.board import Board
from tests.browser.support.projects import Project

SIZES: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}

MARKDOWN = """# Loud <title>

and `clear`, [twice](https://example.com), ![seen](https://example.com/a.png "from afar")

- [ ] a task
- [x] another

2026. a year

| Left | Right | Middle | A column that needs much room |
|:-----|------:|:------:|-------------------------------|
| a    |     1 |   b    | averylongwordthatneedsroom    |

> quoted `code`

```python title=x
# a comment
@decorated
def f(a: int = 3.11) -> str: return f"{a}"  # a line that is longer than the screen of a phone
```

```diff
-old
+new
```
"""


@pytest.fixture(params=SIZES)
def look(request, window) -> Callable[..., Page]:
    """Function that opens a window without CSP, because axe is injected as an inline script."""
    return lambda who=None: window(who, bypass_csp=True, **SIZES[request.param])


@pytest.fixture
def project(ada, bob) -> Project:
    """Project with a card that shows every kind of badge."""
    project = Project(ada)
    project.welcome(bob)
    labels = [
        project.label(name, hue) for name, hue in (("Wood", "amber"), ("Iron", "red"), ("Glass", "teal"))
    ]
    people = [ada.id, bob.id]
    late, soon = "2020-01-02T03:04:05.000Z", "2030-01-02T03:04:05.000Z"
    project.add("Paint the door", labelIds=labels, assigneeIds=people, dueAt=late, description=MARKDOWN)
    project.add("Oil the lamp", labelIds=labels[:1], assigneeIds=people[:1], dueAt=soon)
    project.add("Call the boat", column=1, description="# Loud\n\nand `clear`, [twice](https://example.com)")
    project.invitation("viewer", email="someone@example.com")
    return project


def expect_clean(page: Page, what: str) -> None:
    page.wait_for_load_state()
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    assert findings(page) == [], f"{what}, light"
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    # The markup is the same in dark, so only colour contrast can differ.
    assert findings(page, runOnly=["color-contrast", "link-in-text-block"]) == [], f"{what}, dark"


def findings(page: Page, **options: Any) -> list[str]:
    answer = Axe().run(page, options={"preload": False, **options}).response
    assert answer["passes"], "axe did not look"
    return [
        f"{it['id']}: {it['help']} — {node['html'][:200]} {node['failureSummary'][:200]}"
        for it in answer["violations"]
        for node in it["nodes"]
    ]


def test_the_sign_in_pages(look, project, browser_errors):
    browser_errors.expect("404")
    page = look()
    link = project.invitation()["url"]
    for path in (
        "/login",
        "/register",
        "/password",
        link,
        "/invitations/none",
        "/password/x",
        "/licence",
        "/nowhere",
    ):
        page.goto(path)
        expect_clean(page, path)
    page.goto("/login")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")
    expect_clean(page, "errors in a form")


def test_the_pages(look, ada, project):
    page = look(ada)
    own = ("/profile", "/profile/password", "/profile/sign-ins", "/profile/delete", "/confirm")
    theirs = ("/members", "/cards/1")
    for path in ("/projects", "/projects/new", *own, *(project.path + path for path in theirs)):
        page.goto(path)
        expect_clean(page, path)
    page.get_by_text("Edit", exact=True).click()
    expect_clean(page, "a card that is edited")
    page.goto("/projects")
    page.get_by_role("button", name="Your menu").click()
    expect_clean(page, "the menu of a person")


def test_the_pages_of_someone_new(look, eve):
    page = look(eve)
    page.goto("/projects")
    expect_clean(page, "no projects")


def test_the_board(look, ada, bob, window, project):
    Board(window(bob), project).open()
    board = Board(look(ada), project).open()
    expect_clean(board.page, "a board")
    board.card("Paint the door").focus()
    board.page.keyboard.press("Space")
    expect_clean(board.page, "a lifted card")
    board.page.keyboard.press("ArrowDown")
    board.page.keyboard.press("Space")
    expect(board.toast).to_be_visible()
    expect_clean(board.page, "a notice")
    board.column("Todo").locator(".column__foot button").click()
    expect_clean(board.page, "the form for a card")
    board.page.keyboard.press("Escape")
    board.button("Add a column").click()
    expect_clean(board.page, "the form for a column")


def test_the_menus_of_the_board(look, ada, project):
    board = Board(look(ada), project).open()
    board.card("Oil the lamp").focus()
    board.page.keyboard.press("Tab")
    board.page.keyboard.press("Tab")
    board.page.keyboard.press("Enter")
    expect_clean(board.page, "the menu of a card")
    board.page.keyboard.press("Escape")
    board.button("Menu of Todo").click()
    expect_clean(board.page, "the menu of a column")
    board.page.get_by_role("menuitem", name="Name and limit…").click()
    expect_clean(board.page, "the dialog of a column")
    board.page.keyboard.press("Escape")
    board.card("Oil the lamp").focus()
    board.page.keyboard.press("m")
    expect_clean(board.page, "moving by the dialog")
    board.page.keyboard.press("Escape")
    board.page.keyboard.press("?")
    expect_clean(board.page, "the shortcuts")


def test_the_card_over_the_board(look, ada, project):
    board = Board(look(ada), project).open()
    board.link("Paint the door").click()
    sheet = board.page.get_by_role("dialog", name="Paint the door")
    expect(sheet.get_by_role("heading", name="Labels")).to_be_visible()
    expect_clean(board.page, "a card")
    for picker in ("Choose assignees", "Choose labels", "Set the dates"):
        sheet.get_by_role("button", name=picker).click()
        expect_clean(board.page, picker)
        board.page.keyboard.press("Escape")
    sheet.get_by_text("Edit", exact=True).click()
    expect_clean(board.page, "a card that is edited")


def test_a_board_that_is_offline_or_only_read(look, cleo, project):
    project.welcome(cleo, "viewer")
    board = Board(look(cleo), project).open()
    expect_clean(board.page, "a viewer's board")
    board.page.evaluate("document.querySelector('#offline').hidden = false")
    board.page.evaluate("document.querySelector('#offline [data-text]').textContent = 'You’re offline.'")
    board.page.evaluate("document.querySelector('kr-status').dataset.state = 'offline'")
    expect_clean(board.page, "an offline board")
