"""Deleting one's own account."""

import json
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts import deletion, revocation_hooks
from accounts.auth.tokens import issue_tokens
from accounts.errors import OwnershipTransferRequired
from accounts.models import BrowserSession, RefreshFamily, RefreshToken, User
from chat.models import Message
from projects.dispatch.execute import execute
from projects.events.log import redacted_wire
from projects.models import Event, Invitation, Membership, Project
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db

PAGE = "/profile/delete"


def project_of(user, name="Website"):
    return UUID(execute(user, "project.create", {"name": name}).answer["id"])


def join(user, project, by, role="member"):
    result = execute(by, "invitation.create", {"projectId": str(project), "role": role, "email": user.email})
    execute(user, "invitation.accept", {"token": result.answer["token"]})


def delete(client, password=PASSWORD):
    return client.post(PAGE, {"password": password})


@pytest.fixture
def shared(ada, bob):
    """Bob's project with ada as a member and a message by her."""
    project = project_of(bob)
    join(ada, project, bob)
    execute(ada, "chat.message", {"projectId": str(project), "text": "Good morning"})
    return project


def types(project):
    return list(Event.objects.filter(project_id=project).order_by("seq").values_list("type", flat=True))


@pytest.mark.sqlite
def test_all_that_was_personal_is_gone_and_the_address_is_free(signed_in, api, ada, shared):
    pair = issue_tokens(ada)
    User.objects.filter(pk=ada.pk).update(time_zone="Asia/Tokyo", locale="ru", formats="iso", is_staff=True)
    assert delete(signed_in)["Location"] == "/login"
    gone = User.objects.get(pk=ada.pk)
    assert (gone.email, gone.locale, gone.formats, gone.time_zone, gone.theme) == (
        *(f"{ada.pk}@deleted.invalid", "", "", "", "system"),
    )
    assert not any((gone.is_active, gone.is_staff, gone.is_superuser, gone.has_usable_password()))
    assert (gone.deleted_at is None, gone.last_login) == (False, None)
    assert not BrowserSession.objects.filter(user=ada).exists()
    assert not RefreshFamily.objects.filter(user=ada).exists()
    assert not RefreshToken.objects.exists()
    assert not Invitation.objects.exclude(email="").exists()
    stored = json.dumps(list(User.objects.filter(pk=ada.pk).values()), default=str)
    assert not [word for word in ("ada@", "Ada", "Lovelace") if word in stored]
    assert api.post("/api/v1/auth/refresh", {"refresh": pair["refresh"]}).status_code == 401
    fresh = {"email": "ada@example.com", "password": PASSWORD, "displayName": "Another Ada"}
    assert api.post("/api/v1/auth/register", fresh).status_code == 201


def test_the_sign_ins_of_a_deleted_person_are_refused(signed_in, api, ada, shared):
    elsewhere = Client()
    elsewhere.force_login(ada)
    pair = issue_tokens(ada)
    delete(signed_in)
    for client in (signed_in, elsewhere):
        assert client.get("/api/v1/me").status_code == 401
        assert client.get("/projects").status_code == 302
    held = {"HTTP_AUTHORIZATION": f"Bearer {pair['access']}"}
    for method, path in (
        ("get", "/api/v1/me"),
        ("get", f"/api/v1/projects/{shared}"),
        ("post", "/api/v1/projects"),
    ):
        assert getattr(api, method)(path, **held).status_code == 401
    assert api.post("/api/v1/auth/login", {"email": ada.email, "password": PASSWORD}).status_code == 401


def test_open_sockets_and_sessions_elsewhere_end(
    signed_in, ada, shared, monkeypatch, django_capture_on_commit_callbacks
):
    result = []
    monkeypatch.setattr(
        revocation_hooks, "on_session_revoked", [lambda user_id, **what: result.append((user_id, what))]
    )
    with django_capture_on_commit_callbacks(execute=True):
        delete(signed_in)
    assert (ada.pk, {"session_key": None, "family": None}) in result


@pytest.mark.sqlite
def test_projects_with_others_are_left_by_the_command_and_alone_ones_deleted(signed_in, ada, bob, shared):
    alone = project_of(ada, "Diary")
    delete(signed_in)
    assert types(shared)[-1] == "member.removed"
    assert types(alone)[-1] == "project.deleted"
    assert Project.objects.get(pk=alone).deleted_at
    assert list(Membership.objects.filter(project=shared).values_list("user", flat=True)) == [bob.pk]
    seqs = list(Event.objects.filter(project=shared).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))
    assert Event.objects.filter(project=shared, type="member.removed").get().address == "127.0.0.1"


