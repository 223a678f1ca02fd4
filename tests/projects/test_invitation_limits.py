"""Invitations and mail are limited per person, project, mailbox and installation; refusals send nothing."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from core import mail
from core.mail_names import mail_name, single_line
from projects.models import Invitation, Project
from tests.support.people import Person
from tests.support.server import Server
from tests.support.worlds import Cast, World, build, fresh_id

pytestmark = [pytest.mark.sqlite, pytest.mark.hostile]

Invite = Callable[..., Any]


@pytest.fixture
def limits(settings: Any) -> Callable[..., None]:
    """Set limits: `limits(invitation_mails_hour=3)`, with their windows as they are."""

    def set_limits(**counts: int) -> None:
        changed = {name: (count, settings.RATE_LIMITS[name][1]) for name, count in counts.items()}
        settings.RATE_LIMITS = {**settings.RATE_LIMITS, **changed}

    return set_limits


@pytest.fixture
def invite(world: World, ada: Person, mails: list[Any], django_capture_on_commit_callbacks: Any) -> Invite:
    def invite(email: str = "", *, by: Person = ada, project: str = "", key: str | None = None) -> Any:
        body = {"role": "member", **({"email": email} if email else {})}
        with django_capture_on_commit_callbacks(execute=True):
            return by.post(f"/projects/{project or world.id}/invitations", body, key=key)

    return invite


def refused(response: Any) -> bool:
    if response.status_code == 201:
        return False
    assert (response.status_code, response.json()["code"]) == (429, "rate_limited")
    assert response.headers["Retry-After"] == str(response.json()["retryAfter"])
    assert int(response.headers["Retry-After"]) >= 1
    return True


def strangers(count: int) -> list[str]:
    return [f"stranger{number}@example.org" for number in range(count)]


def test_three_hundred_mails_to_three_strangers_are_fifteen(
    world: World, invite: Invite, mails: list[Any]
) -> None:
    """What could be done before: 300 mails in eight seconds."""
    before, responses = world.seq, [invite(email) for email in strangers(3) * 12]
    assert [refused(response) for response in responses] == [False] * 15 + [True] * 21
    assert len(mails) == 15
    assert Invitation.objects.exclude(email="").count() == 15
    assert world.seq == before + 15, "a refusal leaves no event"


@pytest.mark.parametrize(
    ("limit", "other"),
    [
        ("invitation_mails_hour", "another person"),
        ("invitation_mails_day", "another person"),
        ("invitation_mails_project", "another project"),
        ("invitation_mails_total", ""),
    ],
)
def test_each_limit_of_mailed_invitations_counts_what_it_says(
    limit: str, other: str, cast: Cast, invite: Invite, limits: Any, mails: list[Any], anna: Person
) -> None:
    limits(**{limit: 4})
    addresses = iter(strangers(20))
    assert [refused(invite(next(addresses))) for _ in range(6)] == [False] * 4 + [True] * 2
    elsewhere = build(cast).id
    assert refused(invite(next(addresses), by=anna)) == (other != "another person")
    assert refused(invite(next(addresses), project=elsewhere)) == (other != "another project")
    assert not refused(invite()), "a link without an address sends nothing and is still possible"
    assert len(mails) == 4 + bool(other)


@pytest.mark.parametrize(
    ("limit", "same_project"), [("invitations_person", False), ("invitations_project", True)]
)
def test_links_are_limited_too(
    limit: str, same_project: bool, cast: Cast, invite: Invite, limits: Any, anna: Person, world: World
) -> None:
    there = Invitation.objects.filter(project_id=world.id).count()
    limits(**{limit: there + 3})
    assert [refused(invite()) for _ in range(4)] == [False] * 3 + [True]
    assert refused(invite(by=anna)) == same_project
    assert refused(invite(project=build(cast).id)) != same_project


def test_a_mailbox_is_one_however_it_is_tagged(invite: Invite, anna: Person) -> None:
    for tag in ("", "+a", "+b", "+c", "+d"):
        assert not refused(invite(f"zoe{tag}@example.org"))
    assert refused(invite("zoe+e@example.org"))
    assert refused(invite("ZOE@example.org", by=anna)), "of the whole installation, whoever sends it"
    assert not refused(invite("zoey@example.org"))


@pytest.mark.parametrize("spelling", ["zoe@bücher.example", "zoe@xn--bcher-kva.example"])
def test_a_mailbox_is_one_in_letters_and_in_ascii(spelling: str, invite: Invite) -> None:
    for address in ("zoe@bücher.example", "zoe+a@xn--bcher-kva.example", "ZOE@BÜCHER.example") * 2:
        last = invite(address)
    assert refused(last)
    assert refused(invite(spelling))
    assert not refused(invite("zoe@bucher.example"))


def test_mail_counts_a_domain_in_letters_and_in_ascii_as_one(mailoutbox: list[Any]) -> None:
    for number in range(9):
        address = "zoe@bücher.example" if number % 2 else "zoe@xn--bcher-kva.example"
        mail.send_template("new_password", to=address, language="en", url="https://x.test/")
    assert len(mailoutbox) == 5


def test_who_accepts_can_be_invited_again(invite: Invite, eve: Person, ada: Person, world: World) -> None:
    assert eve.user is not None
    for _ in range(7):
        invitation = invite(eve.user.email).json()
        assert eve.post(f"/invitations/{invitation['token']}/accept").status_code == 200
        ada.delete(f"/projects/{world.id}/members/{eve.id}")


def test_revoking_does_not_make_room(invite: Invite, ada: Person, world: World) -> None:
    for _ in range(5):
        invitation = invite("zoe@example.org").json()
        ada.delete(f"/projects/{world.id}/invitations/{invitation['id']}")
    assert refused(invite("zoe@example.org"))


def test_the_window_slides(invite: Invite) -> None:
    for _ in range(5):
        invite("zoe@example.org")
    response = invite("zoe@example.org")
    assert 86000 < response.json()["retryAfter"] <= 86400
    assert "in 24 hours" in response.json()["detail"]
    past = timezone.now() - dt.timedelta(days=1, seconds=1)
    first = Invitation.objects.filter(email="zoe@example.org").earliest("created_at")
    Invitation.objects.filter(pk=first.pk).update(created_at=past)
    assert not refused(invite("zoe@example.org"))
    assert refused(invite("zoe@example.org"))


def test_a_repeat_is_neither_counted_nor_refused(invite: Invite, mails: list[Any], limits: Any) -> None:
    limits(invitation_mails_hour=1)
    key = fresh_id()
    responses = [invite("zoe@example.org", key=key) for _ in range(4)]
    assert [response.status_code for response in responses] == [201] * 4
    assert len(mails) == 1
    assert refused(invite("yan@example.org"))
    assert not refused(invite("zoe@example.org", key=key))


def test_a_refused_invitation_does_not_count(invite: Invite, ada: Person, limits: Any) -> None:
    limits(invitation_mails_hour=1)
    assert ada.user is not None
    for bad in ("nobody", ada.user.email):
        assert invite(bad).status_code == 400
    assert not refused(invite("zoe@example.org"))


def test_the_form_says_when_to_try_again(
    world: World, ada: Person, mails: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    form = {"action": "invite", "email": "zoe@example.org", "role": "member"}
    with django_capture_on_commit_callbacks(execute=True):
        pages = [ada.browse(f"/projects/{world.id}/members", form) for _ in range(6)]
    assert [page.status_code for page in pages] == [200] * 5 + [429]
    assert int(pages[-1].headers["Retry-After"]) > 0
    assert "Create a link without an address" in pages[-1].text
    assert len(mails) == 5


def test_the_socket_refuses_like_rest(cast: Cast, ada: Person, server: Server) -> None:
    world, seq = build(cast), 0
    with ada.socket() as socket:
        for address in strangers(31):
            seq = world.seq
            asked = {"projectId": world.id, "email": address, "role": "member"}
            reply = socket.ask("invitation.create", asked)
        error, asked = reply["error"], {"email": "zoe@example.org", "role": "member"}
        response = ada.post(f"/projects/{world.id}/invitations", asked)
        assert refused(response)
        assert {**error, "retryAfter": 0} == {**response.json(), "retryAfter": 0}
        assert 3500 < error["retryAfter"] <= 3600
        assert world.seq == seq
        assert socket.is_alive()


@pytest.mark.slow
def test_invitations_sent_at_once_are_counted_one_by_one(
    cast: Cast, ada: Person, server: Server, second_server: Server
) -> None:
    world = build(cast)
    places = [ada, ada.at(second_server)]
    assert all(place.token for place in places)

    def send(turn: int) -> int:
        asked = {"email": f"stranger{turn}@example.org", "role": "member"}
        return places[turn % 2].post(f"/projects/{world.id}/invitations", asked).status_code

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(send, range(48)))
    assert sorted(codes) == [201] * 30 + [429] * 18


# ── What a mail says ──────────────────────────────────────────────────────────────────────────────

LINKS = [
    "evil.example/x",
    "http://evil.example",
    "HTTPS://x",
    "go to www evil",
    "Evil．Example",
    "evil。example",
    "evil․example",
    "evil\u200b.exa\u2060mple",
    "me@evil.example",
    "1.2.3.4",
    "xn--e1afmkfd",
    "Your prize: evil.xn--p1ai",
]
NAMES = [
    "Ada Lovelace",
    "St. Petersburg",
    "J.R.R. Tolkien",
    "Site 2.0",
    "Ремонт. Кухня",
    "O’Neill & Co.",
    "План 1.2",
]


@pytest.mark.parametrize("name", LINKS)
@pytest.mark.parametrize("field", ["person", "project"])
def test_a_name_with_a_link_is_not_in_the_mail(
    name: str, field: str, world: World, ada: Person, invite: Invite, mails: list[Any]
) -> None:
    if field == "person":
        User.objects.filter(pk=ada.id).update(display_name=name)
    else:
        Project.objects.filter(pk=world.id).update(name=name)
    url = invite("zoe@example.org").json()["url"]
    (sent,) = mails
    assert sent.subject == "You are invited to a project"
    assert name not in sent.body
    assert "evil" not in sent.body.lower().replace(url, "")
    assert "looks like a web address" in sent.body


@pytest.mark.parametrize("name", NAMES)
def test_other_names_stay_as_they_are(name: str) -> None:
    assert mail_name(name) == name


def test_a_mail_names_sender_project_and_installation(
    world: World, invite: Invite, mails: list[Any], settings: Any
) -> None:
    settings.PUBLIC_URL, settings.MAIL_CONTACT = "https://board.example.com", "abuse@board.example.com"
    url = invite("zoe@example.org").json()["url"]
    (sent,) = mails
    assert sent.subject == "Ada Lovelace invites you to “Website”"
    assert "“Ada Lovelace” invited you to the project “Website” at board.example.com." in sent.body
    assert "write to abuse@board.example.com" in sent.body
    assert url in sent.body


def test_a_subject_is_one_short_line_without_control_characters(mailoutbox: list[Any], settings: Any) -> None:
    names = {"person": "A\r\nBcc: x@example.org\n", "project": "\x07\u202e\u2066" + "Long " * 200}
    mail.send_template("invitation", to="zoe@example.org", language="en", url="https://x.test/", **names)
    (sent,) = mailoutbox
    assert len(sent.subject) <= mail.SUBJECT_LENGTH
    assert not set(sent.subject) & set("\r\n\x07\u202e\u2066\u2028")
    assert sent.to == ["zoe@example.org"]
    assert sent.from_email == settings.DEFAULT_FROM_EMAIL, "never a name that somebody chose"


def test_a_long_name_is_cut() -> None:
    assert mail_name("A" * 200) == "A" * 59 + "…"
    assert mail_name("He said “hi”") == "He said 'hi'"
    assert single_line("one\u2028two\x00", 20) == "one two"


# ── Every mail ────────────────────────────────────────────────────────────────────────────────────


def test_no_mailbox_gets_mail_without_end(mailoutbox: list[Any], caplog: Any) -> None:
    """Addresses are not verified: who registers with a stranger's could change the password all day."""
    for number in range(9):
        address = "zoe@example.org" if number % 2 else f"zoe+{number}@example.org"
        mail.send_template("new_password", to=address, language="en", url="https://x.test/")
    mail.send_template("new_password", to="yan@example.org", language="en", url="https://x.test/")
    assert len(mailoutbox) == 6
    mail.send_template("reset", to="zoe@example.org", language="en", url="https://x.test/")
    assert len(mailoutbox) == 7, "each kind counts by itself"
    assert "a mail was not sent" in caplog.text
    assert "zoe" not in caplog.text


def test_invitations_never_take_the_place_of_a_password_link(mailoutbox: list[Any], limits: Any) -> None:
    limits(mail_total=3)
    for address in strangers(6):
        mail.send_template("invitation", to=address, language="en", url="https://x.test/")
    assert len(mailoutbox) == 3
    mail.send_template("reset", to="ada@example.com", language="en", url="https://x.test/")
    assert len(mailoutbox) == 4
