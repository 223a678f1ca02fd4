"""Authenticates WebSockets by the cookie or token of their handshake, or by a later token, in batches."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.utils.translation import get_language_from_request

from accounts.auth.bearer import bearer_token
from accounts.auth.recent_sign_in import PASSWORD_ENTERED_AT
from accounts.auth.tokens import AccessJwt, Claims, decode
from accounts.errors import InvalidToken
from accounts.middleware import is_session_key
from accounts.models import RefreshFamily, User
from accounts.websocket.identity import (
    NOT_ALLOWED,
    SIGN_IN_AGAIN,
    Identity,
    LiveSession,
    SocketRefused,
    live_sessions,
)
from accounts.websocket.origin import HandshakeRequest, is_allowed_origin
from core.ids import parse_uuid
from core.wire import JsonObject

Family = tuple[UUID, int, str]
"""User id, token_version and locale of the user of a token family."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Credentials:
    """A token or a session key, not yet compared with the database.

    `language` is used if the user has chosen none. `from_allowed_origin`: the handshake comes from a page
    of this site or of a trusted origin. `owner` is the id of the page's person, if the page names it.
    """

    language: str
    claims: Claims | None = None
    session_key: str = ""
    from_allowed_origin: bool = False
    owner: str = ""


def read_handshake(scope: JsonObject) -> Credentials | None:
    """Return the credentials of a handshake, or None: a token may follow in a frame. Raises SocketRefused."""
    request = HandshakeRequest(scope)
    language = get_language_from_request(request)
    token = bearer_token(request.META.get("HTTP_AUTHORIZATION", ""))
    if token is not None:
        return read_token(token, language=language)
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    owner = parse_qs(scope.get("query_string", b"").decode("ascii", "replace")).get("as", [""])[0]
    if not key or not is_session_key(key):
        if owner:
            raise SocketRefused(SIGN_IN_AGAIN)
        return None
    allowed = is_allowed_origin(request)
    return Credentials(language=language, session_key=key, from_allowed_origin=allowed, owner=owner)


def read_token(token: str, *, language: str) -> Credentials:
    """Return the credentials of a token. Raises SocketRefused.

    `language` is used if the user has chosen none.
    """
    try:
        return Credentials(language=language, claims=decode(token, kind=AccessJwt))
    except InvalidToken as error:
        raise SocketRefused(SIGN_IN_AGAIN) from error


def identify(batch: Sequence[Credentials]) -> list[Identity | SocketRefused | None]:
    """Return an identity for each of `batch`, in order: None if anonymous, SocketRefused to close the socket.

    Makes three queries per batch.
    """
    families = _families({each.claims.family for each in batch if each.claims})
    sessions = live_sessions(each.session_key for each in batch if each.session_key)
    people = _people(sessions.values())
    return [
        _by_token(each, each.claims, families) if each.claims else _by_session(each, sessions, people)
        for each in batch
    ]


def _by_token(
    given: Credentials, claims: Claims, families: Mapping[UUID, Family]
) -> Identity | SocketRefused:
    user_id, version, locale = families.get(claims.family, (None, None, ""))
    if (user_id, version) != (claims.user_id, claims.version):
        return SocketRefused(SIGN_IN_AGAIN)
    return Identity(
        user_id=claims.user_id,
        kind="bearer",
        version=claims.version,
        family=claims.family,
        expires_at=claims.expires_at,
        language=_language(locale, given.language),
    )


def _by_session(
    given: Credentials, sessions: Mapping[str, LiveSession], people: Mapping[UUID, User]
) -> Identity | SocketRefused | None:
    session = sessions.get(given.session_key)
    user = people.get(_user_id(session)) if session else None  # type: ignore[arg-type]
    if session is None or user is None or not session.belongs_to(user):
        return SocketRefused(SIGN_IN_AGAIN) if given.owner else None
    if not given.from_allowed_origin:
        return SocketRefused(NOT_ALLOWED)
    if given.owner not in ("", str(user.pk)):
        return SocketRefused(SIGN_IN_AGAIN)
    return Identity(
        user_id=user.pk,
        kind="session",
        version=user.token_version,
        session_key=given.session_key,
        expires_at=session.expires_at,
        language=_language(user.locale, given.language),
        password_entered_at=session.data.get(PASSWORD_ENTERED_AT),
    )


def _families(ids: set[UUID]) -> dict[UUID, Family]:
    """Return the token families that have not ended, of active users."""
    rows = RefreshFamily.objects.filter(pk__in=ids, ended_at=None, user__is_active=True)
    values = rows.values_list("pk", "user_id", "user__token_version", "user__locale")
    return {pk: (user_id, version, locale) for pk, user_id, version, locale in values}


def _people(sessions: Iterable[LiveSession]) -> dict[UUID, User]:
    ids = {user_id for session in sessions if (user_id := _user_id(session))}
    return User.objects.filter(is_active=True).in_bulk(ids)


def _user_id(session: LiveSession) -> UUID | None:
    try:
        return parse_uuid(session.data.get(SESSION_KEY))
    except ValueError:
        return None


def _language(locale: str, language: str) -> str:
    return locale if locale in dict(settings.LANGUAGES) else language
