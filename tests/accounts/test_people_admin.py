import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from accounts import profile, revocation_hooks
from accounts.deletion import delete_account
from accounts.models import User
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db

LIST = "/admin/accounts/user/"
NEW = LIST + "add/"


@pytest.fixture
def root(db):
    return User.objects.create_superuser("root@example.com", PASSWORD, display_name="Root")


@pytest.fixture
def operator(db):
    """A staff user who may view and change users, and nothing else."""
    operator = User.objects.create_user("op@example.com", PASSWORD, display_name="Op", is_staff=True)
    operator.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts"))
    return operator


@pytest.fixture
def at(client):
    def at(user):
        client.force_login(user)
        return client

    return at


def url_of(user):
    return f"{LIST}{user.pk}/change/"


def fields_of(user, **changes):
    fields = {
        "email": user.email,
        "display_name": user.display_name,
        "locale": "",
        "theme": "system",
        "is_active": "on",
    }
    fields |= {name: "on" for name in ("is_staff", "is_superuser") if getattr(user, name)}
    return {name: value for name, value in (fields | changes).items() if value is not None}


@pytest.mark.sqlite
def test_people_are_listed_and_found_by_address_and_name(at, root, ada, bob):
    page = at(root).get(LIST)
    assert "ada@example.com" in page.content.decode()
    for words in ("ada@", "Lovelace"):
        found = at(root).get(LIST, {"q": words}).content.decode()
        assert "ada@example.com" in found
        assert "bob@example.com" not in found


def test_no_page_shows_a_password_hash(at, root, ada):
    for url in (LIST, url_of(ada), NEW):
        page = at(root).get(url)
        assert page.status_code == 200
        assert ada.password not in page.content.decode()
        assert ada.password.split("$")[-1] not in page.content.decode()


def test_people_without_rank_are_kept_out(at, client, ada):
    assert client.get(LIST)["Location"] == f"{reverse('admin:login')}?next={LIST}"
    assert client.get(reverse("admin:login"), {"next": LIST})["Location"] == f"/login?next={LIST}"
    assert at(ada).get(LIST, follow=True).status_code == 403


