"""Names in Hebrew and Arabic keep their direction to themselves, wherever a page shows them."""

import pytest
from playwright.sync_api import Page

from tests.browser.support.board import Board
from tests.browser.support.people import json_of
from tests.browser.support.projects import Project

NAME = "שלום (1)"

# Elements that show the name within other text, or let it share the direction of what surrounds them.
UNGUARDED = """
(name) => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement;
    if (element.closest("script, template, title, option, .sr, .prose") || !node.data.includes(name)) {
      continue;
    }
    const { display, unicodeBidi } = getComputedStyle(element);
    const alone = node.data.trim() === name || element.textContent.trim() === node.data.trim();
    const apart = display !== "inline" || unicodeBidi !== "normal";
    if (!alone || !apart) found.push(`${element.outerHTML.slice(0, 160)} (${display}, ${unicodeBidi})`);
  }
  return found;
}
"""


@pytest.fixture
def project(person, ada) -> Project:
    owner = person(NAME)
    project = Project(owner, NAME)
    project.welcome(ada)
    for column in project.board()["columns"]:
        json_of(owner.patch(f"/columns/{column['id']}", {"version": 1, "name": NAME}))
    label = project.label(NAME)
    project.add(NAME, column=0, description=NAME, assigneeIds=[owner.id, ada.id], labelIds=[label])
    json_of(owner.post(f"/projects/{project.id}/messages", {"text": f"{NAME}, @Ada Lovelace"}))
    json_of(owner.post(f"/cards/{project.card(NAME)['id']}/comments", {"text": NAME}))
    project.add("gone", column=1)
    project.archive("gone")
    return project


def unguarded(page: Page) -> list[str]:
    found: list[str] = page.evaluate(UNGUARDED, NAME)
    return found


def test_pages_isolate_names(window, ada, project):
    page = window(ada)
    paths = ("members", "activity", "archive", "cards/1", "files")
    for path in ("/projects", "/notifications", *(f"{project.path}/{path}" for path in paths)):
        page.goto(path)
        assert page.get_by_text(NAME).count() > 0 or path.endswith("files"), path
        assert unguarded(page) == [], path


def test_a_board_isolates_names(window, ada, project):
    board = Board(window(ada), project).open()
    assert unguarded(board.page) == []
