"""Attempts to get access, a higher role, or secrets."""

import logging
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.test import Client
from django.utils import timezone

from accounts import password_reset
from accounts.auth.tokens import issue_tokens
from accounts.models import User
from kanban.logs import JsonFormatter
from projects.models import Event, Invitation, Membership
from tests.support.access_matrix import ENDPOINTS, Endpoint
from tests.support.payloads import person
from tests.support.people import CSRF, Person, Site
from tests.support.server import Server
from tests.support.transports import RestTransport, SocketTransport
from tests.support.worlds import Cast, World, build_empty

PASSWORD = "a long walk to the harbour"


# ── Up ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("who", "role"), [("cleo", "member"), ("bob", "admin"), ("bob", "owner"), ("anna", "owner")]
)
def test_nobody_promotes_themselves(who: str, role: str, world: World, server: Server) -> None:
    sockets = SocketTransport()
    mine = world.cast[who]
    for endpoint in (RestTransport(), sockets):
        assert endpoint.send(mine, "member.update", person(world, who, role=role)).code == "forbidden"
    sockets.close()
    mine.browse(f"/projects/{world.id}/members", {"action": "role", "user": mine.id, "role": role})
    assert Membership.objects.get(project_id=world.id, user=mine.user).role != role


def test_nobody_comes_in_twice_for_a_higher_role(world: World, bob: Person) -> None:
    token = world.do("invitation.create", projectId=world.id, role="admin")["token"]
    assert bob.post(f"/invitations/{token}/accept").json()["code"] == "duplicate"
    assert bob.browse(f"/invitations/{token}", {}).status_code == 302
    assert Membership.objects.get(project_id=world.id, user=bob.user).role == "member"
    assert Invitation.objects.get(project_id=world.id, role="admin").accepted_at is None


def test_nobody_invites_themselves(world: World, anna: Person, server: Server) -> None:
    assert anna.user
    sockets, before = SocketTransport(), world.seq
    data = {"projectId": world.id, "role": "admin", "email": anna.user.email.upper()}
    for endpoint in (RestTransport(), sockets):
        answer = endpoint.send(anna, "invitation.create", data)
        assert (answer.code, list(answer.body["fields"])) == ("invalid", ["email"])
    sockets.close()
    page = anna.browse(
        f"/projects/{world.id}/members", {"action": "invite", "email": anna.user.email, "role": "viewer"}
    )
    assert "your own e-mail address" in page.text
    assert world.seq == before


# ── In ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_looking_at_an_invitation_uses_nothing_up(world: World, eve: Person, nobody: Person) -> None:
    page = f"/invitations/{world.invitation['token']}"
    for _ in range(2):
        for who in (nobody, eve):
            assert who.browse(page).status_code == who.browse(page, method="HEAD").status_code == 200
        assert eve.get(f"{page}/accept").status_code == 405
    assert eve.post(f"{page}/accept").status_code == 200


def used(row: Invitation, eve: Person) -> None:
    row.accepted_at, row.accepted_by = timezone.now(), User.objects.get(email="bob@example.com")


def revoked(row: Invitation, eve: Person) -> None:
    row.revoked_at = timezone.now()


def expired(row: Invitation, eve: Person) -> None:
    row.created_at, row.expires_at = (timezone.now() - timedelta(days=days, seconds=1) for days in (7, 0))


def foreign(row: Invitation, eve: Person) -> None:
    row.email = "dan@example.com"


def of_a_homoglyph(row: Invitation, eve: Person) -> None:
    row.email = "\u0435ve@example.com"


@pytest.mark.parametrize("what", [used, revoked, expired, foreign, of_a_homoglyph])
def test_a_link_that_is_not_good_says_the_same_whatever_it_was(what: Any, world: World, eve: Person) -> None:
    row = Invitation.objects.get(pk=world.invitation["id"])
    what(row, eve)
    row.save()
    token, before = world.invitation["token"], world.seq
    made_up, real = (eve.post(f"/invitations/{text}/accept") for text in ("x" * 43, token))
    assert (real.status_code, real.json()) == (404, made_up.json())
    for method in ("GET", "POST"):
        assert eve.browse(f"/invitations/{token}", method=method).status_code == 404
    assert world.seq == before