def test_the_admin_has_no_sign_in_of_its_own(client, root, at):
    answer = client.post("/admin/login/", {"username": root.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/api/v1/me").status_code == 401
    assert at(root).get("/admin/login/")["Location"] == "/admin/"


def test_an_operator_makes_a_person(at, root):
    body = {"email": "Cleo@Example.com", "display_name": "Cleo", "password": PASSWORD}
    assert at(root).post(NEW, body).status_code == 302
    cleo = User.objects.get(email="cleo@example.com")
    assert cleo.check_password(PASSWORD)
    assert not cleo.is_staff
    assert Client().login(username="cleo@example.com", password=PASSWORD)


@pytest.mark.parametrize(
    "change", [{"password": "short"}, {"email": "ROOT@example.com"}, {"email": "x"}, {"display_name": ""}]
)
def test_an_invalid_person_is_not_created(at, root, change):
    body = {"email": "cleo@example.com", "display_name": "Cleo", "password": PASSWORD, **change}
    assert at(root).post(NEW, body).status_code == 200
    assert User.objects.count() == 1


@pytest.mark.sqlite
def test_deactivating_ends_sessions_tokens_and_sockets(
    at, root, ada, signed_in, pair, monkeypatch, django_capture_on_commit_callbacks
):
    result = []
    monkeypatch.setattr(
        revocation_hooks, "on_session_revoked", [lambda user_id, **what: result.append(user_id)]
    )
    with django_capture_on_commit_callbacks(execute=True):
        at(root).post(url_of(ada), fields_of(ada, is_active=None))
    assert result == [ada.pk]
    assert signed_in.get("/api/v1/me").status_code == 401
    at(root).post(url_of(ada), fields_of(ada))
    ada.refresh_from_db()
    assert ada.is_active
    assert signed_in.get("/api/v1/me").status_code == 401
    assert (
        Client().get("/api/v1/me", headers={"authorization": f"Bearer {pair['access']}"}).status_code == 401
    )


def choose(client, action, *people):
    """Run an admin action on the selected users; return its messages."""
    chosen = {"action": action, "_selected_action": [str(person.pk) for person in people]}
    return str(list(get_messages(client.post(LIST, chosen).wsgi_request))[-1])


@pytest.fixture
def plain(db):
    """A staff user without permissions."""
    return User.objects.create_user("plain@example.com", PASSWORD, display_name="Plain", is_staff=True)


def test_an_operator_finds_people_and_writes_nothing_about_them(at, plain, ada, signed_in):
    assert "ada@example.com" in at(plain).get(LIST, {"q": str(ada.pk)}).content.decode()
    page = at(plain).get(url_of(ada))
    assert "Unknown device · " in page.content.decode()
    assert at(plain).post(url_of(ada), fields_of(ada, email="plain2@example.com")).status_code == 403
    assert at(plain).get(NEW).status_code == 403


@pytest.mark.sqlite
def test_an_operator_deactivates_and_reactivates_and_that_is_kept(
    at, plain, ada, bob, signed_in, monkeypatch, django_capture_on_commit_callbacks
):
    ended = []
    monkeypatch.setattr(
        revocation_hooks, "on_session_revoked", [lambda user_id, **what: ended.append(user_id)]
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert choose(at(plain), "deactivate", ada, bob) == "2 people updated."
    assert set(ended) == {ada.pk, bob.pk}
    assert signed_in.get("/api/v1/me").status_code == 401
    assert not User.objects.filter(pk__in=[ada.pk, bob.pk], is_active=True).exists()
    assert choose(at(plain), "reactivate", ada) == "1 person updated."
    ada.refresh_from_db()
    assert ada.is_active
    assert signed_in.get("/api/v1/me").status_code == 401
    entries = LogEntry.objects.filter(user=plain, object_id=str(ada.pk)).order_by("pk")
    assert [entry.get_change_message() for entry in entries] == [
        "Changed active: no.",
        "Changed active: yes.",
    ]
    for url in (f"{LIST}{ada.pk}/history/", "/admin/admin/logentry/"):
        assert "active: no" in at(plain).get(url).content.decode()


def test_an_operator_ends_all_sign_ins_of_somebody(at, plain, ada, signed_in, pair):
    assert choose(at(plain), "sign_out", ada) == "1 person updated."
    bearer = {"authorization": f"Bearer {pair['access']}"}
    assert signed_in.get("/api/v1/me").status_code == 401
    assert Client().get("/api/v1/me", headers=bearer).status_code == 401
    assert Client().login(username=ada.email, password=PASSWORD)
    assert "sign-ins: all ended" in LogEntry.objects.get().get_change_message()


@pytest.mark.parametrize("action", ["deactivate", "sign_out"])
def test_an_operator_cannot_end_the_access_of_a_superuser_or_their_own(at, plain, root, ada, action):
    assert "You can’t change Root: they are a superuser." in choose(at(plain), action, ada, root)
    assert "Use your profile" in choose(at(plain), action, ada, plain)
    for person in (ada, root, plain):
        version = person.token_version
        person.refresh_from_db()
        assert (person.is_active, person.token_version) == (True, version)
    assert not LogEntry.objects.exists()


def test_who_has_left_is_not_brought_back(at, root, ada):
    delete_account(ada, address=None)
    assert "can’t be reactivated" in choose(at(root), "reactivate", ada)
    assert not User.objects.get(pk=ada.pk).is_active


def test_the_history_of_operators_is_only_read(at, root, ada):
    at(root).post(url_of(ada), fields_of(ada, display_name="Countess"))
    entry = LogEntry.objects.get()
    url = f"/admin/admin/logentry/{entry.pk}/"
    assert at(root).get(f"{url}change/").status_code == 200
    assert at(root).post(f"{url}change/", {"object_repr": "x"}).status_code == 403
    assert at(root).post(f"{url}delete/", {"post": "yes"}).status_code == 403


def test_a_new_name_is_passed_on(at, root, ada, monkeypatch):
    seen = []
    monkeypatch.setattr(profile, "on_user_renamed", [lambda person: seen.append(person.display_name)])
    at(root).post(url_of(ada), fields_of(ada, display_name="Countess"))
    at(root).post(url_of(ada), fields_of(ada, display_name="Countess", theme="dark"))
    assert seen == ["Countess"]


def test_an_operator_cannot_grant_more_than_they_have(at, operator, ada):
    for user in (ada, operator):
        at(operator).post(url_of(user), fields_of(user, is_staff="on", is_superuser="on", display_name="X"))
        user.refresh_from_db()
        assert user.display_name == "X"
        assert not user.is_superuser
    assert not ada.is_staff


def test_an_operator_cannot_change_a_superuser(at, operator, root):
    answer = at(operator).post(url_of(root), fields_of(root, email="op2@example.com", is_active=None))
    assert answer.status_code == 403
    root.refresh_from_db()
    assert (root.email, root.is_active) == ("root@example.com", True)


def test_nobody_is_deleted(at, root, ada):
    assert at(root).post(f"{LIST}{ada.pk}/delete/", {"post": "yes"}).status_code == 403
    at(root).post(LIST, {"action": "delete_selected", "_selected_action": [str(ada.pk)], "post": "yes"})
    assert User.objects.filter(pk=ada.pk).exists()
