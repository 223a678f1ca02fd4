"""The password is asked for again before dangerous actions, and an operator's session has an end."""

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.auth.recent_sign_in import PASSWORD_ENTERED_AT
from accounts.models import BrowserSession, User
from tests.accounts.conftest import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

PEOPLE = "/admin/accounts/user/"


@pytest.fixture
def operator(db):
    person = User.objects.create_superuser("root@example.com", PASSWORD, display_name="Root")
    client = Client()
    client.force_login(person)
    return client


def grow_old(client, minutes=61):
    session = client.session
    session[PASSWORD_ENTERED_AT] = int(time.time()) - minutes * 60
    session.save()


def enter(client, password=PASSWORD, then=PEOPLE):
    return client.post("/confirm", {"password": password, "next": then})


def test_the_admin_asks_for_the_password_after_an_hour(operator):
    assert operator.get(PEOPLE).status_code == 200
    grow_old(operator)
    for path in ("/admin/", PEOPLE, "/admin/projects/event/export/", "/admin/jsi18n/"):
        assert operator.get(path)["Location"].startswith("/confirm?next=%2Fadmin%2F")
    assert operator.get("/confirm?next=/admin/").status_code == 200
    assert enter(operator, "not hers at all").status_code == 200
    assert operator.get(PEOPLE).status_code == 302
    assert enter(operator)["Location"] == PEOPLE
    assert operator.get(PEOPLE).status_code == 200


def test_a_form_sent_too_late_changes_nothing_and_says_so(operator, ada):
    grow_old(operator)
    chosen = {"action": "deactivate", "_selected_action": [str(ada.pk)]}
    page = operator.post(PEOPLE, chosen, follow=True)
    assert "Nothing has been changed yet." in page.content.decode()
    ada.refresh_from_db()
    assert ada.is_active


def test_a_session_from_before_this_rule_has_to_enter_the_password(operator):
    session = operator.session
    del session[PASSWORD_ENTERED_AT]
    session.save()
    assert operator.get(PEOPLE)["Location"].startswith("/confirm")


def test_guessing_there_meets_the_limit_of_signing_in(operator, settings):
    for _ in range(settings.RATE_LIMITS["login_account"][0]):
        assert enter(operator, "a guess").status_code == 200
    page = enter(operator)
    assert (page.status_code, int(page["Retry-After"]) > 0) == (429, True)


def test_other_pages_of_the_browser_stay_signed_in(operator):
    """A new session key would close the sockets of every open board with 4401."""
    before = operator.session.session_key
    enter(operator)
    assert operator.session.session_key == before


def test_confirming_leads_nowhere_else(operator):
    for target in ("https://evil.example/", "//evil.example", "javascript:alert(1)", ""):
        assert enter(operator, then=target)["Location"] == "/projects"


def test_nobody_is_asked_without_a_session(client):
    assert client.get("/confirm")["Location"] == "/login?next=/confirm"


def test_signing_out_everywhere_else_needs_a_recent_password(signed_in, ada):
    version = ada.token_version
    grow_old(signed_in)
    answer = signed_in.post("/profile/sign-ins", {"action": "elsewhere"})
    assert answer["Location"] == "/confirm?next=%2Fprofile%2Fsign-ins"
    ada.refresh_from_db()
    assert ada.token_version == version
    enter(signed_in)
    signed_in.post("/profile/sign-ins", {"action": "elsewhere"})
    ada.refresh_from_db()
    assert ada.token_version == version + 1


def test_the_session_of_an_operator_ends_after_twelve_hours_however_it_is_used(operator, signed_in):
    latest = timezone.now() + timedelta(hours=12)
    assert operator.session.get_expiry_date() <= latest
    enter(operator)
    session = operator.session
    session["used"] = True
    session.save()
    assert operator.session.get_expiry_date() <= latest
    assert signed_in.session.get_expiry_date() > timezone.now() + timedelta(days=13)


def test_a_new_rank_ends_the_sessions_of_the_old_one(operator, signed_in, ada):
    form = {"email": ada.email, "display_name": ada.display_name, "theme": "system", "is_active": "on"}
    operator.post(f"{PEOPLE}{ada.pk}/change/", {**form, "is_staff": "on"})
    assert User.objects.get(pk=ada.pk).is_staff
    assert signed_in.get("/api/v1/me").status_code == 401


def test_a_new_address_is_told_to_the_old_one_and_ends_every_sign_in(
    operator, signed_in, ada, mails, django_capture_on_commit_callbacks
):
    form = {
        "email": "new@example.com",
        "display_name": ada.display_name,
        "theme": "system",
        "is_active": "on",
    }
    with django_capture_on_commit_callbacks(execute=True):
        operator.post(f"{PEOPLE}{ada.pk}/change/", form)
    assert [(mail.to, mail.subject) for mail in mails] == [
        (["ada@example.com"], "The e-mail address of your account was changed")
    ]
    assert signed_in.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("address", ["ıda@example.com", "a\u200bda@example.com", "ſda@example.com"])
def test_the_admin_takes_no_address_that_registration_refuses(operator, ada, address):
    form = {"email": address, "display_name": ada.display_name, "theme": "system", "is_active": "on"}
    assert operator.post(f"{PEOPLE}{ada.pk}/change/", form).status_code == 200
    new = {"email": address, "display_name": "Cleo", "password": PASSWORD}
    assert operator.post(f"{PEOPLE}add/", new).status_code == 200
    assert User.objects.filter(email=address).count() == 0


def test_an_operator_changes_the_password_on_the_page_of_everyone(operator):
    """Django's own form counted no guesses, ended no session and sent no mail."""
    for path in ("/admin/password_change/", "/admin/password_change/done/"):
        assert operator.get(path)["Location"] == "/profile/password"
        guess = {"old_password": "a guess", "new_password1": "x" * 14, "new_password2": "x" * 14}
        assert operator.post(path, guess)["Location"] == "/profile/password"
    assert User.objects.get(email="root@example.com").check_password(PASSWORD)


def test_signing_out_of_the_admin_is_signing_out(operator):
    key = operator.session.session_key
    assert operator.post("/admin/logout/")["Location"] == "/login"
    assert not BrowserSession.objects.filter(session_key=key).exists()
    assert operator.get("/api/v1/me").status_code == 401
