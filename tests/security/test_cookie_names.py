"""Cookies of two installations on one host: a browser sends both of them the cookies of both."""

import re
from typing import Any

import httpx
import pytest
from django.test import Client

from accounts.models import User
from kanban.cookies import cookie_name
from tests.support.people import API
from tests.support.server import Server

ADA = {"email": "ada@example.com", "password": "a long walk to the harbour"}


def test_another_address_has_other_names_and_the_same_one_the_same() -> None:
    addresses = ("http://board.example.com", "http://board.example.com:8001", "http://board.example.com/b")
    names = [cookie_name("session", public_url=address) for address in addresses]
    assert len(set(names)) == 3
    assert names[0] == cookie_name("session", public_url="http://Board.example.com/")


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("http://board.example.com", ""),
        ("https://board.example.com", "__Host-"),
        ("https://board.example.com:8443", "__Host-"),
        ("https://example.com/board", "__Secure-"),
    ],
)
def test_behind_tls_a_prefix_keeps_others_from_setting_them(address: str, prefix: str) -> None:
    assert re.fullmatch(f"{prefix}session-[0-9a-f]{{8}}", cookie_name("session", public_url=address))


def test_every_cookie_that_the_product_sets_has_a_name_of_its_own(db: None) -> None:
    person = User.objects.create_user(**ADA, display_name="Ada", locale="en")
    browser = Client()
    browser.post("/login", ADA)
    profile = {
        "chosen_hue": person.hue,
        "theme": "dark",
        "formats": "auto",
        "locale": "en",
        "time_zone": "UTC",
    }
    browser.post("/profile", {**profile, "display_name": "Ada"})
    browser.post("/i18n/setlang", {"language": "ru", "next": "/"})
    kinds = sorted(re.sub(r"-[0-9a-f]{8}$", "", name) for name in browser.cookies)
    assert kinds == ["browser", "csrf", "language", "messages", "session", "theme"]


def test_a_browser_is_signed_in_to_two_installations_on_a_host(server: Server, second_server: Server) -> None:
    User.objects.create_user(**ADA, display_name="Ada")
    with httpx.Client() as browser:
        for site in (server, second_server):
            form = browser.get(f"{site.url}/login")
            assert form.status_code == 200, "the other installation's session is taken for one of this"
            token: Any = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)
            signed_in = browser.post(f"{site.url}/login", data={**ADA, "csrfmiddlewaretoken": token[1]})
            assert signed_in.status_code == 302, signed_in.text
        for site in (server, second_server):
            assert browser.get(f"{site.url}{API}/me").json()["displayName"] == "Ada"
