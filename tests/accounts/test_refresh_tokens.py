import threading
from datetime import timedelta

import jwt
import pytest
from django.conf import settings as conf
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.auth.tokens import issue_tokens
from accounts.models import RefreshFamily, RefreshToken

pytestmark = pytest.mark.django_db

REFRESH, LOGOUT, ME = "/api/v1/auth/refresh", "/api/v1/auth/logout", "/api/v1/me"
DOORS = [REFRESH, LOGOUT]


def claims_of(token):
    return jwt.decode(token, options={"verify_signature": False})


SIGNING_KEY = conf.JWT_KEY


def forged(token, *, key=SIGNING_KEY, algorithm="HS256", **changes):
    claims = {**claims_of(token), **changes}
    claims = {name: value for name, value in claims.items() if value is not ...}
    return jwt.encode(claims, key, algorithm=algorithm)


def used_before(token, **ago):
    RefreshToken.objects.filter(pk=claims_of(token)["jti"]).update(used_at=timezone.now() - timedelta(**ago))


@pytest.mark.sqlite
def test_a_refresh_token_gives_a_new_pair(api, pair):
    answer = api.post(REFRESH, {"refresh": pair["refresh"]})
    assert answer.status_code == 200
    assert set(answer.json()) == {"access", "refresh"}
    assert answer.json()["refresh"] != pair["refresh"]
    assert not answer.cookies
    assert api.get(ME, headers={"authorization": f"Bearer {answer.json()['access']}"}).status_code == 200
    assert api.post(REFRESH, {"refresh": answer.json()["refresh"]}).status_code == 200


def test_it_says_who_which_family_and_which_version(pair, ada):
    for kind in ("access", "refresh"):
        claims = claims_of(pair[kind])
        assert claims["sub"] == str(ada.pk)
        assert claims["family"] == str(RefreshFamily.objects.get().pk)
        assert claims["ver"] == ada.token_version
        assert claims["token_type"] == kind
    access = claims_of(pair["access"])
    assert access["exp"] - access["iat"] <= 300


@pytest.mark.sqlite
@pytest.mark.parametrize("door", DOORS)
def test_used_again_within_ten_seconds_it_is_refused_and_the_family_lives(api, pair, door):
    fresh = api.post(REFRESH, {"refresh": pair["refresh"]}).json()
    used_before(pair["refresh"], seconds=9)
    assert api.post(door, {"refresh": pair["refresh"]}).status_code == 401
    assert api.post(REFRESH, {"refresh": fresh["refresh"]}).status_code == 200


@pytest.mark.sqlite
@pytest.mark.parametrize("door", DOORS)
def test_used_again_later_it_ends_the_family(api, pair, door):
    fresh = api.post(REFRESH, {"refresh": pair["refresh"]}).json()
    used_before(pair["refresh"], seconds=11)
    assert api.post(door, {"refresh": pair["refresh"]}).status_code == 401
    assert api.post(REFRESH, {"refresh": fresh["refresh"]}).status_code == 401
    assert api.get(ME, headers={"authorization": f"Bearer {fresh['access']}"}).status_code == 401


@pytest.mark.sqlite
def test_the_end_of_one_family_leaves_the_others(api, pair, ada):
    other = issue_tokens(ada)
    api.post(LOGOUT, {"refresh": pair["refresh"]})
    assert api.post(REFRESH, {"refresh": other["refresh"]}).status_code == 200


@pytest.mark.sqlite
def test_logged_out_nothing_of_the_family_works(api, pair):
    assert api.post(LOGOUT, {"refresh": pair["refresh"]}).status_code == 204
    for door in DOORS:
        assert api.post(door, {"refresh": pair["refresh"]}).status_code == 401
    assert api.get(ME, headers={"authorization": f"Bearer {pair['access']}"}).status_code == 401


@pytest.mark.sqlite
@pytest.mark.parametrize("door", DOORS)
def test_deactivated_deleted_or_of_an_older_version_it_is_refused(api, ada, door):
    inactive, older, orphan = issue_tokens(ada), issue_tokens(ada), issue_tokens(ada)
    ada.is_active = False
    ada.save()
    assert api.post(door, {"refresh": inactive["refresh"]}).status_code == 401
    ada.is_active = True
    ada.token_version += 1
    ada.save()
    assert api.post(door, {"refresh": older["refresh"]}).status_code == 401
    ada.delete()
    assert api.post(door, {"refresh": orphan["refresh"]}).status_code == 401


