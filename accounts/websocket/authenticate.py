"""Finds out who is behind a WebSocket, from its handshake or a token, for all who come at one time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.utils.translation import get_language_from_request

from accounts.auth.bearer import bearer_of
from accounts.auth.tokens import AccessJwt, Claims, read
from accounts.errors import TokenOver
from accounts.middleware import is_session_key
from accounts.models import RefreshFamily, User
from accounts.websocket.identity import (
    NOT_ALLOWED,
    SIGN_IN_AGAIN,
    Identity,
    LiveSession,
    Refused,
    live_sessions,
)
from accounts.websocket.origin import HandshakeRequest, origin_is_ours
from core.ids import parse_uuid

Family = tuple[UUID, int, str]
"""Whose it is, with what token_version and which language."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """What somebody shows to be let in, not yet compared with the database: a token or a session's key.

    `language` is for a person who has chosen none; `from_ours`: a page of an origin of ours shows it.
    """

    language: str
    claims: Claims | None = None
    session_key: str = ""
    from_ours: bool = False


def read_handshake(scope: dict[str, Any]) -> Shown | None:
    """None: nothing so far; a token may follow in a frame. Raises Refused."""
    request = HandshakeRequest(scope)
    language = get_language_from_request(request)
    token = bearer_of(request.META.get("HTTP_AUTHORIZATION", ""))
    if token is not None:
        return read_token(token, language=language)
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if not key or not is_session_key(key):
        return None
    return Shown(language=language, session_key=key, from_ours=origin_is_ours(request))


def read_token(token: str, *, language: str) -> Shown:
    """`language` is for a person who has chosen none. Raises Refused."""
    try:
        return Shown(language=language, claims=read(token, kind=AccessJwt))
    except TokenOver as error:
        raise Refused(SIGN_IN_AGAIN) from error


def identify(everyone: Sequence[Shown]) -> list[Identity | Refused | None]:
    """Who each is: None is nobody, Refused who may not come in. Three queries, however many they are."""
    families = _families({shown.claims.family for shown in everyone if shown.claims})
    sessions = live_sessions(shown.session_key for shown in everyone if shown.session_key)
    people = _people(sessions.values())
    return [
        _of_token(shown, shown.claims, families) if shown.claims else _of_session(shown, sessions, people)
        for shown in everyone
    ]


def _of_token(shown: Shown, claims: Claims, families: Mapping[UUID, Family]) -> Identity | Refused:
    user_id, version, locale = families.get(claims.family, (None, None, ""))
    if (user_id, version) != (claims.user_id, claims.version):
        return Refused(SIGN_IN_AGAIN)
    return Identity(
        user_id=claims.user_id,
        kind="bearer",
        version=claims.version,
        family=claims.family,
        expires_at=claims.expires_at,
        language=_chosen(locale, shown.language),
    )


def _of_session(
    shown: Shown, sessions: Mapping[str, LiveSession], people: Mapping[UUID, User]
) -> Identity | Refused | None:
    session = sessions.get(shown.session_key)
    user = people.get(_user_id(session)) if session else None  # type: ignore[arg-type]
    if session is None or user is None or not session.fits(user):
        return None
    if not shown.from_ours:
        return Refused(NOT_ALLOWED)
    return Identity(
        user_id=user.pk,
        kind="session",
        version=user.token_version,
        session_key=shown.session_key,
        expires_at=session.expires_at,
        language=_chosen(user.locale, shown.language),
    )


def _families(ids: set[UUID]) -> dict[UUID, Family]:
    """Those that have not ended, of people who are active."""
    rows = RefreshFamily.objects.filter(pk__in=ids, ended_at=None, user__is_active=True)
    told = rows.values_list("pk", "user_id", "user__token_version", "user__locale")
    return {pk: (user_id, version, locale) for pk, user_id, version, locale in told}


def _people(sessions: Iterable[LiveSession]) -> dict[UUID, User]:
    ids = {user_id for session in sessions if (user_id := _user_id(session))}
    return User.objects.filter(is_active=True).in_bulk(ids)


def _user_id(session: LiveSession) -> UUID | None:
    try:
        return parse_uuid(session.data.get(SESSION_KEY))
    except ValueError:
        return None


def _chosen(locale: str, language: str) -> str:
    return locale if locale in dict(settings.LANGUAGES) else language
