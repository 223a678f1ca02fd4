import time
from statistics import median

import pytest

from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db

URL = "/api/v1/auth/login"


@pytest.mark.sqlite
def test_the_right_pair_gives_tokens_and_the_person(api, ada):
    answer = api.post(URL, {"email": "ada@example.com", "password": PASSWORD})
    assert answer.status_code == 200
    assert set(answer.json()) == {"access", "refresh", "user"}
    assert answer.json()["user"]["id"] == str(ada.pk)
    assert not answer.cookies


@pytest.mark.sqlite
def test_the_address_is_read_without_regard_to_case(api, ada):
    assert api.post(URL, {"email": " Ada@EXAMPLE.com", "password": PASSWORD}).status_code == 200


def test_a_password_is_taken_as_it_is(api, ada):
    ada.set_password("  spaces on both sides  ")
    ada.save()
    assert api.post(URL, {"email": ada.email, "password": "spaces on both sides"}).status_code == 401
    assert api.post(URL, {"email": ada.email, "password": "  spaces on both sides  "}).status_code == 200


def test_nothing_tells_a_wrong_password_from_an_unknown_or_an_inactive_person(api, ada, bob):
    bob.is_active = False
    bob.save()
    wrong = api.post(URL, {"email": ada.email, "password": "not her password"})
    unknown = api.post(URL, {"email": "nobody@example.com", "password": PASSWORD})
    inactive = api.post(URL, {"email": bob.email, "password": PASSWORD})
    assert wrong.status_code == unknown.status_code == inactive.status_code == 401
    assert wrong.content == unknown.content == inactive.content
    assert wrong.json()["code"] == "unauthenticated"
    assert wrong["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.slow
def test_an_unknown_address_takes_as_long_as_a_wrong_password(api, ada, settings):
    settings.PASSWORD_HASHERS = ["accounts.auth.password_hashing.BoundedArgon2PasswordHasher"]
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, (1000, 300))
    ada.set_password(PASSWORD)
    ada.save()

    def seconds(email):  # of work, whatever else the machine is doing
        start = time.process_time()
        api.post(URL, {"email": email, "password": "not her password"})
        return time.process_time() - start

    pairs = [(seconds(ada.email), seconds("nobody@example.com")) for _ in range(7)]
    known, unknown = (median(column) for column in zip(*pairs, strict=True))
    assert known == pytest.approx(unknown, rel=0.5)


def test_a_huge_password_is_refused_before_it_is_hashed(api, ada):
    start = time.process_time()
    answer = api.post(URL, {"email": ada.email, "password": "x" * 1_000_000})
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["password"]
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"email": "ada@example.com"},
        {"password": PASSWORD},
        {"email": "ada@example.com", "password": None},
        {"email": "ada@example.com", "password": [PASSWORD]},
        {"email": "\x00", "password": PASSWORD},
        {"email": "\ud800@example.com", "password": PASSWORD},
        {"email": "ada@example.com", "password": PASSWORD, "remember": True},
    ],
)
def test_bad_input_is_invalid(api, ada, body):
    answer = api.post(URL, body)
    assert answer.status_code == 400
    assert answer.json()["fields"]


def test_a_dead_session_cookie_changes_nothing_and_is_not_answered(api, ada, settings):
    api.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    answer = api.post(URL, {"email": ada.email, "password": PASSWORD})
    assert answer.status_code == 200
    assert not answer.cookies


def test_a_signed_in_browser_needs_no_csrf_token_here(api, ada):
    api.force_login(ada)
    assert api.post(URL, {"email": ada.email, "password": PASSWORD}).status_code == 200


def test_a_person_without_a_password_cannot_sign_in(api, ada):
    ada.set_unusable_password()
    ada.save()
    for password in (PASSWORD, ada.password):
        assert api.post(URL, {"email": ada.email, "password": password}).status_code == 401
