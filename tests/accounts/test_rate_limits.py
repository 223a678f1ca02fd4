import threading
from base64 import b64decode

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import TimeoutError as RedisSlow

from accounts.auth.rate_limits import RateLimitCache, count_attempt
from accounts.errors import TooManyAttempts
from tests.accounts.conftest import PASSWORD, Api

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

LOGIN, REGISTER = "/api/v1/auth/login", "/api/v1/auth/register"


def guess(api, email="ada@example.com", password="wrong", address="203.0.113.9"):
    return api.post(LOGIN, {"email": email, "password": password}, REMOTE_ADDR=address)


def right(api, **where):
    return guess(api, password=PASSWORD, **where)


def registration(api, number, address="203.0.113.9"):
    body = {"email": f"p{number}@example.com", "password": PASSWORD, "displayName": "P"}
    return api.post(REGISTER, body, REMOTE_ADDR=address)


def test_the_sixth_guess_is_told_to_wait(api, ada):
    assert [guess(api).status_code for _ in range(5)] == [401] * 5
    answer = guess(api)
    assert answer.status_code == 429
    assert answer.json()["code"] == "rate_limited"
    assert 1 <= answer.json()["retryAfter"] <= 300
    assert answer["Retry-After"] == str(answer.json()["retryAfter"])


def test_a_blocked_account_stays_blocked_with_the_right_password_until_the_window_ends(
    api, ada, fresh_counters
):
    for _ in range(5):
        guess(api)
    for _ in range(3):
        assert right(api).status_code == 429
    fresh_counters.now += guess(api).json()["retryAfter"] + 1
    assert right(api).status_code == 200


def test_an_account_is_blocked_for_the_network_that_guesses_and_for_no_other(api, ada, bob):
    for number in range(5):
        guess(api, address=f"203.0.113.{number}")
    assert right(api, address="203.0.113.200").status_code == 429
    assert right(api, address="198.51.100.1").status_code == 200
    assert right(api, email="bob@example.com").status_code == 200


def test_a_stranger_with_one_guess_a_minute_locks_nobody_out(api, ada, fresh_counters):
    for _ in range(30):
        guess(api)
        fresh_counters.now += 60
        assert right(api, address="198.51.100.1").status_code == 200


def test_guesses_from_many_networks_end_at_the_total_of_the_account(api, ada, settings):
    total = settings.RATE_LIMITS["login_account_total"][0]
    assert total == 300
    for number in range(total):
        assert guess(api, address=f"10.{number % 2}.{number // 2}.1").status_code == 401
    assert right(api, address="198.51.100.1").status_code == 429
    assert right(api, email="nobody@example.com", address="198.51.100.1").status_code == 401


def test_refused_guesses_use_up_nothing_of_the_total(api, ada, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "login_account_total": (8, 3600)}
    for _ in range(20):
        guess(api)
    assert right(api, address="198.51.100.1").status_code == 200


# ── Browsers that are known ───────────────────────────────────────────────────────────────────────


def enter(client, email="ada@example.com", password=PASSWORD, address="203.0.113.9"):
    return client.post("/login", {"email": email, "password": password}, REMOTE_ADDR=address)


@pytest.fixture
def known(ada):
    """A browser in which ada has signed in before, and out again."""
    client = Client()
    enter(client)
    client.post("/logout")
    return client


def lock_out(api, settings):
    """Use up the limits of the address, of the network, and of the account everywhere."""
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "login_account_total": (10, 3600)}
    for number in range(12):
        guess(api, address=f"10.0.{number}.1")
    for number in range(40):
        guess(api, email=f"p{number}@example.com")
    assert right(api).status_code == 429
    assert right(api, address="198.51.100.1").status_code == 429


def test_a_known_browser_is_never_locked_out_by_strangers(known, api, settings):
    lock_out(api, settings)
    assert enter(known).status_code == 302
    assert enter(Client()).status_code == 429


def test_a_known_browser_has_a_limit_of_its_own(known, api):
    for _ in range(5):
        assert enter(known, password="wrong").status_code == 200
    assert enter(known).status_code == 429
    assert enter(Client(), address="198.51.100.1").status_code == 302


