import re

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db

ADA = {"email": "ada@example.com", "password": PASSWORD}
CLEO = {"email": "cleo@example.com", "password": PASSWORD, "display_name": "Cleo"}
INVITATION = "/invitations/abc"


def csrf_of(page):
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def post(browser, url, fields):
    """Open the page, fill in its form and submit it, as a person does."""
    return browser.post(url, {**fields, "csrfmiddlewaretoken": csrf_of(browser.get(url))})


def signed_in_as(browser):
    return browser.session.get(SESSION_KEY)


@pytest.mark.parametrize("url", ["/login", "/register"])
def test_the_page_has_a_form_and_is_not_cached(browser, url):
    page = browser.get(url)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert page.context["next"] == ""
    assert {"email", "password"} <= set(page.context["form"].fields)
    assert 'maxlength="128"' not in page.content.decode()


@pytest.mark.parametrize(("url", "fields"), [("/login", ADA), ("/register", CLEO), ("/logout", {})])
def test_without_a_csrf_token_nothing_happens(browser, ada, url, fields):
    assert browser.post(url, fields).status_code == 403
    assert not signed_in_as(browser)
    assert User.objects.count() == 1


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
@pytest.mark.parametrize("url", ["/login", "/register"])
def test_other_methods_are_not_there(browser, client, url, method):
    assert getattr(client, method)(url).status_code == 405


@pytest.mark.sqlite
def test_signing_in_leads_to_the_projects(browser, ada):
    answer = post(browser, "/login", ADA)
    assert (answer.status_code, answer["Location"]) == (302, reverse("projects"))
    assert signed_in_as(browser) == str(ada.pk)


def test_signing_in_changes_the_session_key(client, ada, settings):
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    client.post("/login", ADA)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(browser, ada, settings):
    post(browser, "/login", ADA)
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize(
    "fields",
    [
        {**ADA, "password": "wrong"},
        {**ADA, "email": "nobody@example.com"},
        {**ADA, "password": PASSWORD + "\x00"},
        {**ADA, "email": ADA["email"] + "\x00"},
        {**ADA, "email": "a" * 300},
        {"email": ADA["email"]},
        {},
    ],
)
def test_a_wrong_pair_gets_the_page_again_with_the_reason(browser, ada, fields):
    page = post(browser, "/login", fields)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not signed_in_as(browser)


def test_a_password_is_taken_as_it_is(browser, settings):
    spaced = f"  {PASSWORD}  "
    post(browser, "/register", {**CLEO, "password": spaced})
    assert User.objects.get().check_password(spaced)
    browser.post("/logout", {"csrfmiddlewaretoken": browser.cookies[settings.CSRF_COOKIE_NAME].value})
    post(browser, "/login", {"email": CLEO["email"], "password": spaced})
    assert signed_in_as(browser)


@pytest.mark.parametrize("length", [129, 1_000_000])
def test_a_huge_password_is_refused_before_it_is_hashed(browser, ada, length):
    page = post(browser, "/login", {**ADA, "password": "x" * length})
    assert list(page.context["form"].errors) == ["password"]


def test_the_page_does_not_tell_who_is_registered_or_active(browser, ada, bob):
    bob.is_active = False
    bob.save()
    attempts = [{**ADA, "password": "wrong"}, {**ADA, "email": "x@example.com"}, {**ADA, "email": bob.email}]
    errors = [post(browser, "/login", fields).context["form"].errors for fields in attempts]
    assert errors[0] == errors[1] == errors[2]


def test_the_page_never_repeats_a_password(browser, ada):
    assert "wrong horse" not in post(browser, "/login", {**ADA, "password": "wrong horse"}).content.decode()


def test_the_sixth_guess_is_told_how_long_to_wait(browser, ada):
    for _ in range(5):
        post(browser, "/login", {**ADA, "password": "wrong"})
    page = post(browser, "/login", ADA)
    assert page.status_code == 429
    assert 1 <= int(page["Retry-After"]) <= 300
    assert re.search(r"Try again in \d minute", page.content.decode())
    assert not signed_in_as(browser)


