"""An invitation from start to end, in Russian: mailed, accepted with a new account, used up."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.support.board import Board
from tests.browser.support.forms import press
from tests.browser.support.mails import newest_mail
from tests.browser.support.people import newcomer

pytestmark = pytest.mark.sqlite

PASSWORD = "долгая прогулка к гавани"
SOON = 5_000


def invite(page, project, address, role):
    page.goto(f"{project.path}/members")
    page.locator("#invite [name=email]").fill(address)
    page.locator("#invite [name=role]").select_option(role)
    press(page, "Создать ссылку")


def register(page, address):
    page.get_by_role("link", name="Создать учётную запись").click()
    page.get_by_label("Ваше имя", exact=True).fill("Галина Уланова")
    page.locator("[name=email]").fill(address)
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "Зарегистрироваться")


def test_an_invitation_goes_its_whole_way_in_russian(
    window, ada, eve, project, mails, server, browser_errors
):
    browser_errors.expect("404", "401")
    adas = window(ada, locale="ru-RU")
    invite(adas, project, ada.user.email, "member")
    expect(adas.get_by_role("alert")).to_contain_text("Это ваш собственный адрес.")
    address = f"galina.{project.id}@example.com"
    invite(adas, project, address, "member")
    shown = adas.get_by_label("Ссылка-приглашение").input_value()
    expect(adas.get_by_role("list", name="Приглашения без ответа")).to_contain_text(address)
    subject, text = newest_mail(mails, address)
    assert subject == "Ada Lovelace приглашает вас в проект «Lighthouse»"
    assert re.findall(r"http\S+", text) == [shown]
    board = Board(adas, project).open()

    page = window(locale="ru-RU")
    page.goto(shown)
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.get_by_role("main")).to_contain_text("Ваша роль в нём: Участник.")
    register(page, address)
    press(page, "Присоединиться к проекту")
    galinas = Board(page, project)
    galinas.expect_live()
    here = board.page.get_by_role("group", name="Сейчас в сети")
    expect(here.get_by_role("img", name="Галина Уланова")).to_be_visible()
    project.add("Новая карточка")
    for each in (board, galinas):
        expect(each.link("Новая карточка")).to_be_visible()

    late = window(eve, locale="ru-RU")
    late.goto(shown)
    expect(late.get_by_role("heading", name="Приглашение больше не действует")).to_be_visible()

    deactivate(User.objects.get(email=address), newcomer(server, "Olga Operator", is_staff=True))
    expect(page.get_by_text("Сеанс завершён. Войдите снова").first).to_be_visible(timeout=SOON)
    expect(here.get_by_role("img", name="Галина Уланова")).to_have_count(0)


def deactivate(user, operator):
    """Deactivate a user in the admin of the server process, which holds the user's sockets."""
    User.objects.filter(pk=operator.user.pk).update(is_superuser=True)
    form = {"email": user.email, "display_name": user.display_name, "theme": user.theme, "locale": ""}
    assert operator.browse(f"/admin/accounts/user/{user.pk}/change/", form).status_code == 302
