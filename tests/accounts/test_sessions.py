"""The list of one's sign-ins, and signing out of one of them."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation

from accounts import revocation_hooks
from accounts.auth.sessions import active_sign_ins
from accounts.auth.tokens import issue_tokens
from accounts.auth.user_agents import describe_user_agent
from accounts.models import BrowserSession, RefreshFamily, RefreshToken
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db

PAGE = "/profile/sign-ins"
PHONE = (
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
)
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605.1 (KHTML, like Gecko) Safari/605"


@pytest.fixture
def revoked(monkeypatch):
    revoked = []
    monkeypatch.setattr(
        revocation_hooks, "on_session_revoked", [lambda user_id, **what: revoked.append((user_id, what))]
    )
    return revoked


@pytest.fixture
def phone(ada):
    """Client with ada's session on her phone."""
    client = Client(headers={"user-agent": PHONE}, REMOTE_ADDR="198.51.100.7")
    client.post("/login", {"email": ada.email, "password": PASSWORD})
    return client


@pytest.fixture
def program(api, ada):
    api.defaults["HTTP_USER_AGENT"] = "python-httpx/0.28"
    return api.post("/api/v1/auth/login", {"email": ada.email, "password": PASSWORD}).json()


@pytest.fixture
def unseen(signed_in):
    """Forget when each session was last seen, so that the next request updates it."""
    caches["local"].clear()


def places(client):
    return {place.device: place for place in client.get(PAGE).context["places"]}


@pytest.mark.sqlite
def test_i_see_browsers_and_programs_this_one_first(signed_in, phone, program):
    found = signed_in.get(PAGE).context["places"]
    assert [place.here for place in found] == [True, False, False]
    assert {place.device for place in found[1:]} == {"Chrome on Android", "python-httpx"}
    assert places(signed_in)["Chrome on Android"].address == "198.51.100.7"
    assert places(signed_in)["python-httpx"].api
    assert places(phone)["Chrome on Android"].here


def test_the_key_of_a_session_is_in_no_page(signed_in, phone):
    page = signed_in.get(PAGE).content.decode()
    assert phone.session.session_key not in page
    assert signed_in.session.session_key not in page


def test_nobody_sees_another_person_s(client, signed_in, bob):
    client.force_login(bob)
    assert len(places(client)) == 1


@pytest.mark.sqlite
def test_signing_out_there_ends_that_session_and_its_sockets(signed_in, phone, ada, revoked):
    key = phone.session.session_key
    signed_in.post(PAGE, {"place": places(signed_in)["Chrome on Android"].id})
    assert phone.get("/api/v1/me").status_code == 401
    assert signed_in.get("/api/v1/me").status_code == 200
    assert revoked == [(ada.pk, {"session_key": key, "family": None})]
    assert list(places(signed_in)) == ["Unknown device"]


@pytest.mark.sqlite
def test_signing_a_program_out_ends_its_family(
    signed_in, api, program, ada, revoked, django_capture_on_commit_callbacks
):
    place = places(signed_in)["python-httpx"].id
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(PAGE, {"place": place})
    assert api.get("/api/v1/me", HTTP_AUTHORIZATION=f"Bearer {program['access']}").status_code == 401
    assert api.post("/api/v1/auth/refresh", {"refresh": program["refresh"]}).status_code == 401
    assert revoked == [(ada.pk, {"session_key": None, "family": place})]


