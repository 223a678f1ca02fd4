"""Changing a password with the current one, and resetting it by mail."""

import re
import threading
from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import password_reset
from accounts.auth.tokens import issue_tokens
from accounts.models import RefreshFamily, User
from core import mail
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db

NEW = "a short swim to the lighthouse"


@pytest.fixture
def elsewhere(ada):
    client = Client()
    client.force_login(ada)
    return client


def change(client, **fields):
    return client.post("/profile/password", {"current": PASSWORD, "password": NEW, **fields})


def ask(client, email, **headers):
    return client.post("/password", {"email": email}, headers=headers)


def link_in(message):
    found = re.search(r"http\S+(/password/\S+)", message.body)
    assert found
    return found[1]


# ── Changed ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_a_changed_password_ends_every_sign_in_but_this_one(
    signed_in, elsewhere, api, ada, mails, django_capture_on_commit_callbacks
):
    pair = issue_tokens(ada)
    with django_capture_on_commit_callbacks(execute=True):
        assert change(signed_in)["Location"] == "/profile/password#password-save"
    ada.refresh_from_db()
    assert ada.check_password(NEW)
    assert signed_in.get("/api/v1/me").status_code == 200
    assert elsewhere.get("/api/v1/me").status_code == 401
    assert api.get("/api/v1/me", HTTP_AUTHORIZATION=f"Bearer {pair['access']}").status_code == 401
    assert api.post("/api/v1/auth/refresh", {"refresh": pair["refresh"]}).status_code == 401
    assert not RefreshFamily.objects.filter(ended_at=None).exists()
    assert [place["user_id"] for place in ada.browser_sessions.values()] == [ada.pk]


def test_the_session_that_stays_has_a_new_key(signed_in, mails):
    before = signed_in.session.session_key
    change(signed_in)
    assert signed_in.session.session_key != before
    assert not signed_in.session.exists(before)


def test_a_changed_password_is_confirmed_by_mail_without_the_password(signed_in, mails, ada):
    change(signed_in)
    assert [message.to for message in mails] == [[ada.email]]
    assert NEW not in mails[0].body


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"current": "not hers at all"}, "current"),
        ({"current": ""}, "current"),
        ({"password": "short"}, "password"),
        ({"password": "ada@example.com"}, "password"),
        ({"password": "x" * 1_000_000}, "password"),
        ({"current": "x" * 1_000_000}, "current"),
    ],
)
def test_an_invalid_password_change_changes_nothing(signed_in, ada, fields, field):
    page = change(signed_in, **fields)
    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_guessing_in_a_session_left_open_meets_the_limit_of_signing_in(signed_in, settings):
    for _ in range(settings.RATE_LIMITS["login_account"][0]):
        assert change(signed_in, current="a guess").status_code == 200
    page = change(signed_in)
    assert (page.status_code, int(page["Retry-After"]) > 0) == (429, True)


# ── Forgotten ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_a_forgotten_password_is_reset_by_the_link_in_the_mail(client, elsewhere, api, ada, mails):
    pair = issue_tokens(ada)
    assert ask(client, "ADA@example.com ").status_code == 200
    assert (mails[0].to, mails[0].from_email) == ([ada.email], "Kanban Realtime <no-reply@127.0.0.1>")
    url = link_in(mails[0])
    assert client.get(url).status_code == 200
    assert client.post(url, {"password": NEW})["Location"] == "/login"
    ada.refresh_from_db()
    assert ada.check_password(NEW)
    assert elsewhere.get("/api/v1/me").status_code == 401
    assert api.get("/api/v1/me", HTTP_AUTHORIZATION=f"Bearer {pair['access']}").status_code == 401
    assert client.get("/api/v1/me").status_code == 401, "the link signs nobody in"
    assert len(mails) == 2, "a confirmation of the change is mailed as well"


