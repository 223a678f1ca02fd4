import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.middleware.csrf import get_token
from django.test import RequestFactory
from rest_framework.test import APIClient

from accounts import profile
from accounts.models import HUES, User
from accounts.profile import change_profile

pytestmark = pytest.mark.django_db

ME = "/api/v1/me"


@pytest.fixture
def mine(api, pair):
    api.defaults["HTTP_AUTHORIZATION"] = f"Bearer {pair['access']}"
    return api


@pytest.fixture
def followers(monkeypatch):
    followers: list[Callable[[User], None]] = []
    monkeypatch.setattr(profile, "on_user_renamed", followers)
    return followers


def test_an_anonymous_request_gets_401_and_the_scheme(api):
    for answer in (api.get(ME), api.patch(ME, {"theme": "dark"})):
        assert answer.status_code == 401
        assert answer.json()["code"] == "unauthenticated"
        assert answer["WWW-Authenticate"] == 'Bearer realm="api"'


def test_i_see_myself_by_token_and_by_session(mine, ada, signed_in):
    by_token, by_session = mine.get(ME), signed_in.get(ME)
    assert by_token.status_code == by_session.status_code == 200
    assert by_token.json() == by_session.json()
    assert set(by_token.json()) == {
        *("id", "email", "displayName", "locale", "theme", "hue", "formats", "timeZone", "createdAt")
    }


@pytest.mark.sqlite
def test_one_query_finds_out_who_i_am(mine, django_assert_num_queries):
    with django_assert_num_queries(1):
        mine.get(ME)


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "bearer  ", "Bearer a b", "Bearer " + "x" * 5000])
def test_half_a_bearer_header_is_refused_and_does_not_fall_back_to_the_session(signed_in, header):
    assert signed_in.get(ME, headers={"authorization": header}).status_code == 401


def test_another_scheme_is_none_of_our_business(signed_in):
    assert signed_in.get(ME, headers={"authorization": "Basic YTpi"}).status_code == 200


def test_the_scheme_is_read_without_regard_to_case(api, pair):
    assert api.get(ME, headers={"authorization": f"bEARER {pair['access']}"}).status_code == 200


@pytest.mark.sqlite
@pytest.mark.parametrize("change", ["deactivated", "deleted", "version"])
def test_the_token_of_a_person_who_is_gone_is_refused(mine, ada, change):
    if change == "deleted":
        ada.delete()
    else:
        ada.is_active, ada.token_version = change != "deactivated", ada.token_version + (change == "version")
        ada.save()
    assert mine.get(ME).status_code == 401


def test_a_session_writes_with_a_csrf_token_only(api, ada, settings):
    api.force_login(ada)
    refused = api.patch(ME, {"theme": "dark"})
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf_failed")
    request = RequestFactory().get("/")
    token = get_token(request)
    api.cookies[settings.CSRF_COOKIE_NAME] = request.META["CSRF_COOKIE"]
    assert api.patch(ME, {"theme": "dark"}, HTTP_X_CSRFTOKEN=token).status_code == 200


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"displayName": "  Countess\nof Lovelace "}, {"display_name": "Countess of Lovelace"}),
        ({"displayName": "А" * 80}, {"display_name": "А" * 80}),
        ({"locale": "ru"}, {"locale": "ru"}),
        ({"theme": "dark"}, {"theme": "dark"}),
        ({"displayName": "A", "locale": "en", "theme": "light"}, {"display_name": "A", "locale": "en"}),
        ({}, {"display_name": "Ada Lovelace"}),
    ],
)
def test_i_change_what_i_send(mine, ada, sent, kept):
    answer = mine.patch(ME, sent)
    assert answer.status_code == 200
    assert answer.json() == mine.get(ME).json()
    ada.refresh_from_db()
    assert {name: getattr(ada, name) for name in kept} == kept


def test_null_clears_my_language(mine, ada):
    mine.patch(ME, {"locale": "ru"})
    assert mine.patch(ME, {"locale": None}).json()["locale"] is None
    ada.refresh_from_db()
    assert ada.locale == ""


