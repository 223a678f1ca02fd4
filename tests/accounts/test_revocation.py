import pytest

from accounts import revocation_hooks
from accounts.auth.tokens import issue_tokens, revoke, rotate
from accounts.models import User
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_refresh_tokens import claims_of, used_before

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls(monkeypatch, django_capture_on_commit_callbacks):
    """Calls of the revocation hooks, in order. With `committed()` a call comes after the commit."""
    calls = []
    monkeypatch.setattr(
        revocation_hooks, "on_session_revoked", [lambda user_id, **what: calls.append((user_id, what))]
    )
    return calls


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


EVERYTHING = {"session_key": None, "family": None}


def test_signing_out_revokes_that_session(signed_in, ada, calls):
    key = signed_in.session.session_key
    signed_in.post("/logout")
    assert calls == [(ada.pk, {"session_key": key, "family": None})]


def test_signing_out_of_the_admin_revokes_the_session_too(client, calls):
    staff = User.objects.create_superuser("root@example.com", PASSWORD)
    client.force_login(staff)
    key = client.session.session_key
    client.post("/admin/logout/")
    assert calls == [(staff.pk, {"session_key": key, "family": None})]


@pytest.mark.sqlite
def test_the_session_is_gone_when_the_hook_is_called(signed_in, ada, monkeypatch):
    key = signed_in.session.session_key
    found = []
    monkeypatch.setattr(
        revocation_hooks, "on_session_revoked", [lambda *_, **__: found.append(signed_in.session.exists(key))]
    )
    signed_in.post("/logout")
    assert found == [False]


def test_signing_out_without_a_session_revokes_nothing(client, calls):
    client.post("/logout")
    assert calls == []


def test_logging_out_a_token_revokes_its_family(ada, pair, calls, committed):
    with committed():
        revoke(pair["refresh"])
    assert [(user, str(what["family"])) for user, what in calls] == [
        (ada.pk, claims_of(pair["access"])["family"])
    ]


@pytest.mark.sqlite
def test_a_stolen_token_revokes_its_family(api, ada, pair, calls, committed):
    rotate(pair["refresh"])
    used_before(pair["refresh"], seconds=60)
    with committed():
        api.post("/api/v1/auth/refresh", {"refresh": pair["refresh"]})
    assert [(user, str(what["family"])) for user, what in calls] == [
        (ada.pk, claims_of(pair["access"])["family"])
    ]


def test_refreshing_revokes_nothing(pair, calls, committed):
    with committed():
        rotate(pair["refresh"])
    assert calls == []


def test_a_new_password_ends_everything(ada, calls, committed):
    issue_tokens(ada)
    with committed():
        ada.set_password("another long password")
        ada.save()
    assert calls == [(ada.pk, EVERYTHING)]


@pytest.mark.parametrize("fields", [["password"], {"password", "display_name"}])
def test_a_new_password_saved_by_itself_ends_everything(ada, calls, committed, fields):
    version = ada.token_version
    with committed():
        ada.set_password("another long password")
        ada.save(update_fields=fields)
    assert calls == [(ada.pk, EVERYTHING)]
    ada.refresh_from_db()
    assert ada.token_version == version + 1


def test_a_newcomer_ends_nothing(db, calls, committed):
    with committed():
        User.objects.create_user("cleo@example.com", PASSWORD, display_name="Cleo")
    assert calls == []
    assert User.objects.get().token_version == 1


def test_a_stronger_hash_of_the_same_password_ends_nothing(client, ada, calls, committed, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    with committed():
        client.post("/login", {"email": ada.email, "password": PASSWORD})
    ada.refresh_from_db()
    assert ada.password.startswith("scrypt")
    assert (calls, ada.token_version) == ([], 1)
    assert client.get("/api/v1/me").status_code == 200


@pytest.mark.sqlite
def test_ending_access_ends_everything_after_the_commit(ada, calls, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as due:
        ada.end_access()
    assert calls == []
    [call() for call in due]
    assert calls == [(ada.pk, EVERYTHING)]


def test_a_hook_that_fails_stops_neither_the_others_nor_the_person(signed_in, monkeypatch):
    called = []

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(revocation_hooks, "on_session_revoked", [fail, lambda *_, **__: called.append(True)])
    assert signed_in.post("/logout").status_code == 302
    assert called == [True]