def test_the_page_says_what_becomes_of_which(signed_in, ada, bob, shared):
    project_of(ada, "Diary")
    mine = project_of(ada, "Harbour")
    join(bob, mine, ada)
    page = signed_in.get(PAGE)
    assert {fate: [tie.name for tie in page.context[fate]] for fate in ("kept", "deleted", "stuck")} == {
        "kept": ["Website"],
        "deleted": ["Diary"],
        "stuck": ["Harbour"],
    }
    assert reverse("members", args=[mine]) in page.content.decode()


def test_the_last_owner_of_others_has_to_hand_over_first(signed_in, ada, bob, shared):
    mine, alone = project_of(ada, "Harbour"), project_of(ada, "Diary")
    join(bob, mine, ada)
    page = delete(signed_in)
    assert page.status_code == 200
    assert "Harbour" in str(page.context["form"].non_field_errors())
    ada.refresh_from_db()
    assert (ada.is_active, ada.email) == (True, "ada@example.com")
    assert Project.objects.get(pk=alone).deleted_at is None, "all or nothing"
    assert Membership.objects.filter(project=shared, user=ada).exists()
    assert signed_in.get("/api/v1/me").status_code == 200
    execute(ada, "member.update", {"projectId": str(mine), "userId": str(bob.pk), "role": "owner"})
    assert delete(signed_in)["Location"] == "/login"


def test_what_was_written_stays_by_a_former_member_in_the_reader_s_language(
    signed_in, client, ada, bob, shared
):
    delete(signed_in)
    message = Message.objects.select_related("author").get(project=shared)
    assert message.text == "Good morning"
    client.force_login(bob)
    for locale, words in (("en", "Former member"), ("ru", "Бывший участник")):
        User.objects.filter(pk=bob.pk).update(locale=locale)
        page = client.get(reverse("board", args=[shared])).content.decode()
        assert words in page
        assert "Lovelace" not in page
    with translation.override("ru"):
        former = User.objects.get(pk=ada.pk)
        assert (former.display_name, former.initials, former.hue) == ("Бывший участник", "БУ", "gray")


@pytest.mark.sqlite
def test_the_log_keeps_its_rows_and_hides_the_name(signed_in, api, ada, bob, shared):
    rows = Event.objects.filter(project=shared)
    before = list(rows.order_by("seq").values())
    delete(signed_in)
    assert list(rows.order_by("seq").values())[: len(before)] == before
    assert "Lovelace" not in json.dumps(redacted_wire(rows))
    held = {"HTTP_AUTHORIZATION": f"Bearer {issue_tokens(bob)['access']}"}
    events = api.get(f"/api/v1/projects/{shared}/events?since=0", **held)
    assert "Former member" in events.content.decode()
    assert "Lovelace" not in events.content.decode()


@pytest.mark.parametrize("password", ["", "not hers at all", "x" * 1_000_000])
def test_without_the_password_nothing_happens(signed_in, ada, password):
    page = delete(signed_in, password)
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["password"])
    assert User.objects.get(pk=ada.pk).is_active


def test_guesses_are_limited(signed_in, ada, settings):
    for _ in range(settings.RATE_LIMITS["login_account"][0]):
        delete(signed_in, "a guess")
    assert delete(signed_in).status_code == 429
    assert User.objects.get(pk=ada.pk).is_active


def test_without_a_csrf_token_nothing_happens(browser, ada):
    browser.force_login(ada)
    assert delete(browser).status_code == 403


def test_whatever_does_not_let_go_keeps_everything(signed_in, ada, monkeypatch):
    def refuse(user, address):
        raise OwnershipTransferRequired("not yet")

    monkeypatch.setattr(deletion, "on_account_deleted", [*deletion.on_account_deleted, refuse])
    alone = project_of(ada)
    assert "not yet" in str(delete(signed_in).context["form"].non_field_errors())
    assert Project.objects.get(pk=alone).deleted_at is None


def test_an_operator_sees_who_left_and_cannot_bring_them_back(signed_in, client, ada, shared):
    delete(signed_in)
    root = User.objects.create_superuser("root@example.com", PASSWORD)
    client.force_login(root)
    url = reverse("admin:accounts_user_change", args=[ada.pk])
    assert client.get(url).status_code == 200
    assert (
        client.post(url, {"email": "x@example.com", "display_name": "X", "is_active": "on"}).status_code
        == 403
    )
    assert not User.objects.get(pk=ada.pk).is_active