FORGERIES = {
    "alg none": lambda token: forged(token, key="", algorithm="none"),
    "HS512": lambda token: forged(token, algorithm="HS512"),
    "another key": lambda token: forged(token, key="k" * 64),
    "expired": lambda token: forged(token, exp=claims_of(token)["iat"] - 31),
    "never expires": lambda token: forged(token, exp=...),
    "expires at the end of time": lambda token: forged(token, exp=10**30),
    "expiry is text": lambda token: forged(token, exp="soon"),
    "from the future": lambda token: forged(token, iat=claims_of(token)["iat"] + 90),
    "sub is no id": lambda token: forged(token, sub="abc"),
    "sub is a number": lambda token: forged(token, sub=7),
    "sub is null": lambda token: forged(token, sub=None),
    "no sub": lambda token: forged(token, sub=...),
    "another person": lambda token: forged(token, sub="01900000-0000-7000-8000-000000000000"),
    "no family": lambda token: forged(token, family=...),
    "family is a list": lambda token: forged(token, family=[]),
    "unknown family": lambda token: forged(token, family="01900000-0000-7000-8000-000000000000"),
    "unknown jti": lambda token: forged(token, jti="01900000-0000-7000-8000-000000000000"),
    "jti is no id": lambda token: forged(token, jti="abc\x00"),
    "no jti": lambda token: forged(token, jti=...),
    "no version": lambda token: forged(token, ver=...),
    "version is text": lambda token: forged(token, ver="1"),
    "version is true": lambda token: forged(token, ver=True),
    "version is huge": lambda token: forged(token, ver=10**40),
    "no type": lambda token: forged(token, token_type=...),
    "cut off": lambda token: token[:-3],
    "no signature": lambda token: token.rpartition(".")[0] + ".",
    "words": lambda token: "not.a.token",
    "one word": lambda token: "token",
    "dots": lambda token: "...",
    "not ASCII": lambda token: "жё" + token,
    "nested deep": lambda token: "W1tb" * 500 + ".e30.x",
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_refresh_token_is_refused(api, pair, door, forgery):
    answer = api.post(door, {"refresh": FORGERIES[forgery](pair["refresh"])})
    assert answer.status_code == 401
    assert answer.json()["code"] == "unauthenticated"
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("forgery", sorted(FORGERIES.keys() - {"unknown jti"}))
def test_a_forged_access_token_is_refused(api, pair, forgery):
    token = FORGERIES[forgery](pair["access"])
    api.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    answer = api.get(ME)
    assert answer.status_code == 401
    assert answer.json()["code"] == "unauthenticated"


def test_each_kind_of_token_is_valid_for_its_own_use_only(api, pair):
    for door in DOORS:
        assert api.post(door, {"refresh": pair["access"]}).status_code == 401
    assert api.get(ME, headers={"authorization": f"Bearer {pair['refresh']}"}).status_code == 401


def test_clocks_may_differ_by_thirty_seconds(api, pair):
    now = claims_of(pair["access"])["iat"]
    for changes in ({"iat": now + 20}, {"exp": now - 20}):
        token = forged(pair["access"], **changes)
        assert api.get(ME, headers={"authorization": f"Bearer {token}"}).status_code == 200


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"refresh": None},
        {"refresh": ""},
        {"refresh": 7},
        {"refresh": ["x"]},
        {"refresh": "x" * 5000},
        {"token": "x"},
    ],
)
def test_bad_input_is_invalid(api, db, door, body):
    assert api.post(door, body).status_code == 400


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_one_wins_and_its_tokens_work(pair):
    gate = threading.Barrier(20)
    answers = []

    def knock():
        client = APIClient()
        try:
            gate.wait()
            answers.append(client.post(REFRESH, {"refresh": pair["refresh"]}))
        finally:
            connection.close()

    threads = [threading.Thread(target=knock) for _ in range(20)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 19
    (winner,) = (answer.json() for answer in answers if answer.status_code == 200)
    assert APIClient().post(REFRESH, {"refresh": winner["refresh"]}).status_code == 200
    assert RefreshToken.objects.filter(used_at=None).count() == 1
