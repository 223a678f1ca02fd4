from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.auth.tokens import issue_tokens, revoke, rotate
from accounts.models import RefreshFamily, User
from accounts.websocket.authenticate import Credentials, identify, read_handshake, read_token
from accounts.websocket.identity import Identity, SocketRefused, still_valid
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_refresh_tokens import FORGERIES, claims_of, forged

pytestmark = pytest.mark.django_db

HOST = "127.0.0.1:8000"
OURS = f"http://{HOST}"


@pytest.fixture(autouse=True)
def public_address(settings):
    settings.PUBLIC_URL = ""
    settings.CSRF_TRUSTED_ORIGINS = []
    settings.ALLOWED_HOSTS = ["127.0.0.1", "board.example.com", "testserver"]


def scope(*, session=None, bearer=None, scheme="ws", host=HOST, **headers):
    if session is not None:
        headers["cookie"] = f"sessionid={session}"
    if bearer is not None:
        headers["authorization"] = f"Bearer {bearer}"
    named = {name.replace("_", "-").encode(): value.encode() for name, value in headers.items() if value}
    return {
        "type": "websocket",
        "scheme": scheme,
        "path": "/ws",
        "query_string": b"\xff",
        "client": ("127.0.0.1", 40000),
        "server": ("127.0.0.1", 8000),
        "headers": [(b"host", host.encode()), *named.items()],
    }


@pytest.fixture(autouse=True)
def cookie_name(settings):
    settings.SESSION_COOKIE_NAME = "sessionid"


@pytest.fixture
def key(signed_in):
    return signed_in.session.session_key


def identify_handshake(handshake) -> Identity | None:
    shown = read_handshake(handshake)
    return identified(shown) if shown else None


def identify_token(token, *, language) -> Identity:
    return identified(read_token(token, language=language))


def identified(shown: Credentials):
    [answer] = identify([shown])
    if isinstance(answer, SocketRefused):
        raise answer
    return answer


def known(handshake) -> Identity:
    identity = identify_handshake(handshake)
    assert identity
    return identity


def refusal(call, *args, **kwargs):
    with pytest.raises(SocketRefused) as caught:
        call(*args, **kwargs)
    return caught.value.code


# ── By session ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_a_page_of_ours_is_known_by_its_session(ada, key):
    identity = known(scope(session=key, origin=OURS))
    assert identity == Identity(
        user_id=ada.pk,
        kind="session",
        version=ada.token_version,
        session_key=key,
        family=None,
        expires_at=Session.objects.get().expire_date,
        language="en",
    )


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "",
        "http://evil.example",
        "https://127.0.0.1:8000",
        "http://127.0.0.1",
        "http://127.0.0.1:8001",
        "http://127.0.0.1:8000.evil.example",
        "http://127.0.0.1.evil.example:8000",
        "http://evil@127.0.0.1:8000",
        "http://127.0.0.1:8000/",
        "http://127.0.0.1:8000@evil.example",
        "http://localhost:8000",
        "ws://127.0.0.1:8000",
        "http://[::1",
        "http://127.0.0.1:port",
        "http://127.0.0.1:99999",
        "127.0.0.1:8000",
        "http://127.0.0.1:8000, http://127.0.0.1:8000",
        "file://",
    ],
)
def test_a_page_of_another_origin_is_not_allowed(key, origin):
    assert refusal(identify_handshake, scope(session=key, origin=origin)) == 4403


def test_an_origin_named_twice_is_none(key):
    twice = scope(session=key, origin=OURS)
    twice["headers"].append((b"origin", OURS.encode()))
    assert refusal(identify_handshake, twice) == 4403


@pytest.mark.parametrize(
    ("scheme", "host", "origin"),
    [
        ("ws", "board.example.com", "http://board.example.com"),
        ("ws", "board.example.com", "http://board.example.com:80"),
        ("ws", "board.example.com:80", "http://board.example.com"),
        ("ws", "Board.Example.com", "http://board.example.COM"),
        ("wss", "board.example.com", "https://board.example.com"),
        ("wss", "board.example.com:443", "https://board.example.com"),
    ],
)
def test_the_origin_is_compared_as_browsers_write_it(key, scheme, host, origin):
    assert identify_handshake(scope(session=key, scheme=scheme, host=host, origin=origin))