@pytest.mark.sqlite
def test_registering_signs_in(browser):
    answer = post(browser, "/register", CLEO)
    assert (answer.status_code, answer["Location"]) == (302, reverse("projects"))
    cleo = User.objects.get()
    assert (cleo.email, cleo.display_name) == ("cleo@example.com", "Cleo")
    assert signed_in_as(browser) == str(cleo.pk)


def test_a_newcomer_keeps_the_language_and_theme_of_the_page(browser):
    browser.cookies[settings.LANGUAGE_COOKIE_NAME], browser.cookies[settings.THEME_COOKIE_NAME] = "ru", "dark"
    post(browser, "/register", CLEO)
    assert (User.objects.get().locale, User.objects.get().theme) == ("ru", "dark")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "ADA@example.com"}, "email"),
        ({"email": "nobody"}, "email"),
        ({"password": "elevenchars"}, "password"),
        ({"password": "x7" * 65}, "password"),
        ({"password": "1q2w3e4r5t6y"}, "password"),
        ({"password": "cleo@example.com"}, "password"),
        ({"display_name": " "}, "display_name"),
        ({"display_name": "C" * 81}, "display_name"),
        ({"display_name": "C\x00"}, "display_name"),
    ],
)
def test_an_invalid_registration_names_the_field(browser, ada, change, field):
    page = post(browser, "/register", {**CLEO, **change})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert User.objects.count() == 1
    assert not signed_in_as(browser)


@pytest.mark.parametrize(("url", "fields"), [("/login", ADA), ("/register", CLEO)])
def test_next_is_honoured_on_both_pages(browser, ada, url, fields):
    there = f"{url}?{urlencode({'next': INVITATION})}"
    assert browser.get(there).context["next"] == INVITATION
    assert post(browser, there, fields)["Location"] == INVITATION


def test_next_may_come_with_the_form(browser, ada):
    assert post(browser, "/login", {**ADA, "next": INVITATION})["Location"] == INVITATION


@pytest.mark.parametrize(
    "next_",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "evil.example",
        "logout",
        "\x00/projects",
        "/" + "a" * 5000,
        "http://testserver/projects",
    ],
)
def test_next_leads_nowhere_else(browser, ada, next_):
    answer = post(browser, f"/login?{urlencode({'next': next_})}", ADA)
    assert (answer.status_code, answer["Location"]) == (302, reverse("projects"))


def test_a_line_break_in_next_stays_in_the_path(browser, ada):
    answer = post(browser, "/login", {**ADA, "next": "/projects\r\nSet-Cookie: a=b"})
    assert answer.status_code == 302
    assert "\n" not in answer["Location"]
    assert "a" not in answer.cookies


@pytest.mark.parametrize("url", ["/login", "/register"])
def test_who_is_signed_in_is_sent_on(signed_in, url):
    assert signed_in.get(url)["Location"] == reverse("projects")
    assert signed_in.get(url, {"next": INVITATION})["Location"] == INVITATION
    assert signed_in.post(url, {**CLEO, "next": INVITATION})["Location"] == INVITATION
    assert User.objects.count() == 1


@pytest.mark.sqlite
def test_signing_out_ends_the_session(signed_in, settings):
    key = signed_in.session.session_key
    assert signed_in.get("/logout").status_code == 405
    answer = signed_in.post("/logout")
    assert (answer.status_code, answer["Location"]) == (302, "/login")
    assert not Session.objects.filter(session_key=key).exists()
    signed_in.cookies[settings.SESSION_COOKIE_NAME] = key
    assert signed_in.get("/api/v1/me").status_code == 401


def test_signing_out_twice_is_no_error(client):
    assert client.post("/logout").status_code == 302


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "key", ['"abcdefgh\\000"', "x" * 32, "x" * 5000, "../../etc/passwd", "\xe4" * 32, '"']
)
def test_an_invalid_session_cookie_is_anonymous(client, db, settings, key):
    cookie = {"cookie": f"{settings.SESSION_COOKIE_NAME}={key}"}
    assert client.get("/login", headers=cookie).status_code == 200
    assert client.get("/api/v1/me", headers=cookie).status_code == 401
