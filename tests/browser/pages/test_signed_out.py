"""A page whose session is lost says so, lets its person sign in again in place, and goes on by itself."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from chat.models import Message
from tests.browser.conftest import Newcomer, Window
from tests.browser.support.browser_errors import BrowserErrors
from tests.browser.support.chat import Chat
from tests.browser.support.people import sign_in
from tests.browser.support.projects import Project
from tests.support.people import Person

PASSWORD = "a long walk to the harbour"
SENTENCE = "You’ve been signed out. Sign in again to go on."


@pytest.fixture(autouse=True)
def refusals_are_told(browser_errors: BrowserErrors) -> None:
    browser_errors.expect(r"status of 401")


@pytest.fixture
def chat(window: Window, bob: Person, project: Project) -> Chat:
    assert bob.user
    bob.user.set_password(PASSWORD)
    User.objects.filter(pk=bob.user.pk).update(password=bob.user.password)
    return Chat(window(bob), project).open()


def expect_signed_out(page: Page, sentence: str = SENTENCE) -> None:
    expect(page.get_by_text(sentence, exact=True).first).to_be_visible()
    expect(page.locator("kr-status")).to_have_text("Signed out")


def sign_in_again(page: Page, password: str = PASSWORD) -> None:
    if not page.locator("#sign-in").is_visible():
        page.locator("#signed-out").get_by_role("button", name="Sign in").click()
    page.locator("#sign-in").get_by_label("Password", exact=True).fill(password)
    page.locator("#sign-in").get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.sqlite
def test_a_board_without_its_session_goes_on_after_signing_in_again(chat: Chat, project: Project) -> None:
    page = chat.page
    page.context.clear_cookies()
    chat.board.link("Oil the lamp").click()
    expect_signed_out(page)
    expect(page.locator("#card-dialog")).not_to_contain_text("Forgot your password?")
    page.locator("#signed-out").get_by_role("button", name="Sign in").click()
    expect(page.locator("#sign-in").get_by_label("Password", exact=True)).to_be_focused()
    sign_in_again(page, "wrong by a mile")
    expect(page.locator("#sign-in").get_by_role("alert")).to_be_visible()
    sign_in_again(page)
    expect(page.locator("#card-dialog").get_by_role("heading", name="Oil the lamp")).to_be_visible()
    expect(page.locator("#signed-out, #sign-in")).to_have_count(0)
    page.keyboard.press("Escape")
    chat.board.expect_live()


def test_what_waits_goes_out_after_signing_in_again(chat: Chat, project: Project) -> None:
    page = chat.page
    chat.field.fill("half a tho")
    page.context.clear_cookies()
    page.keyboard.press("Control+k")
    page.keyboard.type("lamp")
    expect_signed_out(page)
    expect(page.locator("#palette .palette__found")).to_be_empty()
    page.keyboard.press("Escape")
    chat.field.press("Enter")
    chat.board.add("Todo", "Wind the clock")
    expect(page.locator(".msg[data-state=pending]")).to_have_count(1)
    assert not Message.objects.filter(project_id=project.id).exists()
    sign_in_again(page)
    chat.expect_sent("half a tho")
    chat.board.expect_column("Todo", "Paint the door", "Sweep the stairs", "Oil the lamp", "Wind the clock")
    expect(page.locator(".card.is-saving, .card.is-queued")).to_have_count(0)


def test_a_session_that_is_ended_elsewhere_is_noticed_by_its_socket(chat: Chat, bob: Person) -> None:
    assert bob.user
    page = chat.page
    page.context.request.post("/logout", form=_csrf(page), headers={"referer": page.url})
    expect_signed_out(page)
    sign_in(page.context, Person(bob.name, bob.user, bob.site))
    page.evaluate("dispatchEvent(new Event('focus'))")
    chat.board.expect_live()
    expect(page.locator("#signed-out")).to_have_count(0)


def test_another_person_sends_nothing_of_the_first_one(
    chat: Chat, ada: Person, project: Project, person: Newcomer
) -> None:
    page = chat.page
    page.context.clear_cookies()
    chat.board.link("Oil the lamp").click()
    expect_signed_out(page)
    page.keyboard.press("Escape")
    chat.field.fill("from Bob")
    chat.field.press("Enter")
    sign_in(page.context, ada)
    page.locator("#signed-out").get_by_role("button", name="Sign in").click()
    expect_signed_out(page, "Ada Lovelace is signed in now. Reload the page to go on as Ada Lovelace.")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".msg[data-state=pending]")).to_have_count(1)
    page.locator("#signed-out").get_by_role("button", name="Reload").click()
    chat.board.expect_live()
    assert not Message.objects.filter(project_id=project.id).exists()


def _csrf(page: Page) -> dict[str, str | float | bool]:
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    return {"csrfmiddlewaretoken": token}