def test_the_link_works_once(client, ada, mails):
    ask(client, ada.email)
    ask(client, ada.email)
    first, second = map(link_in, mails)
    client.post(first, {"password": NEW})
    for url in (first, second):
        assert client.get(url).status_code == 404
        assert client.post(url, {"password": "yet another password"}).status_code == 404
    ada.refresh_from_db()
    assert ada.check_password(NEW)


def test_looking_and_a_bad_password_use_nothing_up(client, ada, mails):
    ask(client, ada.email)
    url = link_in(mails[0])
    client.get(url)
    assert client.post(url, {"password": "short"}).context["form"].errors
    assert client.post(url, {"password": NEW}).status_code == 302


def test_the_link_works_for_an_hour(client, ada, mails, monkeypatch):
    ask(client, ada.email)
    url = link_in(mails[0])
    for minutes, status in ((59, 200), (61, 404)):
        late = datetime.now() + timedelta(minutes=minutes)  # noqa: DTZ005 - as Django does
        monkeypatch.setattr(password_reset.TOKENS, "_now", lambda late=late: late)
        assert client.get(url).status_code == status


ENDS_OF_LINK = [
    *("a sign-in", "a sign-in by the API", "a sign-in within the same second"),
    *("signing out everywhere", "another address", "deactivation"),
]


@pytest.mark.parametrize("over", ENDS_OF_LINK)
def test_the_link_expires(client, api, ada, mails, over):
    now = timezone.now().replace(microsecond=1000)
    User.objects.filter(pk=ada.pk).update(last_login=now)
    ask(client, ada.email)
    assert client.get(link_in(mails[0])).status_code == 200
    if over == "a sign-in":
        client.post("/login", {"email": ada.email, "password": PASSWORD})
    elif over == "a sign-in by the API":
        api.post("/api/v1/auth/login", {"email": ada.email, "password": PASSWORD})
    elif over == "a sign-in within the same second":
        User.objects.filter(pk=ada.pk).update(last_login=now.replace(microsecond=9000))
    elif over == "signing out everywhere":
        ada.end_access()
    elif over == "another address":
        User.objects.filter(pk=ada.pk).update(email="new@example.com")
    else:
        User.objects.filter(pk=ada.pk).update(is_active=False)
    assert client.get(link_in(mails[0])).status_code == 404


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "token",
    [
        "x",
        "-",
        "a-b",
        "1" * 500,
        "%00",
        "%ED%A0%80",
        "é-1",
        "0-c0ffee-" + "0" * 32,
        "²-1",
        "zzzzzzzzzzzzzzzzzzzzzzzzz-1-2",
    ],
)
def test_a_made_up_link_is_gone(client, ada, token):
    assert client.get(f"/password/{token}").status_code == 404


def test_a_link_of_one_person_does_not_open_another_account(client, ada, bob, mails):
    ask(client, ada.email)
    proof = link_in(mails[0]).partition("-")[2]
    who = password_reset.make_reset_token(bob).partition("-")[0]
    assert client.get(f"/password/{who}-{proof}").status_code == 404


@pytest.mark.parametrize("kind", ["unknown", "inactive", "without a password"])
def test_an_address_without_an_account_gets_the_same_page(client, ada, bob, mails, kind):
    if kind == "inactive":
        User.objects.filter(pk=bob.pk).update(is_active=False)
    elif kind == "without a password":
        bob.set_unusable_password()
        bob.save()
    else:
        bob.delete()
    known, other = (ask(client, email) for email in (ada.email, "bob@example.com"))
    assert [message.to for message in mails] == [[ada.email]]
    assert (known.status_code, other.status_code) == (200, 200)
    pages = [re.sub(r'(?<=value=")\w{64}|(ada|bob)@', "", page.content.decode()) for page in (known, other)]
    assert pages[0] == pages[1]