@pytest.mark.sqlite
def test_signing_out_everywhere_else_leaves_this_browser(
    signed_in, phone, api, program, ada, revoked, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert signed_in.post(PAGE, {"action": "elsewhere"})["Location"] == f"{PAGE}#places-title"
    assert phone.get("/api/v1/me").status_code == 401
    assert api.get("/api/v1/me", HTTP_AUTHORIZATION=f"Bearer {program['access']}").status_code == 401
    assert revoked == [(ada.pk, {"session_key": None, "family": None})]
    assert [place.here for place in signed_in.get(PAGE).context["places"]] == [True]


def test_a_session_that_no_list_knows_ends_with_the_others(signed_in, phone):
    BrowserSession.objects.exclude(session_key=signed_in.session.session_key).delete()
    signed_in.post(PAGE, {"action": "elsewhere"})
    assert phone.get("/api/v1/me").status_code == 401


def test_another_person_s_place_is_left_alone(client, bob, ada, phone, program):
    client.force_login(bob)
    for row in (BrowserSession.objects.get(user=ada), RefreshFamily.objects.get(user=ada)):
        client.post(PAGE, {"place": row.pk})
    assert phone.get("/api/v1/me").status_code == 200
    assert RefreshFamily.objects.filter(user=ada, ended_at=None).exists()


@pytest.mark.parametrize("fields", [{}, {"place": "x"}, {"place": "1\x00"}, {"action": "all"}])
def test_a_place_that_is_none_is_a_bad_request(signed_in, fields):
    assert signed_in.post(PAGE, fields).status_code == 400


def test_without_a_csrf_token_nobody_is_signed_out(browser, ada, phone):
    browser.force_login(ada)
    assert browser.post(PAGE, {"action": "elsewhere"}).status_code == 403
    assert phone.get("/api/v1/me").status_code == 200


def test_a_sign_in_that_is_over_is_not_listed(signed_in, phone, program, ada):
    key = phone.session.session_key
    Session.objects.filter(session_key=key).update(expire_date=timezone.now() - timedelta(minutes=1))
    RefreshToken.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert list(places(signed_in)) == ["Unknown device"]
    call_command("clear_expired")
    assert not BrowserSession.objects.filter(session_key=key).exists()
    assert BrowserSession.objects.filter(user=ada).count() == 1


def test_signing_out_takes_it_off_the_list(phone, ada):
    phone.post("/logout")
    assert not BrowserSession.objects.filter(user=ada).exists()


def test_refreshing_says_when_and_from_where(api, program, ada):
    RefreshFamily.objects.update(seen_at=timezone.now() - timedelta(days=2))
    api.post("/api/v1/auth/refresh", {"refresh": program["refresh"]}, REMOTE_ADDR="198.51.100.8")
    place = active_sign_ins(ada, session_key=None)[0]
    assert place.address == "198.51.100.8"
    assert timezone.now() - place.seen_at < timedelta(minutes=1)
    assert place.device == "python-httpx"


@pytest.mark.sqlite
def test_a_session_is_seen_once_in_a_while(signed_in, ada, unseen):
    BrowserSession.objects.update(seen_at=timezone.now() - timedelta(days=2))
    signed_in.get(PAGE, headers={"user-agent": MAC})
    place = active_sign_ins(ada, session_key=None)[0]
    assert timezone.now() - place.seen_at < timedelta(minutes=1)
    assert place.device == "Safari on Mac"
    BrowserSession.objects.update(seen_at=timezone.now() - timedelta(days=2))
    signed_in.get(PAGE)
    assert timezone.now() - active_sign_ins(ada, session_key=None)[0].seen_at > timedelta(days=1)


@pytest.mark.sqlite
def test_a_session_from_before_there_was_a_list_is_listed_when_it_is_seen(signed_in, ada, unseen):
    BrowserSession.objects.all().delete()
    assert len(places(signed_in)) == 1


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Chrome on Android"),
        (MAC, "Safari on Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 YaBrowser/25 Safari/537", "Yandex Browser on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) CriOS/140 Safari/604", "Chrome on iPhone"),
        ("Mozilla/5.0 (iPad; CPU OS 18 like Mac OS X) Version/18 Safari/604", "Safari on iPad"),
        ("curl/8.5.0", "curl"),
        ("", "Unknown device"),
        ("<script>alert(1)</script>", "Unknown device"),
    ],
)
def test_a_device_in_plain_words(agent, words):
    assert describe_user_agent(agent) == words


@pytest.mark.parametrize("agent", ["a\r\nSet-Cookie: x=1", "x" * 5000, "\x00\x01", "Юникод"])
def test_an_odd_user_agent_is_kept_harmlessly(client, ada, agent):
    client.post("/login", {"email": ada.email, "password": PASSWORD}, headers={"user-agent": agent})
    kept = BrowserSession.objects.get().user_agent
    assert len(kept) <= 300
    assert not re.search(r"[\x00-\x1f]", kept)
    assert client.get(PAGE).status_code == 200


def test_the_page_is_in_russian_too(signed_in, ada, phone):
    ada.locale = "ru"
    ada.save()
    page = signed_in.get(PAGE).content.decode()
    assert "Chrome на Android" in page
    assert "Завершить сеанс" in page


def test_issuing_without_a_request_knows_no_device(ada):
    issue_tokens(ada)
    with translation.override("en"):
        assert active_sign_ins(ada, session_key=None)[0].device == "Unknown device"
