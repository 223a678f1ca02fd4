"""The account pages, with other windows open: signing out elsewhere ends those windows."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.support.forms import fill, press
from tests.browser.support.mails import newest_mail

PASSWORD = "a long walk to the harbour"
NEW = "a short swim to the lighthouse"
SOON = 5_000


@pytest.fixture
def ada(ada):
    """Ada with a known password."""
    ada.user.set_password(PASSWORD)
    User.objects.filter(pk=ada.user.pk).update(password=ada.user.password)
    return ada


@pytest.fixture
def board(window, ada, project):
    """The board in ada's other browser."""
    page = window(ada)
    page.goto(project.path)
    expect(page.locator("kr-status")).to_have_attribute("data-state", "live")
    return page


@pytest.fixture
def own(window, ada):
    page = window(ada)
    page.goto("/profile")
    return page


def signed_out(page):
    expect(page.get_by_text("You’ve been signed out.").first).to_be_visible(timeout=SOON)
    expect(page.locator("kr-status")).to_have_text("Signed out")


def test_signing_out_there_shuts_the_board_there(own, board):
    own.get_by_role("link", name="Sessions").click()
    rows = own.locator(".rows > li")
    expect(rows).to_have_count(3)
    expect(rows.nth(2)).to_contain_text("API token")
    expect(rows.first).to_contain_text("this device")
    press(own, "End session")
    signed_out(board)
    expect(rows).to_have_count(2)
    expect(own.locator(".toast")).to_contain_text("The session has been ended.")


def test_everywhere_else(own, board, window, ada):
    third = window(ada)
    third.goto("/projects")
    own.goto("/profile/sign-ins")
    press(own, "Sign out everywhere else")
    signed_out(board)
    third.reload()
    expect(third).to_have_url(re.compile("/login"))
    expect(own.locator(".rows > li")).to_have_count(1)


def test_a_changed_password_ends_the_board_elsewhere_and_not_this_page(own, board, ada, mails):
    own.get_by_role("link", name="Password").click()
    fill(own, Current_password="wrong by a mile", New_password=NEW)
    press(own, "Change password")
    expect(own.get_by_label("Current password")).to_have_accessible_description("Wrong password.")
    expect(own.get_by_label("Current password")).to_be_focused()
    fill(own, Current_password=PASSWORD, New_password=NEW)
    press(own, "Change password")
    signed_out(board)
    own.goto("/projects")
    expect(own.get_by_role("heading", name="Projects")).to_be_visible()
    board.locator("#signed-out button").click()
    form = board.locator("#sign-in")
    form.get_by_label("Password", exact=True).fill(NEW)
    form.get_by_role("button", name="Sign in", exact=True).click()
    expect(board.locator("kr-status")).to_have_attribute("data-state", "live")
    assert newest_mail(mails, ada.user.email)[0] == "Your password was changed"


def test_a_forgotten_password_in_russian(window, ada, mails):
    page = window(locale="ru-RU")
    page.goto("/login")
    page.get_by_role("link", name="Забыли пароль?").click()
    page.get_by_label("Эл. почта").or_(page.locator("[name=email]")).first.fill(ada.user.email)
    press(page, "Отправить ссылку")
    expect(page.get_by_role("heading", name="Проверьте почту")).to_be_visible()
    subject, text = newest_mail(mails, ada.user.email)
    assert subject == "Сброс пароля в Kanban Realtime"
    link = re.search(r"http\S+", text)
    assert link
    page.goto(link[0])
    page.get_by_label("Новый пароль").fill(NEW)
    press(page, "Задать пароль")
    expect(page.locator(".toast")).to_contain_text("Новый пароль задан")
    page.locator("[name=email]").fill(ada.user.email)
    page.locator("[name=password]").fill(NEW)
    press(page, "Войти")
    expect(page).to_have_url(re.compile("/projects$"))
    page.goto(link[0], wait_until="commit")
    expect(page.get_by_role("heading", name="Эта ссылка больше не действует")).to_be_visible()


@pytest.fixture(autouse=True)
def gone_links_are_told(browser_errors):
    browser_errors.expect("404", "401")


@pytest.mark.sqlite
def test_a_colour_and_a_name_are_chosen_and_others_see_them(own, window, bob, project):
    theirs = window(bob)
    theirs.goto(project.path)
    own.get_by_label("Pink").check(force=True)
    fill(own, Your_name="Ada King")
    own.get_by_label("Time zone").select_option("Asia/Tokyo")
    press(own, "Save")
    expect(own.locator(".topbar__me .av")).to_have_attribute("data-hue", "pink")
    expect(own.locator(".topbar__me .av")).to_have_text("AK")
    expect(own.get_by_label("Time zone")).to_have_value("Asia/Tokyo")
    theirs.goto(f"{project.path}/members")
    row = theirs.locator(".rows > li", has_text="Ada King")
    expect(row.locator(".av")).to_have_attribute("data-hue", "pink")


def test_an_account_is_deleted_and_its_words_stay(own, board, window, ada, bob, project):
    assert ada.post(f"/projects/{project.id}/messages", {"text": "Good morning"}).is_success
    own.get_by_role("link", name="Delete account").click()
    expect(own.get_by_role("heading", name="Transfer these projects first")).to_be_visible()
    assert ada.patch(f"/projects/{project.id}/members/{bob.id}", {"role": "owner"}).is_success
    theirs = window(bob)
    theirs.goto(project.path)
    expect(theirs.locator(".msg", has_text="Good morning")).to_contain_text("Ada Lovelace")
    own.reload()
    own.evaluate("(id) => localStorage.setItem(`kr:drafts:${id}:card:comment:tab`, '{}')", str(ada.id))
    fill(own, Password=PASSWORD)
    press(own, "Delete my account")
    expect(own.locator(".toast")).to_contain_text("Your account has been deleted.")
    own.wait_for_function("(id) => !Object.keys(localStorage).join().includes(id)", arg=str(ada.id))
    expect(board.get_by_role("alertdialog")).to_contain_text("no longer in this project", timeout=SOON)
    theirs.reload()
    expect(theirs.locator(".msg", has_text="Good morning")).to_contain_text("Former member")
    expect(theirs.get_by_text("Ada Lovelace")).to_have_count(0)


@pytest.mark.parametrize("path", ["/profile", "/profile/password", "/profile/sign-ins", "/profile/delete"])
def test_on_a_phone_nothing_is_wider_than_the_screen(window, ada, project, path):
    for width in (320, 390):
        page = window(ada, viewport={"width": width, "height": 844}, has_touch=True, is_mobile=True)
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_on_a_phone_it_can_be_read_when_each_session_was_seen(window, ada):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    window(ada).goto("/profile/sign-ins")
    page = window(ada, **phone)
    page.goto("/profile/sign-ins")
    for locale in ("en", "ru"):
        User.objects.filter(pk=ada.user.pk).update(locale=locale)
        page.reload()
        lines = page.locator(".rows__who small")
        expect(lines).to_have_count(2)
        cut = [line for line in lines.all() if line.evaluate("line => line.scrollWidth > line.clientWidth")]
        assert cut == []


def test_without_scripts_it_all_works_and_times_are_in_the_person_s_zone(window, ada, board):
    User.objects.filter(pk=ada.user.pk).update(time_zone="Asia/Tokyo")
    page = window(ada, java_script_enabled=False, timezone_id="America/New_York")
    page.goto("/profile/sign-ins")
    seen = page.locator("time").first
    at = seen.get_attribute("datetime") or ""
    assert at.endswith("+09:00")
    expect(seen).to_contain_text(at[11:16])
    press(page, "Sign out everywhere else")
    signed_out(board)