def test_a_browser_is_known_to_the_accounts_that_signed_in_there_and_to_no_other(known, bob, api):
    for _ in range(5):
        guess(api, email="bob@example.com")
    assert enter(known, email="bob@example.com").status_code == 429
    assert enter(known).status_code == 302


def test_a_browser_stays_known_to_several_people(known, bob, api, settings):
    enter(known, email="bob@example.com")
    known.post("/logout")
    lock_out(api, settings)
    assert enter(known).status_code == 302


@pytest.mark.parametrize("value", ["", "x", "WyJhIl0:1abc:x", "é", "a" * 5000])
def test_a_made_up_cookie_makes_no_browser_known(ada, api, settings, value):
    for _ in range(5):
        guess(api)
    client = Client()
    client.cookies[settings.KNOWN_BROWSER_COOKIE_NAME] = value
    assert enter(client).status_code == 429


def test_the_cookie_is_hidden_from_scripts_and_does_not_show_whose_it_is(known, ada, settings):
    cookie = known.cookies[settings.KNOWN_BROWSER_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 365 * 24 * 3600)
    shown = b64decode(cookie.value.partition(":")[0] + "==", altchars=b"-_").decode()
    assert ada.email not in shown
    assert str(ada.pk) not in shown
    assert known.get("/api/v1/me").status_code == 401, "it signs nobody in"


def test_the_api_neither_sets_nor_reads_the_cookie(known, ada, api, settings):
    assert settings.KNOWN_BROWSER_COOKIE_NAME not in right(api).cookies
    for _ in range(5):
        guess(api)
    answer = known.post(
        LOGIN, {"email": ada.email, "password": PASSWORD}, "application/json", REMOTE_ADDR="203.0.113.9"
    )
    assert answer.status_code == 429


def test_strangers_do_not_keep_a_signed_in_person_from_changing_the_password(signed_in, api, settings):
    lock_out(api, settings)
    new = {"current": PASSWORD, "password": "a short swim to the lighthouse"}
    assert signed_in.post("/profile/password", new, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_the_account_is_one_in_any_case(api, ada):
    for email in (
        "ada@example.com",
        "ADA@example.com",
        " ada@EXAMPLE.com",
        "Ada@example.com",
        "aDa@example.com",
    ):
        guess(api, email=email)
    assert right(api).status_code == 429


def test_an_unknown_account_is_blocked_like_a_known_one(api, ada):
    answers = {}
    for email in ("ada@example.com", "nobody@example.com"):
        answers[email] = [guess(api, email=email).json() for _ in range(6)]
    known, unknown = answers.values()
    assert known[:5] == unknown[:5]
    assert set(known[5]) == set(unknown[5])


def test_signing_in_rightly_is_never_counted(api, ada):
    for _ in range(10):
        assert right(api).status_code == 200
    for _ in range(4):
        guess(api)
    assert right(api).status_code == 200
    assert guess(api).status_code == 401
    assert guess(api).status_code == 429


def test_what_is_given_back_is_what_was_counted(api, ada, fresh_counters, monkeypatch):
    """A right sign-in that ends in the next window takes nothing off the count there."""
    for _ in range(3):
        guess(api)
    wait = 301

    def slow(*args, **kwargs):
        fresh_counters.now += wait
        for _ in range(5):
            count_attempt(("login_account", "ada@example.com 203.0.113.0/24"))
        return ada

    with monkeypatch.context() as patched:
        patched.setattr("accounts.auth.sign_in.authenticate", slow)
        assert right(api).status_code == 200
    assert right(api).status_code == 429


def test_bad_input_is_not_a_guess(api, ada):
    for _ in range(40):
        api.post(LOGIN, {"email": "ada@example.com"}, REMOTE_ADDR="203.0.113.9")
    assert right(api).status_code == 200


def test_thirty_guesses_from_one_address_are_enough(api, ada):
    for number in range(30):
        assert guess(api, email=f"p{number}@example.com").status_code == 401
    assert guess(api, email="p31@example.com").status_code == 429
    assert right(api).status_code == 429
    assert right(api, address="203.0.113.10").status_code == 200


def test_a_network_of_ipv6_is_one_address(api, ada):
    for number in range(30):
        guess(api, email=f"p{number}@example.com", address=f"2001:db8:1:2::{number:x}")
    assert right(api, address="2001:db8:1:2:ffff::1").status_code == 429
    assert right(api, address="2001:db8:1:3::1").status_code == 200


def test_a_forged_forwarded_for_does_not_evade_the_limit(api, ada):
    for number in range(30):
        api.post(
            LOGIN,
            {"email": f"p{number}@example.com", "password": "wrong"},
            REMOTE_ADDR="203.0.113.9",
            HTTP_X_FORWARDED_FOR=f"198.51.100.{number}",
        )
    assert right(api).status_code == 429


def test_behind_a_proxy_its_word_counts_and_the_clients_does_not(api, ada, settings):
    settings.TRUSTED_PROXIES = 1
    for number in range(30):
        api.post(
            LOGIN,
            {"email": f"p{number}@example.com", "password": "wrong"},
            REMOTE_ADDR="10.0.0.1",
            HTTP_X_FORWARDED_FOR=f"192.0.2.{number}, 203.0.113.9",
        )
    blocked = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}
    other = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.10"}
    body = {"email": "ada@example.com", "password": PASSWORD}
    assert api.post(LOGIN, body, **blocked).status_code == 429
    assert api.post(LOGIN, body, **other).status_code == 200


