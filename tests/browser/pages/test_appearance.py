"""Theme and language: chosen once, kept on every page, rendered by the server."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.support.board import Board
from tests.browser.support.people import json_of
from tests.browser.support.projects import Project

# Words that stay in Latin letters in Russian.
FOREIGN = {"Kanban", "Realtime", "English", "Esc", "Del", "Ctrl", "Enter", "Shift", "Markdown", "WEB", "UTC"}
FOREIGN |= {"example", "com", "http", "invitations", "bold", "code", "MIT", "AltGr", "Option"}
FOREIGN |= {"WebSocket", "Upgrade", "Connection", "HTML", "python"}

# All text of the page for eyes and screen readers, hidden parts included.
WORDS = """() => {
  const texts = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const look = (root) => {
    for (const node of [root, ...root.querySelectorAll('*')]) {
      const names = ['aria-label', 'title', 'placeholder', 'alt'];
      texts.push(...names.map((name) => node.getAttribute?.(name) ?? ''));
      if (node.matches?.('script, style, [data-copy-of]')) continue;
      for (const child of node.childNodes) if (child.nodeType === 3) texts.push(child.textContent);
      if (node.localName === 'template') look(node.content.firstElementChild);
    }
  };
  look(document.body);
  return texts.map((text) => text.trim()).filter(Boolean);
}"""


def background(page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


# ── Themes ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_a_theme_is_kept_and_painted_before_any_script_runs(window, ada, server):
    page = window(ada)
    page.goto("/projects")
    light = background(page)
    page.get_by_role("button", name="Your menu").click()
    with page.expect_response("**/api/v1/me"):
        page.get_by_role("button", name="Dark").click()
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    dark = background(page)
    assert dark != light
    other = window(ada, java_script_enabled=False)
    other.goto("/projects")
    assert other.locator("html").get_attribute("data-theme") == "dark"
    assert json_of(ada.get("/me"))["theme"] == "dark"


def test_a_visitor_may_choose_a_theme_too(window):
    page = window()
    page.goto("/login")
    page.get_by_role("button", name="Dark").click()
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    dark = background(page)
    page.goto("/register")
    assert background(page) == dark
    page.get_by_role("button", name="System").click()
    expect(page.get_by_role("button", name="System")).to_have_attribute("aria-pressed", "true")
    assert background(page) != dark


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_chose_nothing_gets_what_the_system_has(window, scheme):
    page = window(color_scheme=scheme)
    page.goto("/login")
    lightness = [int(part) for part in re.findall(r"\d+", page.evaluate(PIXEL))]
    assert (sum(lightness[:3]) > 500) == (scheme == "light")


PIXEL = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d');
  canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
  canvas.fillRect(0, 0, 1, 1);
  return canvas.getImageData(0, 0, 1, 1).data.join(' ');
}"""


# ── Languages ─────────────────────────────────────────────────────────────────────────────────────


def test_the_language_is_switched_in_place_and_goes_with_the_person(window, ada):
    page = window(ada)
    page.goto("/projects/new")
    page.get_by_role("button", name="Your menu").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Русский").click()
    expect(page).to_have_url(re.compile("/projects/new$"))
    expect(page.get_by_role("heading", name="Новый проект")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "ru"
    other = window(ada)
    other.goto("/projects")
    assert other.locator("html").get_attribute("lang") == "ru"


def test_a_visitor_gets_the_browsers_language(window):
    page = window(locale="ru-RU")
    page.goto("/login")
    expect(page.get_by_role("button", name="Войти")).to_be_visible()


@pytest.fixture
def anna(person):
    return person("Анна Ахматова", locale="ru")


@pytest.fixture
def lighthouse(anna, person) -> Project:
    """Project whose user content is all in Russian."""
    project = Project(anna, "Маяк")
    for column, name in zip(project.board()["columns"], ("Начать", "Делается", "Готово"), strict=True):
        json_of(anna.patch(f"/columns/{column['id']}", {"version": 1, "name": name, "wipLimit": 9}))
    labels = [project.label(name) for name in ("Дерево", "Железо")]
    friend = person("Борис Пастернак")
    project.welcome(friend)
    people = [anna.id, friend.id]
    project.add("Покрасить дверь", labelIds=labels, assigneeIds=people, dueAt="2020-01-02T03:04:05.000Z")
    project.add("Смазать лампу", description="Медленно")
    project.invitation()
    return project


def english(page, *known: str) -> list[str]:
    """Words in Latin letters that should be Russian."""
    return [
        text for text in page.evaluate(WORDS) if {*re.findall(r"[A-Za-z]{2,}", text)} - FOREIGN - {*known}
    ]


PAGES = ["/projects", "/projects/new", "{}", "{}/members", "{}/cards/1", "{}/cards/2", "/nowhere"]


@pytest.mark.parametrize("path", PAGES)
def test_no_english_is_left_on_a_russian_page(window, anna, lighthouse, path, browser_errors):
    browser_errors.expect("404")
    page = window(anna)
    page.goto(path.format(lighthouse.path))
    assert english(page, lighthouse.key) == []


@pytest.mark.parametrize("path", ["/login", "/register", "/invitations/nothing"])
def test_no_english_is_left_on_a_russian_sign_in_page(window, path, browser_errors):
    browser_errors.expect("404")
    page = window(locale="ru-RU")
    page.goto(path)
    assert english(page) == []


def test_errors_of_forms_are_russian(window):
    page = window(locale="ru-RU")
    page.goto("/register")
    page.get_by_label("Ваше имя").fill("Фёдор")
    page.get_by_label("Эл. почта").fill("нет")
    page.get_by_label("Пароль", exact=True).fill("1234")
    page.get_by_role("button", name="Зарегистрироваться").click()
    expect(page.get_by_label("Эл. почта")).to_have_attribute("aria-invalid", "true")
    assert english(page) == []


@pytest.mark.sqlite
def test_what_scripts_say_is_russian(window, anna, lighthouse):
    board = Board(window(anna), lighthouse).open()
    expect(board.status).to_have_text("На связи")
    board.card("Смазать лампу").focus()
    board.page.keyboard.press("Space")
    expect(board.announced).to_contain_text("Смазать лампу")
    board.page.keyboard.press("Escape")
    board.page.keyboard.press("m")
    board.page.keyboard.press("Escape")
    board.page.keyboard.press("e")
    expect(board.toast).to_be_visible()
    board.button("Меню колонки «Готово»").focus()
    board.page.keyboard.press("?")
    board.page.keyboard.press("Escape")
    assert english(board.page, lighthouse.key) == []


def test_russian_counts_agree_with_their_nouns(window, anna, lighthouse):
    page = window(anna)
    page.goto("/projects")
    expect(page.get_by_role("listitem").filter(has_text="Маяк")).to_contain_text(
        re.compile("2 открытые карточки")
    )