@pytest.mark.parametrize(
    "body",
    [
        {"displayName": ""},
        {"displayName": None},
        {"displayName": " \t "},
        {"displayName": "A" * 81},
        {"displayName": "A\x00"},
        {"displayName": "\udfff"},
        {"locale": "de"},
        {"locale": ""},
        {"locale": 1},
        {"locale": "\ud800"},
        {"theme": "pink"},
        {"theme": None},
        {"theme": ["dark"]},
        {"email": "other@example.com"},
        {"id": "01900000-0000-7000-8000-000000000000"},
        {"isStaff": True},
        {"tokenVersion": 1},
        {"\ud800": 1},
    ],
)
def test_bad_input_changes_nothing(mine, ada, body):
    before = mine.get(ME).json()
    answer = mine.patch(ME, body)
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid"
    assert answer.json()["fields"]
    assert mine.get(ME).json() == before


def test_other_methods_are_not_there(mine):
    for method in (mine.post, mine.put, mine.delete):
        assert method(ME, {}).status_code == 405


@pytest.mark.sqlite
def test_a_new_name_is_passed_on_once(mine, ada, followers):
    seen = []
    followers.append(lambda person: seen.append((person.pk, person.display_name)))
    mine.patch(ME, {"displayName": "Countess"})
    mine.patch(ME, {"displayName": "Countess"})
    mine.patch(ME, {"theme": "dark"})
    assert seen == [(ada.pk, "Countess")]


@pytest.mark.sqlite
def test_a_new_name_and_what_follows_from_it_are_stored_together(ada, followers):
    def fail(person):
        assert transaction.get_connection().in_atomic_block
        raise RuntimeError

    followers.append(fail)
    with pytest.raises(RuntimeError):
        change_profile(ada, display_name="Countess")
    ada.refresh_from_db()
    assert ada.display_name == "Ada Lovelace"


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_both_stay(ada):
    gate = threading.Barrier(2)

    def change(**changes):
        try:
            gate.wait()
            change_profile(ada, **changes)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=change, kwargs=changes) for changes in ({"theme": "dark"}, {"locale": "ru"})
    ]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    now = User.objects.get()
    assert (now.theme, now.locale) == ("dark", "ru")


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_one_new_name_sent_twice_at_once_is_passed_on_once(ada, followers):
    gate = threading.Barrier(2)
    seen = []

    def follow(person):
        seen.append(person.display_name)
        time.sleep(0.3)

    def rename():
        try:
            gate.wait()
            change_profile(ada, display_name="Countess")
        finally:
            connection.close()

    followers.append(follow)
    threads = [threading.Thread(target=rename) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert seen == ["Countess"]


def test_errors_are_in_my_language(mine, ada):
    ada.locale = "ru"
    ada.save()
    answer = mine.patch(ME, {"theme": "pink"}, HTTP_ACCEPT_LANGUAGE="en")
    assert answer["Content-Language"] == "ru"


def test_the_api_client_needs_no_cookie(pair):
    answer = APIClient().get(ME, headers={"authorization": f"Bearer {pair['access']}"})
    assert not answer.cookies


def test_i_choose_a_colour_and_a_time_zone_and_take_them_back(mine, ada):
    own = ada.hue
    other = next(hue for hue in HUES if hue != own)
    result = mine.patch(ME, {"hue": other, "timeZone": "Asia/Yekaterinburg"}).json()
    assert (result["hue"], result["timeZone"]) == (other, "Asia/Yekaterinburg")
    assert mine.patch(ME, {"formats": "iso"}).json()["formats"] == "iso"
    assert mine.patch(ME, {"formats": None}).json()["formats"] is None
    result = mine.patch(ME, {"hue": None, "timeZone": None}).json()
    assert (result["hue"], result["timeZone"]) == (own, None)


@pytest.mark.parametrize(
    "change",
    [
        {"timeZone": "Mars/Olympus"},
        {"timeZone": "../../etc/passwd"},
        {"timeZone": "localtime"},
        {"formats": "xx"},
        {"formats": ""},
        {"formats": 3},
        {"timeZone": 3},
        {"timeZone": ""},
        {"hue": "gray"},
        {"hue": "octarine"},
        {"hue": ["red"]},
        {"chosenHue": "red"},
        {"deletedAt": None},
    ],
)
def test_what_is_no_colour_and_no_zone_is_refused(mine, ada, change):
    answer = mine.patch(ME, change)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert list(answer.json()["fields"]) == list(change)