def test_thirty_registrations_from_one_address_are_enough(api):
    assert [registration(api, number % 29).status_code for number in range(30)] == [201] * 29 + [409]
    assert registration(api, 31).status_code == 429
    assert registration(api, 31, address="203.0.113.10").status_code == 201


def test_pages_and_api_share_one_count(api, ada, client):
    for _ in range(3):
        guess(api)
    for _ in range(2):
        enter(client, password="wrong")
    assert right(api).status_code == 429
    assert enter(client).status_code == 429


def test_a_server_error_does_not_count_against_a_limit(api, ada, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    api.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("accounts.auth.sign_in.authenticate", fail)
        assert [guess(api).status_code for _ in range(10)] == [500] * 10
    assert right(api).status_code == 200


@pytest.fixture(params=[RedisAway, RedisSlow, OSError])
def no_redis(request, monkeypatch, settings):
    """Configure a Redis that does not answer; the list counts how often it was asked."""
    asked = []

    class Away:
        def fail(self, *args, **kwargs):
            asked.append(args)
            raise request.param

        add = incr = decr = get = fail

    monkeypatch.setattr(
        "accounts.auth.rate_limits.caches",
        {**{name: caches[name] for name in ("local", "rate_limits")}, "default": Away()},
    )
    return asked


def test_without_redis_the_process_counts_by_itself(api, ada, no_redis):
    assert right(api).status_code == 200
    assert [guess(api).status_code for _ in range(6)] == [401] * 5 + [429]
    assert right(api).status_code == 429
    assert registration(api, 1).status_code == 201


def test_without_redis_not_every_request_waits_for_it(api, ada, no_redis, monkeypatch):
    for _ in range(4):
        guess(api)
    assert len(no_redis) == 1
    monkeypatch.setattr(RateLimitCache, "fallback_until", 0.0)
    guess(api)
    assert len(no_redis) == 2


@pytest.mark.django_db(transaction=True)
def test_twenty_guesses_at_once_are_five_guesses(ada):
    gate = threading.Barrier(20)
    answers = []

    def knock():
        try:
            client = Api()
            gate.wait()
            answers.append(guess(client).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=knock) for _ in range(20)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(answers) == [401] * 5 + [429] * 15


@pytest.mark.parametrize(
    ("wait", "words"),
    [(300, "in 5 minutes."), (241, "in 5 minutes."), (60, "in 1 minute."), (0, "in 1 minute.")],
)
def test_the_words_say_how_many_minutes(wait, words):
    assert str(TooManyAttempts(wait=wait).detail).endswith(words)
