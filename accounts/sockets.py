"""Who is behind a WebSocket: found out at the handshake or from a token, and checked while it is open."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language_from_request
from rest_framework_simplejwt.settings import api_settings

from accounts.authentication import bearer_of
from accounts.errors import TokenOver
from accounts.handshake import HandshakeRequest, origin_is_ours
from accounts.ids import parse_uuid
from accounts.middleware import is_session_key
from accounts.models import RefreshFamily, User
from accounts.tokens import check_access

SIGN_IN_AGAIN, NOT_ALLOWED = 4401, 4403
BATCH = 500


class Refused(Exception):
    """The socket is to be closed with `code`."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Identity:
    """`version` is the person's token_version at the time; raising that ends both kinds."""

    user_id: UUID
    kind: Literal["session", "bearer"]
    version: int
    session_key: str | None = None
    family: UUID | None = None
    expires_at: datetime | None
    language: str


def identify_handshake(scope: dict[str, Any]) -> Identity | None:
    """None: nobody, so far; a token may follow in a frame. Raises Refused. Asks the database."""
    request = HandshakeRequest(scope)
    language = get_language_from_request(request)
    token = bearer_of(request.META.get("HTTP_AUTHORIZATION", ""))
    if token is not None:
        return identify_token(token, language=language)
    identity = _of_cookie(request, language)
    if identity and not origin_is_ours(request):
        raise Refused(NOT_ALLOWED)
    return identity


def identify_token(token: str, *, language: str) -> Identity:
    """`language` is for a person who has chosen none. Raises Refused. Asks the database."""
    try:
        user, claims = check_access(token)
    except TokenOver as error:
        raise Refused(SIGN_IN_AGAIN) from error
    return Identity(
        user_id=user.pk,
        kind="bearer",
        version=user.token_version,
        family=claims.family,
        expires_at=claims.expires_at,
        language=_chosen(user, language),
    )


def still_valid(identities: Iterable[Identity]) -> set[Identity]:
    """Those whose session, token family and person are as good as when they came. Three queries per 500."""
    everyone = list(set(identities))
    return {
        identity
        for start in range(0, len(everyone), BATCH)
        for identity in _still_valid(everyone[start : start + BATCH])
    }


def _still_valid(batch: list[Identity]) -> Iterator[Identity]:
    people = User.objects.filter(is_active=True).in_bulk({identity.user_id for identity in batch})
    sessions = _sessions(identity.session_key for identity in batch if identity.session_key)
    families = _families(identity.family for identity in batch if identity.family)
    for identity in batch:
        user = people.get(identity.user_id)
        if user is None or user.token_version != identity.version:
            continue
        if identity.kind == "session":
            alive = _session_fits(sessions.get(identity.session_key or "", {}), user)
        else:
            alive = identity.family in families and _in_time(identity)
        if alive:
            yield identity


def _in_time(identity: Identity) -> bool:
    return identity.expires_at is not None and identity.expires_at + api_settings.LEEWAY > timezone.now()


def _of_cookie(request: HandshakeRequest, language: str) -> Identity | None:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    row = _live_sessions([key]).first() if is_session_key(key) else None
    data = row.get_decoded() if row else {}
    user = _user_of(data)
    if row is None or user is None or not _session_fits(data, user):
        return None
    return Identity(
        user_id=user.pk,
        kind="session",
        version=user.token_version,
        session_key=row.session_key,
        expires_at=row.expire_date,
        language=_chosen(user, language),
    )


def _user_of(data: dict[str, Any]) -> User | None:
    try:
        return User.objects.filter(pk=parse_uuid(data.get(SESSION_KEY)), is_active=True).first()
    except ValueError:
        return None


def _session_fits(data: dict[str, Any], user: User) -> bool:
    """As django.contrib.auth.get_user has it, but without touching the session."""
    proof = data.get(HASH_SESSION_KEY)
    if (
        data.get(SESSION_KEY) != str(user.pk)
        or data.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS
    ):
        return False
    hashes = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    return isinstance(proof, str) and any(constant_time_compare(proof, known) for known in hashes)


def _sessions(keys: Iterable[str]) -> dict[str, dict[str, Any]]:
    return {row.session_key: row.get_decoded() for row in _live_sessions(set(keys))}


def _live_sessions(keys: Iterable[str]) -> Any:
    return SessionStore.get_model_class().objects.filter(session_key__in=keys, expire_date__gt=timezone.now())


def _families(ids: Iterable[UUID]) -> set[UUID]:
    return set(RefreshFamily.objects.filter(pk__in=set(ids), ended_at=None).values_list("pk", flat=True))


def _chosen(user: User, language: str) -> str:
    return user.locale if user.locale in dict(settings.LANGUAGES) else language
