"""JWTs: a short-lived access token and a refresh token for one use. Those of one sign-in are a family."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, TypedDict
from uuid import UUID

from django.contrib.auth.models import update_last_login
from django.db import transaction
from django.utils import timezone
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import Token

from accounts.auth.user_agents import Device
from accounts.errors import InvalidToken
from accounts.models import RefreshFamily, RefreshToken, User
from accounts.revocation_hooks import announce_revocation
from core.ids import new_id, parse_uuid
from core.sql.prepared import prepared

REUSE_GRACE = timedelta(seconds=10)
NO_DEVICE = Device()
CACHED_CLAIMS = 10_000
VERSION_BITS = 31


class AccessJwt(Token):
    token_type = "access"
    lifetime = api_settings.ACCESS_TOKEN_LIFETIME


class RefreshJwt(Token):
    token_type = "refresh"
    lifetime = api_settings.REFRESH_TOKEN_LIFETIME


@dataclass(frozen=True, kw_only=True)
class Claims:
    """The claims of a verified token. `version` is the `token_version` of the user when it was issued."""

    user_id: UUID
    family: UUID
    version: int
    jti: UUID
    expires_at: datetime


class TokenPair(TypedDict):
    access: str
    refresh: str


def issue_tokens(user: User, *, device: Device = NO_DEVICE) -> TokenPair:
    """Return `{access, refresh}` of a new family for a user who has just signed in.

    The time is kept as of any sign-in: a link to reset the password that was sent before becomes invalid.
    """
    with transaction.atomic():
        update_last_login(User, user)
        return _new_pair(RefreshFamily.objects.create(user=user, **asdict(device)))


def rotate(refresh: str, *, device: Device = NO_DEVICE) -> TokenPair:
    """Exchange an unused refresh token for a new pair. Raises InvalidToken."""
    claims = decode(refresh, kind=RefreshJwt)
    with transaction.atomic():
        family = _use(claims)
        if family:
            RefreshFamily.objects.filter(pk=family.pk).update(**asdict(device), seen_at=timezone.now())
        pair = _new_pair(family) if family else None
    if pair is None:
        raise InvalidToken
    return pair


def revoke(refresh: str) -> None:
    """End the family of an unused refresh token. Raises InvalidToken."""
    claims = decode(refresh, kind=RefreshJwt)
    with transaction.atomic():
        family = _use(claims)
        if family:
            _end(family)
    if family is None:
        raise InvalidToken


def revoke_family(user: User, family_id: UUID) -> bool:
    """End a family of `user`; False if they have no such valid one."""
    with transaction.atomic():
        families = user.refresh_families.select_for_update(of=("self",)).select_related("user")
        family = families.filter(pk=family_id, ended_at=None).first()
        if family:
            _end(family)
    return family is not None


def check_access_token(access: str) -> tuple[User, Claims]:
    """Return the user and the claims of a valid access token, in one query. Raises InvalidToken."""
    claims = _verified_claims(access)
    if claims.expires_at + api_settings.LEEWAY <= timezone.now():
        raise InvalidToken
    found = _user_of_family(user_id=claims.user_id, family=claims.family, version=claims.version)
    if not found:
        raise InvalidToken
    return found[0], claims


@lru_cache(maxsize=CACHED_CLAIMS)
def _verified_claims(access: str) -> Claims:
    """Cache verified signatures, which stay valid; the rest is checked each time. Raises InvalidToken."""
    return decode(access, kind=AccessJwt)


@prepared
def _user_of_family(user_id: Any, family: Any, version: Any) -> Any:
    people = User.objects.filter(pk=user_id, is_active=True, token_version=version)
    return people.filter(refresh_families=family, refresh_families__ended_at=None)


def decode(encoded: str, *, kind: type[Token]) -> Claims:
    """Return the claims of a token. Checks signature, kind and expiry, and nothing in the database."""
    try:
        return _claims(kind(encoded))  # type: ignore[arg-type]  # simplejwt expects a Token
    except (TokenError, KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise InvalidToken from error


def _claims(token: Token) -> Claims:
    version = token["ver"]
    if type(version) is not int or version.bit_length() > VERSION_BITS:
        raise ValueError("ver must be an integer that the column can hold")
    return Claims(
        user_id=parse_uuid(token["sub"]),
        family=parse_uuid(token["family"]),
        version=version,
        jti=parse_uuid(token["jti"]),
        expires_at=_expiry(token),
    )


def _use(claims: Claims) -> RefreshFamily | None:
    """Mark the token as used, under the lock of its family; None if it is refused.

    A used token that comes back within REUSE_GRACE is a client's retry. Later it is taken for a stolen copy,
    and the whole family ends. The caller raises after the commit, so that the end of the family is kept.
    """
    family = _locked_family(claims)
    token = family.tokens.filter(pk=claims.jti).first() if family else None
    if family is None or token is None:
        return None
    now = timezone.now()
    if token.used_at is not None:
        if now - token.used_at > REUSE_GRACE:
            _end(family)
        return None
    token.used_at = now
    token.save(update_fields=["used_at"])
    return family


def _locked_family(claims: Claims) -> RefreshFamily | None:
    families = RefreshFamily.objects.select_for_update(of=("self",)).select_related("user")
    family = families.filter(
        pk=claims.family, user_id=claims.user_id, user__is_active=True, ended_at=None
    ).first()
    return family if family and family.user.token_version == claims.version else None


def _end(family: RefreshFamily) -> None:
    family.ended_at = timezone.now()
    family.save(update_fields=["ended_at"])
    transaction.on_commit(lambda: announce_revocation(family.user_id, family=family.pk), robust=True)


def _new_pair(family: RefreshFamily) -> TokenPair:
    refresh, access = (_with_claims(kind(), family=family) for kind in (RefreshJwt, AccessJwt))
    RefreshToken.objects.create(jti=refresh["jti"], family=family, expires_at=_expiry(refresh))
    return {"access": str(access), "refresh": str(refresh)}


def _with_claims(token: Token, *, family: RefreshFamily) -> Token:
    token["sub"] = str(family.user_id)
    token["jti"] = str(new_id())
    token["family"] = str(family.pk)
    token["ver"] = family.user.token_version
    return token


def _expiry(token: Token) -> datetime:
    return datetime.fromtimestamp(token["exp"], tz=UTC)
