import threading

import pytest
from django.db import connection

from accounts.models import User
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db

URL = "/api/v1/auth/register"
CLEO = {"email": "cleo@example.com", "password": PASSWORD, "displayName": "Cleo"}


@pytest.mark.sqlite
def test_a_newcomer_gets_tokens_and_herself(api):
    answer = api.post(URL, CLEO)
    assert answer.status_code == 201
    assert set(answer.json()) == {"access", "refresh", "user"}
    cleo = User.objects.get()
    assert answer.json()["user"] == {
        "id": str(cleo.pk),
        "email": "cleo@example.com",
        "displayName": "Cleo",
        "locale": None,
        "theme": "system",
        "hue": User.objects.get().hue,
        "formats": None,
        "timeZone": None,
        "createdAt": answer.json()["user"]["createdAt"],
    }
    assert answer.json()["user"]["createdAt"].endswith("Z")
    assert len(answer.json()["user"]["createdAt"]) == len("2026-11-23T09:30:00.000Z")


def test_a_newcomer_can_use_the_tokens_at_once(api):
    access = api.post(URL, CLEO).json()["access"]
    assert api.get("/api/v1/me", headers={"authorization": f"Bearer {access}"}).status_code == 200


def test_no_cookie_is_set(api):
    assert not api.post(URL, CLEO).cookies


def test_the_password_is_kept_as_argon2(api, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    api.post(URL, CLEO)
    assert User.objects.get().password.startswith("argon2$argon2id$")


@pytest.mark.sqlite
@pytest.mark.parametrize("email", ["ada@example.com", "ADA@Example.COM", "  ada@example.com "])
def test_a_taken_address_is_a_duplicate_in_any_case(api, ada, email):
    answer = api.post(URL, {**CLEO, "email": email})
    assert answer.status_code == 409
    assert answer.json()["code"] == "duplicate"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": ""}, "email"),
        ({"email": None}, "email"),
        ({"email": 7}, "email"),
        ({"email": ["a@example.com"]}, "email"),
        ({"email": "a" * 250 + "@example.com"}, "email"),
        ({"email": "cl\x00eo@example.com"}, "email"),
        ({"password": "elevenchars"}, "password"),
        ({"password": "x7" * 65}, "password"),
        ({"password": "x7" * 500_000}, "password"),
        ({"password": "Q1w2e3r4t5y6"}, "password"),
        ({"password": "cleo@example.com"}, "password"),
        ({"password": "long enough \x00"}, "password"),
        ({"password": "long enough \ud800"}, "password"),
        ({"password": 123456789012}, "password"),
        ({"displayName": ""}, "displayName"),
        ({"displayName": "   "}, "displayName"),
        ({"displayName": "c" * 81}, "displayName"),
        ({"displayName": {"first": "Cleo"}}, "displayName"),
        ({"isStaff": True}, "isStaff"),
        ({"staff": True}, "staff"),
    ],
)
def test_invalid_input_names_the_field_and_creates_no_one(api, change, field):
    answer = api.post(URL, {**CLEO, **change})
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid"
    assert list(answer.json()["fields"]) == [field]
    assert not User.objects.exists()


@pytest.mark.parametrize("missing", ["email", "password", "displayName"])
def test_every_field_is_needed(api, missing):
    answer = api.post(URL, {name: value for name, value in CLEO.items() if name != missing})
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [missing]


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"text"', "7", "[" * 100_000, '{"email": NaN}'])
def test_a_body_that_is_no_object_is_invalid(api, body):
    answer = api.post(URL, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid"


def test_a_form_is_no_json(api):
    answer = api.post(URL, "email=cleo%40example.com", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 415


def test_twelve_and_128_characters_are_enough_and_not_too_many(api):
    for length in (12, 128):
        answer = api.post(URL, {**CLEO, "email": f"{length}@example.com", "password": ("жq7" * 43)[:length]})
        assert answer.status_code == 201


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_address_are_one_person(api):
    gate = threading.Barrier(6)
    answers = []

    def knock():
        try:
            gate.wait()
            answers.append(type(api)().post(URL, CLEO).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=knock) for _ in range(6)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(answers) == [201] + [409] * 5
    assert User.objects.count() == 1