def test_an_unknown_host_is_no_allowed_origin(key):
    evil = scope(session=key, host="evil.example", origin="http://evil.example")
    assert refusal(identify_handshake, evil) == 4403


def test_a_proxy_says_that_the_page_came_over_tls(key, settings):
    secure = {
        "host": "board.example.com",
        "origin": "https://board.example.com",
        "x_forwarded_proto": "https",
    }
    assert refusal(identify_handshake, scope(session=key, **secure)) == 4403
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert identify_handshake(scope(session=key, **secure))
    assert (
        refusal(identify_handshake, scope(session=key, **{**secure, "origin": "http://board.example.com"}))
        == 4403
    )


def test_listed_origins_are_ours(key, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://desk.example.com", "https://*.example.org"]
    settings.PUBLIC_URL = "https://board.example.com"
    for origin in ("https://desk.example.com", "https://board.example.com"):
        assert identify_handshake(scope(session=key, origin=origin))
    for origin in ("https://a.example.org", "https://*.example.org", "http://desk.example.com"):
        assert refusal(identify_handshake, scope(session=key, origin=origin)) == 4403


@pytest.mark.sqlite
@pytest.mark.parametrize("session", [None, "", "x" * 32, '"abcdefgh\\000"', "x" * 5000])
@pytest.mark.parametrize("origin", [OURS, "http://evil.example", None])
def test_a_socket_without_a_live_session_is_anonymous_at_first(db, session, origin):
    assert identify_handshake(scope(session=session, origin=origin)) is None


def test_a_session_without_a_person_is_anonymous(client):
    session = client.session
    session["seen"] = True
    session.save()
    assert identify_handshake(scope(session=session.session_key, origin=OURS)) is None


def ended_by_logout(client, user):
    client.post("/logout")


def ended_by_expiry(client, user):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))


def ended_by_password(client, user):
    user.set_password("another long password")
    user.save()


def ended_by_deactivation(client, user):
    User.objects.update(is_active=False)


def ended_by_version(client, user):
    user.end_access()


def ended_by_deletion(client, user):
    user.delete()


ENDED = [
    ended_by_logout,
    ended_by_expiry,
    ended_by_password,
    ended_by_deactivation,
    ended_by_version,
    ended_by_deletion,
]


@pytest.mark.sqlite
@pytest.mark.parametrize("end_it", ENDED)
def test_an_ended_session_is_refused_and_its_open_socket_is_found(signed_in, ada, key, end_it):
    identity = known(scope(session=key, origin=OURS))
    assert still_valid({identity}) == {identity}
    end_it(signed_in, ada)
    assert identify_handshake(scope(session=key, origin=OURS)) is None
    assert still_valid({identity}) == set()


def test_a_new_secret_key_keeps_sessions_while_the_old_one_is_listed(key, settings):
    identity = known(scope(session=key, origin=OURS))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "n" * 60
    assert identify_handshake(scope(session=key, origin=OURS)) == identity
    assert still_valid({identity}) == {identity}
    settings.SECRET_KEY_FALLBACKS = []
    assert identify_handshake(scope(session=key, origin=OURS)) is None
    assert still_valid({identity}) == set()


def test_looking_at_a_session_changes_nothing_in_it(key):
    before = Session.objects.values().get()
    identify_handshake(scope(session=key, origin=OURS))
    assert Session.objects.values().get() == before


# ── By token ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("origin", [None, OURS, "https://app.example", "null"])
def test_a_token_in_the_handshake_needs_no_origin(ada, pair, origin):
    identity = known(scope(bearer=pair["access"], origin=origin))
    claims = claims_of(pair["access"])
    assert (identity.user_id, identity.kind, identity.session_key) == (ada.pk, "bearer", None)
    assert str(identity.family) == claims["family"]
    assert identity.expires_at == datetime.fromtimestamp(claims["exp"], tz=UTC)


def test_a_token_beats_the_cookie(bob, key):
    token = issue_tokens(bob)["access"]
    assert known(scope(session=key, bearer=token, origin="http://evil.example")).user_id == bob.pk


def test_a_bad_token_does_not_fall_back_to_the_cookie(key):
    assert refusal(identify_handshake, scope(session=key, bearer="x", origin=OURS)) == 4401


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "bearer x y", "Bearer " + "x" * 9000])
def test_half_a_bearer_header_is_refused(db, header):
    assert refusal(identify_handshake, scope(authorization=header)) == 4401