@pytest.mark.slow
@pytest.mark.sqlite
def test_of_many_who_accept_at_once_one_comes_in(cast: Cast, servers: list[Server], server: Server) -> None:
    world = build_empty(cast)
    for coming in (["eve", "dan"] * 2, ["eve"] * 4):
        Membership.objects.filter(project_id=world.id, user__in=[cast["eve"].user, cast["dan"].user]).delete()
        token = world.do("invitation.create", projectId=world.id, role="viewer")["token"]
        people = [on_own_connection(cast[who], servers[n % 2]) for n, who in enumerate(coming)]
        with ThreadPoolExecutor(len(people)) as pool:
            result = list(pool.map(accept, people, [token] * len(people)))
        assert result.count(200) == 1
        assert set(result) <= {200, 404, 409}
        assert Event.objects.filter(project_id=world.id, seq=world.seq).get().type == "invitation.accepted"
        assert Membership.objects.filter(project_id=world.id).count() == 5


def accept(who: Person, token: str) -> int:
    return who.post(f"/invitations/{token}/accept").status_code


def on_own_connection(who: Person, server: Server) -> Person:
    assert who.token
    return who.at(Site(httpx.Client(timeout=30), server.url))


# ── Bodies ────────────────────────────────────────────────────────────────────────────────────────

WRITES = [endpoint for endpoint in ENDPOINTS if endpoint.method != "GET" and endpoint.form is None]
SMUGGLED = {"role": "owner", "isStaff": True, "seq": 1, "createdAt": "2020-01-01T00:00:00.000Z"}


@pytest.mark.parametrize("endpoint", WRITES, ids=lambda endpoint: endpoint.name)
def test_no_body_takes_what_is_not_for_people_to_say(endpoint: Endpoint, world: World, ada: Person) -> None:
    path, body, before = endpoint.path(world), endpoint.body(world), world.seq
    if isinstance(body, bytes):
        return  # file uploads read their form field by field
    for key, value in SMUGGLED.items():
        if key in (body or {}):
            continue
        sent = ada.call(endpoint.method, path.removeprefix("/api/v1"), {**(body or {}), key: value})
        assert (sent.status_code, list(sent.json()["fields"])) == (400, [key]), sent.text
    assert world.seq == before


def test_no_form_makes_a_person_staff(client: Client, db: None) -> None:
    sent = {"display_name": "Fay", "email": "fay@example.com", "password": PASSWORD}
    odd = dict.fromkeys(("is_staff", "isStaff", "is_superuser", "role"), "1")
    assert client.post("/register", {**sent, **odd}).status_code == 302
    assert client.post("/profile", {"display_name": "Fay", **odd}).status_code < 400
    fay = User.objects.get()
    assert (fay.is_staff, fay.is_superuser) == (False, False)


@pytest.mark.parametrize("path", ["/login", "/register", "/api/v1/auth/login", "/api/v1/auth/register"])
def test_a_password_of_a_megabyte_is_refused_without_hashing(
    path: str, client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.contrib.auth.hashers.Argon2PasswordHasher.encode", never)
    asked = {"email": "fay@example.com", "password": "x7" * 500_000}
    if path.endswith("register"):
        asked |= {"displayName": "Fay"} if path.startswith("/api/") else {"display_name": "Fay"}
    api = path.startswith("/api/")
    answer = client.post(path, asked, content_type="application/json") if api else client.post(path, asked)
    assert answer.status_code == (400 if api else 200)
    assert not User.objects.exists()


def never(*args: Any, **kwargs: Any) -> Any:
    raise AssertionError("hashed")


# A Cyrillic а, a wide n, a dotless ı, the Kelvin sign, and a zero-width space.
HOMOGLYPHS = [
    *("\u0430nna@example.com", "an\uff4ea@example.com", "ann\u0131@example.com"),
    *("\u212aate@example.com", "anna@example.com\u200b"),
]


@pytest.mark.sqlite
@pytest.mark.parametrize("email", HOMOGLYPHS)
def test_an_address_that_looks_like_another_is_none(email: str, client: Client, db: None) -> None:
    body = {"email": email, "password": PASSWORD, "displayName": "Anna"}
    answer = client.post("/api/v1/auth/register", body, content_type="application/json")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["email"])


@pytest.mark.sqlite
@pytest.mark.parametrize("email", ["kate@ex\u0430mple.com", "\u212aate@example.com", "k\u0430te@example.com"])
def test_a_lookalike_is_mailed_nothing_of_the_real_one(
    email: str, client: Client, db: None, mails: Any
) -> None:
    User.objects.create_user("kate@example.com", PASSWORD, display_name="Kate")
    client.post("/password", {"email": email})
    assert [mail.to for mail in mails if mail.to != ["kate@example.com"]] == []