def test_the_answer_does_not_wait_for_the_database_nor_the_mail(
    client, ada, monkeypatch, django_assert_num_queries
):
    """The address is looked up on another thread, so that the response time tells nothing."""
    queued = []
    monkeypatch.setattr(mail.POOL, "submit", lambda *work: queued.append(work))
    for email in (ada.email, "nobody@example.com"):
        with django_assert_num_queries(0):
            ask(client, email)
    assert [work[1].func for work in queued] == [password_reset._send_link] * 2


def test_the_link_is_of_our_own_address_whatever_the_host_says(client, ada, mails, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ask(client, ada.email, host="evil.example")
    assert settings.PUBLIC_URL + "/password/" in mails[0].body
    assert "evil" not in mails[0].body


@pytest.mark.parametrize(
    ("locale", "words"),
    [("ru", "Сброс пароля"), ("en", "Reset your Kanban Realtime password"), ("", "Сброс")],
)
def test_mail_speaks_the_language_of_its_reader(client, ada, mails, locale, words):
    User.objects.filter(pk=ada.pk).update(locale=locale)
    ask(client, ada.email, **{"accept-language": "ru"})
    assert mails[0].subject.startswith(words)


@pytest.mark.parametrize("email", ["ada@example.com", "nobody@example.com"])
def test_asking_too_often_for_one_account_is_refused_whether_or_not_it_exists(
    client, ada, mails, settings, email
):
    for _ in range(settings.RATE_LIMITS["reset_account"][0]):
        assert ask(client, email).status_code == 200
    page = ask(client, email.upper())
    assert (page.status_code, int(page["Retry-After"]) > 0) == (429, True)
    assert ask(client, "bob@example.com").status_code == 200


def test_asking_too_often_from_one_address_is_refused(client, ada, mails, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "reset_address": (2, 3600)}
    answers = [ask(client, f"{n}@example.com").status_code for n in range(3)]
    assert answers == [200, 200, 429]
    assert ask(client, ada.email, **{"x-forwarded-for": "9.9.9.9"}).status_code == 429


def test_the_token_is_in_no_log(client, ada, mails, caplog):
    ask(client, ada.email)
    url = link_in(mails[0])
    client.get(url)
    client.post(url, {"password": NEW})
    secret = url.rpartition("/")[2]
    facts = [str(record.__dict__) for record in caplog.records if record.name.startswith("kanban")]
    assert facts
    assert not [fact for fact in facts if secret in fact or NEW in fact]


def test_a_mail_that_cannot_be_sent_is_a_line_in_the_log(ada, caplog):
    def fail():
        raise OSError("smtp says: the link was …")

    mail.POOL.submit(mail._run_and_log, fail).result(10)
    assert [(record.message, record.facts) for record in caplog.records if record.name == "kanban.mail"] == [
        ("a mail was not sent", {"error": "OSError"})
    ]


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_the_link_at_once_one_sets_the_password(ada):
    token, done = password_reset.make_reset_token(ada), []
    barrier = threading.Barrier(2)

    def use(password):
        barrier.wait()
        done.append(password_reset.set_password(token, password) is not None)
        connection.close()

    threads = [threading.Thread(target=use, args=(f"{NEW} {n}",)) for n in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(done) == [False, True]


# ── Without mail ──────────────────────────────────────────────────────────────────────────────────


def test_where_no_mail_is_sent_the_page_names_the_operator(client, ada, mails, settings):
    settings.SENDS_MAIL = False
    for page in (client.get("/password"), ask(client, ada.email)):
        assert "This installation sends no mail. Ask its operator" in page.content.decode()
        assert "<form class" not in page.content.decode()
    assert mails == []


def test_an_operator_makes_a_link_at_the_command_line(client, ada, capsys):
    call_command("reset_link", "ADA@example.com")
    url = capsys.readouterr().out.strip()
    assert url.startswith("http://127.0.0.1:8000/password/")
    client.post(url.removeprefix("http://127.0.0.1:8000"), {"password": NEW})
    ada.refresh_from_db()
    assert ada.check_password(NEW)
    with pytest.raises(CommandError):
        call_command("reset_link", "nobody@example.com")