def test_another_scheme_leaves_the_cookie_alone(key):
    assert known(scope(session=key, origin=OURS, authorization="Basic YTpi")).kind == "session"


@pytest.mark.parametrize("forgery", FORGERIES.keys() - {"unknown jti"})
def test_a_forged_token_is_refused_in_the_handshake_and_in_a_frame(pair, forgery):
    token = FORGERIES[forgery](pair["access"])
    assert refusal(identify_token, token, language="en") == 4401
    if token.isascii():
        assert refusal(identify_handshake, scope(bearer=token)) == 4401


def test_a_refresh_token_opens_no_socket(pair):
    assert refusal(identify_token, pair["refresh"], language="en") == 4401


def token_logged_out(user, pair):
    revoke(pair["refresh"])


def token_stolen(user, pair):
    rotate(pair["refresh"])
    RefreshFamily.objects.get().tokens.exclude(used_at=None).update(
        used_at=timezone.now() - timedelta(minutes=1)
    )
    with pytest.raises(Exception, match="token"):
        rotate(pair["refresh"])


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "end_it",
    [
        token_logged_out,
        token_stolen,
        lambda user, pair: user.end_access(),
        lambda user, pair: User.objects.update(is_active=False),
        lambda user, pair: user.delete(),
        lambda user, pair: (user.set_password("another long password"), user.save()),
    ],
)
def test_an_ended_token_opens_no_socket_and_its_open_one_is_found(ada, pair, end_it):
    identity = identify_token(pair["access"], language="en")
    assert still_valid({identity}) == {identity}
    end_it(ada, pair)
    assert refusal(identify_token, pair["access"], language="en") == 4401
    assert still_valid({identity}) == set()


def test_a_token_is_good_for_thirty_seconds_past_its_time(pair):
    identity = identify_token(pair["access"], language="en")
    late = replace(identity, expires_at=timezone.now() - timedelta(seconds=25))
    over = replace(identity, expires_at=timezone.now() - timedelta(seconds=31))
    assert still_valid({late, over}) == {late}
    now = claims_of(pair["access"])["iat"]
    assert identify_token(forged(pair["access"], exp=now - 20), language="en")
    assert refusal(identify_token, forged(pair["access"], exp=now - 40), language="en") == 4401


def test_refreshing_leaves_open_sockets_alone(pair):
    identity = identify_token(pair["access"], language="en")
    rotate(pair["refresh"])
    assert still_valid({identity}) == {identity}


# ── Both ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_the_sweep_checks_each_sign_in_by_itself(ada, bob, eve, django_assert_num_queries):
    identities = {}
    for user in (ada, bob, eve):
        client = Client()
        client.login(username=user.email, password=PASSWORD)
        session = scope(session=client.session.session_key, origin=OURS)
        identities[user.email] = {
            known(session),
            identify_token(issue_tokens(user)["access"], language="en"),
        }
    bob.end_access()
    everyone = set().union(*identities.values())
    with django_assert_num_queries(3):
        assert still_valid(everyone) == identities[ada.email] | identities[eve.email]


def test_a_session_is_good_for_its_own_person_only(ada, bob, key):
    User.objects.update(password=ada.password)
    identity = known(scope(session=key, origin=OURS))
    assert still_valid({identity, replace(identity, user_id=bob.pk)}) == {identity}


@pytest.mark.sqlite
def test_a_sweep_of_thousands_goes_in_portions(ada, pair):
    one = identify_token(pair["access"], language="en")
    later = timezone.now() + timedelta(minutes=5)
    many = {replace(one, expires_at=later + timedelta(microseconds=n)) for n in range(1201)}
    assert still_valid(many) == many
    assert still_valid(set()) == set()


@pytest.mark.parametrize(("locale", "language"), [("", "ru"), ("en", "en")])
def test_a_socket_speaks_the_persons_language_else_the_browsers(ada, key, pair, locale, language):
    User.objects.update(locale=locale)
    by_session = known(scope(session=key, origin=OURS, accept_language="ru"))
    by_header = known(scope(bearer=pair["access"], accept_language="ru"))
    by_frame = identify_token(pair["access"], language="ru")
    assert {by_session.language, by_header.language, by_frame.language} == {language}