NAMES = [f"Ada{line_break}Bcc: x@example.com" for line_break in ("\r\n", "\n", "\u2028", "\x0b\x0c\x85")]


@pytest.mark.parametrize("name", NAMES)
def test_a_line_break_in_a_name_reaches_no_header(
    name: str, world: World, ada: Person, mails: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    assert ada.patch("/me", {"displayName": name}).status_code == 200
    assert ada.patch(f"/projects/{world.id}", {"name": name}).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        ada.post(f"/projects/{world.id}/invitations", {"role": "member", "email": "zoe@example.com"})
    (mail,) = mails
    head, _, _ = mail.message().as_bytes().partition(b"\n\n")
    starts = {line.partition(b":")[0] for line in head.splitlines() if not line.startswith(b" ")}
    assert b"Bcc" not in starts
    assert mail.recipients() == ["zoe@example.com"]


def test_a_line_break_in_a_user_agent_forges_no_line(client: Client, db: None, caplog: Any) -> None:
    odd = 'x\r\n{"level": "error", "message": "forged"}'
    client.post("/login", {"email": "a@example.com", "password": PASSWORD}, headers={"user-agent": odd})
    assert "forged" not in caplog.text


# ── What a sign-in leaves ─────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_open_sockets_of_who_is_deactivated_close_within_five_seconds(
    bob: Person, ada: Person, connected_servers: list[Server]
) -> None:
    assert bob.user
    User.objects.filter(pk=ada.user.pk).update(is_staff=True, is_superuser=True)  # type: ignore[union-attr]
    ending = [*(bob.at(place).browser_socket() for place in connected_servers), bob.socket()]
    with ada.socket() as other:
        assert all(socket.is_alive() for socket in (*ending, other))
        fields = {"email": bob.user.email, "display_name": "Bob", "theme": bob.user.theme, "locale": ""}
        assert ada.browse(f"/admin/accounts/user/{bob.id}/change/", fields).status_code == 302
        assert not User.objects.get(pk=bob.id).is_active
        assert {socket.close_code(seconds=5) for socket in ending} == {4401}
        assert other.is_alive()


def test_the_log_of_a_server_holds_no_secret(world: World, bob: Person, eve: Person, server: Server) -> None:
    assert bob.user
    bob.user.set_password(PASSWORD)
    bob.user.save()
    pair = issue_tokens(bob.user)
    wrong, token, reset_token = (
        "wrong canary word",
        world.invitation["token"],
        password_reset.make_reset_token(bob.user),
    )
    server.new_log()
    for password in (wrong, PASSWORD):
        sent = {"email": bob.user.email, "password": password}
        for answer in (bob.site.send("POST", "/api/v1/auth/login", sent), bob.browse("/login", sent)):
            assert answer.status_code in (200, 401, 302)
    for refresh in (pair["access"], pair["refresh"], pair["refresh"]):
        bob.site.send("POST", "/api/v1/auth/refresh", {"refresh": refresh})
    bob.get(f"/projects?token={pair['access']}")
    for path in (f"/invitations/{token}", f"/invitations/{token}/", f"/password/{reset_token}"):
        for who in (eve, Person("", None, eve.site)):
            who.browse(path)
            who.browse(path, method="DELETE")
            who.site.send("POST", path)  # without a CSRF token
            who.browse(path, host="evil.example")
    eve.post(f"/invitations/{token}/accept")
    eve.post(f"/invitations/{token}/accept")
    with eve.socket(path=f"/ws?token={pair['access']}") as socket:
        socket.ask("auth", {"token": pair["refresh"]})
        socket.reply_to('{"type": "auth", "payload": {"token": "' + pair["access"])
    secrets = [PASSWORD, wrong, token, reset_token, *pair.values(), bob.session, eve.session, eve.token, CSRF]
    lines = server.new_log()
    assert len(lines) > 10
    assert [line for line in lines for secret in secrets if secret in line] == []


@pytest.mark.parametrize(
    "path", ["/invitations/canary", "/api/v1/invitations/canary/accept", "/password/canary"]
)
def test_a_server_error_logs_no_token(path: str) -> None:
    try:
        raise RuntimeError(f"while answering {path}")
    except RuntimeError:
        result = (
            "django.request",
            logging.ERROR,
            "",
            0,
            "Internal Server Error: %s",
            (path,),
            sys.exc_info(),
        )
        line = JsonFormatter().format(logging.LogRecord(*result))
    assert "Internal Server Error: " + path.replace("canary", "…") in line
    assert "canary" not in line
