"""How mail is sent, as EMAIL_URL says."""

import threading

import pytest
from django.core import mail as django_mail

from core import mail
from kanban import environment

BACKENDS = "django.core.mail.backends."


def read(monkeypatch, value, *, production=False):
    monkeypatch.setenv("EMAIL_URL", value)
    return environment.mail("EMAIL_URL", production=production)


@pytest.mark.parametrize("value", ["", "console:"])
def test_without_a_server_mail_is_written_to_the_console(monkeypatch, value):
    assert read(monkeypatch, value)["EMAIL_BACKEND"] == BACKENDS + "console.EmailBackend"


def test_in_production_no_mail_is_written_to_a_log(monkeypatch):
    """A mail holds a link that resets a password; standard output is kept by whoever runs the service."""
    assert read(monkeypatch, "", production=True) == {}
    for value in ("console:", "file:"):
        with pytest.raises(SystemExit) as stop:
            read(monkeypatch, value, production=True)
        assert "leave it empty to send no mail" in str(stop.value)
    assert read(monkeypatch, "file:///tmp/mails", production=True)["EMAIL_FILE_PATH"] == "/tmp/mails"


def test_mail_may_go_into_a_folder(monkeypatch):
    result = read(monkeypatch, "file:///tmp/mails")
    assert (result["EMAIL_BACKEND"], result["EMAIL_FILE_PATH"]) == (
        *(BACKENDS + "filebased.EmailBackend", "/tmp/mails"),
    )


@pytest.mark.parametrize(
    ("value", "port", "tls", "ssl"),
    [
        ("smtp+tls://me%40x.com:p%2Fw@mail.example.com", 587, True, False),
        ("smtps://me%40x.com:p%2Fw@mail.example.com", 465, False, True),
        ("smtp://me%40x.com:p%2Fw@mail.example.com:2525", 2525, False, False),
    ],
)
def test_a_server_of_mail_is_one_address(monkeypatch, value, port, tls, ssl):
    assert read(monkeypatch, value) == {
        "EMAIL_HOST": "mail.example.com",
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": "me@x.com",
        "EMAIL_HOST_PASSWORD": "p/w",
        "EMAIL_USE_TLS": tls,
        "EMAIL_USE_SSL": ssl,
    }


@pytest.mark.parametrize(
    "value", ["mail.example.com", "http://mail", "smtp://", "smtp://h:port", "smtp://h:99999"]
)
def test_another_address_stops_the_start_without_telling_the_password(monkeypatch, value):
    with pytest.raises(SystemExit) as stop:
        read(monkeypatch, value)
    assert "EMAIL_URL takes" in str(stop.value)


def test_what_a_mail_says_is_text_and_not_html(settings, mailoutbox):
    mail.send_template("reset", to="ada@example.com", language="en", url="https://x.test/?a=1&b=<2>")
    assert "https://x.test/?a=1&b=<2>" in mailoutbox[0].body
    assert "\n" not in mailoutbox[0].subject
    assert mailoutbox[0].content_subtype == "plain"


@pytest.mark.django_db(transaction=True)
def test_mail_is_sent_on_another_thread(mailoutbox):
    sent, threads = threading.Event(), []

    def work(subject):
        threads.append(threading.current_thread())
        django_mail.send_mail(subject, "there", None, ["ada@example.com"])
        sent.set()

    mail.in_background(work, "Hello")
    assert sent.wait(10)
    assert [message.subject for message in mailoutbox] == ["Hello"]
    assert threading.current_thread() not in threads


def test_mail_beyond_the_queue_is_not_sent_and_the_log_says_so(monkeypatch, caplog):
    started, go_on = threading.Event(), threading.Event()

    def wait():
        started.set()
        go_on.wait(10)

    monkeypatch.setattr(mail, "PLACES", threading.BoundedSemaphore(1))
    mail.in_background(wait)
    assert started.wait(10)
    mail.in_background(wait)
    go_on.set()
    assert [(each.message, each.facts) for each in caplog.records if each.name == "kanban.mail"] == [
        ("a mail was not sent", {"error": "too many wait"})
    ]
