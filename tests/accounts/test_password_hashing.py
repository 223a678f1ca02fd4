"""Passwords are hashed a few at a time, at a cost that a burst of sign-ins can bear."""

import os
import sys
import threading

import pytest
from django.conf import settings as project_settings
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, identify_hasher, make_password
from django.test import Client

from accounts import password_reset
from accounts.auth import password_hashing
from accounts.models import User
from core import backpressure
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db

NEW = "a short swim to the lighthouse"


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    """The product's own hasher, in place of the quick one of these tests."""
    settings.PASSWORD_HASHERS = project_settings.PASSWORD_HASHERS


@pytest.fixture
def full(monkeypatch):
    """Every place is taken, and nobody waits long."""
    monkeypatch.setattr(backpressure, "WAIT_SECONDS", 0.05)
    tickets = [password_hashing.GATE.enter() for _ in range(project_settings.PASSWORD_HASHES)]
    yield
    for ticket in tickets:
        password_hashing.GATE.leave(ticket)


def old_hash(password):
    """A hash of Django's own cost, as earlier releases stored it."""
    return Argon2PasswordHasher().encode(password, "a salt of 22 letters..")


def test_a_hash_takes_nineteen_mebibytes_on_one_lane():
    assert "$m=19456,t=2,p=1$" in make_password(PASSWORD)


@pytest.mark.sqlite
def test_an_old_hash_is_good_and_replaced_at_the_next_sign_in(api, ada):
    User.objects.filter(pk=ada.pk).update(password=old_hash(PASSWORD))
    for _ in range(2):
        assert api.post("/api/v1/auth/login", {"email": ada.email, "password": PASSWORD}).status_code == 200
        ada.refresh_from_db()
        assert "$m=19456," in ada.password
    assert ada.token_version == 1, "the tokens of other devices stay"


def test_confirming_a_password_keeps_its_old_hash_and_the_session(ada):
    User.objects.filter(pk=ada.pk).update(password=old_hash(PASSWORD))
    browser = Client()
    browser.force_login(User.objects.get(pk=ada.pk))
    page = browser.post("/profile/password", {"current": PASSWORD, "password": "short"})
    assert page.status_code == 200
    assert browser.get("/profile/password").status_code == 200


@pytest.mark.parametrize("email", ["ada@example.com", "nobody@example.com"])
def test_a_sign_in_that_finds_no_place_is_told_when_to_try_again(api, ada, full, email):
    answer = api.post("/api/v1/auth/login", {"email": email, "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer["Retry-After"] == str(answer.json()["retryAfter"])


def test_attempts_that_found_no_place_are_not_counted(api, ada, full, settings):
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, (1, 300))
    new = {"email": "new@example.com", "password": NEW, "displayName": "New"}
    for _ in range(3):
        assert api.post("/api/v1/auth/login", {"email": ada.email, "password": PASSWORD}).status_code == 503
        assert api.post("/api/v1/auth/register", new).status_code == 503
    assert not User.objects.filter(email="new@example.com").exists()


@pytest.mark.parametrize("path", ["/login", "/register", "/profile/password", "/profile/delete", "/admin"])
def test_every_page_that_hashes_is_refused_in_the_readers_language(ada, full, path):
    browser = Client(headers={"accept-language": "ru"})
    if path not in ("/login", "/register"):
        User.objects.filter(pk=ada.pk).update(is_staff=True, is_superuser=True)
        browser.force_login(User.objects.get(pk=ada.pk))
    form = {
        "email": "new@example.com" if path != "/login" else ada.email,
        "display_name": "New",
        "password": NEW,
        "current": PASSWORD,
    }
    page = browser.post(path if path != "/admin" else "/admin/accounts/user/add/", form)
    assert page.status_code == 503
    assert int(page["Retry-After"]) > 0
    assert "Сервер сейчас очень занят" in page.content.decode()
    assert User.objects.count() == 1


def test_a_reset_that_finds_no_place_leaves_the_link_good(ada, full):
    token = password_reset.make_reset_token(ada)
    assert Client().post(f"/password/{token}", {"password": NEW}).status_code == 503
    assert password_reset.user_of_token(token) == ada


def test_a_hash_of_the_product_is_known_to_django():
    assert identify_hasher(make_password(PASSWORD)).algorithm == "argon2"
    assert check_password(PASSWORD, make_password(PASSWORD))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a priority belongs to a process")
def test_hashes_are_made_with_a_low_priority():
    make_password(PASSWORD)

    def niceness():
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    assert (
        password_hashing.POOL.submit(niceness).result()
        == os.getpriority(os.PRIO_PROCESS, 0) + password_hashing.NICENESS
    )
