import pytest
from django.conf import settings
from django.utils.translation import get_language_from_request

from accounts.context import appearance
from accounts.models import User
from accounts.websocket.origin import HandshakeRequest

LANGUAGE = settings.LANGUAGE_COOKIE_NAME.encode()

pytestmark = pytest.mark.django_db


def language_of(client, **headers):
    page = client.get("/api/v1/me", headers=headers)
    return page["Content-Language"]


def test_an_anonymous_visitor_gets_the_browsers_language(client):
    assert language_of(client) == "en"
    assert language_of(client, accept_language="ru,en;q=0.5") == "ru"
    assert language_of(client, accept_language="de,fr;q=0.5") == "en"


def test_the_cookie_goes_before_the_browser(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert language_of(client, accept_language="ru") == "en"


def test_the_persons_choice_goes_before_both(signed_in, ada):
    ada.locale = "ru"
    ada.save()
    signed_in.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert language_of(signed_in, accept_language="en") == "ru"


@pytest.mark.parametrize("locale", ["", "xx"])
def test_without_a_choice_of_ours_the_cookie_decides(signed_in, ada, locale):
    ada.locale = locale
    ada.save()
    signed_in.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
    assert language_of(signed_in) == "ru"


def test_a_token_brings_its_persons_language(client, ada, pair):
    ada.locale = "ru"
    ada.save()
    assert language_of(client, authorization=f"Bearer {pair['access']}") == "ru"
    assert language_of(client) == "en"


def test_answers_say_what_they_depend_on(client):
    assert "Accept-Language" in client.get("/login")["Vary"]


@pytest.mark.parametrize("cookie", ["xx", "ru" * 400, '"\\000"', "../ru", ""])
def test_an_odd_language_is_none(client, cookie):
    assert (
        client.get("/login", headers={"cookie": f"{settings.LANGUAGE_COOKIE_NAME}={cookie}"})[
            "Content-Language"
        ]
        == "en"
    )


def test_choosing_a_language_sets_the_cookie_and_returns(client):
    answer = client.post("/i18n/setlang", {"language": "ru", "next": "/login"})
    assert (answer.status_code, answer["Location"]) == (302, "/login")
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "ru"
    assert client.get("/login")["Content-Language"] == "ru"


def test_a_signed_in_persons_choice_is_stored(signed_in, ada):
    signed_in.post("/i18n/setlang", {"language": "ru", "next": "/"})
    assert User.objects.get().locale == "ru"


@pytest.mark.parametrize("language", ["xx", "", "ru\x00", "r" * 1000])
def test_an_unknown_language_is_not_taken(signed_in, language):
    answer = signed_in.post("/i18n/setlang", {"language": language, "next": "/"})
    assert answer.status_code == 302
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies
    assert User.objects.get().locale == ""


def test_choosing_leads_nowhere_else_and_needs_a_post_with_a_token(client, browser):
    answer = client.post("/i18n/setlang", {"language": "ru", "next": "https://evil.example/"})
    assert answer["Location"] == "/"
    assert client.get("/i18n/setlang").status_code == 405
    assert browser.post("/i18n/setlang", {"language": "ru"}).status_code == 403


def test_a_page_says_its_language_and_theme(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME], client.cookies[settings.THEME_COOKIE_NAME] = "ru", "dark"
    page = client.get("/login")
    assert [page.context[name] for name in ("theme", "language", "html_lang")] == ["dark", "ru", "ru"]
    assert '<html lang="ru"' in page.content.decode()


@pytest.mark.parametrize(
    ("cookie", "stored", "theme"),
    [
        ("", "system", ""),
        ("light", "system", "light"),
        ("light", "dark", "dark"),
        ("pink", "system", ""),
        ('"><script>', "light", "light"),
    ],
)
def test_the_persons_theme_goes_before_the_cookie(signed_in, ada, rf, cookie, stored, theme):

    ada.theme = stored
    request = rf.get("/")
    request.COOKIES[settings.THEME_COOKIE_NAME], request.user = cookie, ada
    assert appearance(request)["theme"] == theme


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ([], "en"),
        ([(b"accept-language", b"ru")], "ru"),
        ([(b"accept-language", b"ru"), (b"cookie", LANGUAGE + b"=en")], "en"),
        ([(b"cookie", b"a=b; " + LANGUAGE + b"=ru")], "ru"),
        ([(b"cookie", LANGUAGE + b"=\xff\x00"), (b"accept-language", b"\xff")], "en"),
    ],
)
def test_a_socket_speaks_by_the_same_rule(headers, language):
    request = HandshakeRequest({"type": "websocket", "path": "/ws", "headers": headers})
    assert get_language_from_request(request) == language
